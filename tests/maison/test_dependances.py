"""What the project stands on is written down, locked, and free of any machine's particulars."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text())
DOCUMENT = (RACINE / "docs" / "dependances.md").read_text()
VERROUS = ["requirements.txt", "requirements-dev.txt"]
UN_MO = 1_000_000
SYSTEME_DE_DESIGN = "app/static/dsfr/"

# Built from pieces, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(["/" + "root/", r"(?<!\w)/" + "work/", "/home/" + "[a-z]+/", "/opt/" + "pypi"])
)
REGISTRES = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs"])
)


def nom(exigence: str) -> str:
    return re.split(r"[\[<>=~!; ]", exigence, maxsplit=1)[0]


DIRECTES = [nom(e) for e in PROJET["project"]["dependencies"]]
DE_TEST = [nom(e) for e in PROJET["dependency-groups"]["dev"]]


def fichiers_suivis() -> list[Path]:
    commande = ["git", "ls-files", "-z", "--cached"]
    noms = subprocess.run(commande, cwd=RACINE, capture_output=True, check=True).stdout
    chemins = [RACINE / n for n in noms.decode().split("\0") if n]
    return [c for c in chemins if c.is_file()]


def texte(fichier: Path) -> str:
    return fichier.read_bytes().decode("utf-8", errors="ignore")


@pytest.mark.parametrize("paquet", DIRECTES + DE_TEST)
def test_each_dependency_has_its_reason(paquet: str) -> None:
    raison = re.search(rf"^\| {re.escape(paquet)} \| (.+) \|$", DOCUMENT, re.MULTILINE)
    assert raison, f"docs/dependances.md says nothing of {paquet}"
    assert len(raison[1].split()) >= 2


def test_no_reason_outlives_its_dependency() -> None:
    decrits = re.findall(r"^\| ([a-z0-9][a-z0-9-]*) \| ", DOCUMENT, re.MULTILINE)
    assert sorted(set(decrits) - {"package"}) == sorted(DIRECTES + DE_TEST)


@pytest.mark.parametrize("verrou", VERROUS)
def test_a_lock_pins_every_direct_dependency_and_names_no_address(verrou: str) -> None:
    contenu = (RACINE / verrou).read_text()
    epingles = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", contenu, re.MULTILINE))
    attendus = DIRECTES + (DE_TEST if "dev" in verrou else [])
    assert set(attendus) <= epingles
    assert "://" not in contenu
    assert "--index-url" not in contenu


@pytest.mark.parametrize("verrou", VERROUS)
def test_a_lock_gives_a_hash_for_every_package(verrou: str) -> None:
    blocs = re.split(r"^(?=[a-z0-9])", (RACINE / verrou).read_text(), flags=re.MULTILINE)
    assert [b.split("==")[0] for b in blocs if "==" in b and "--hash=sha256:" not in b] == []


def test_no_file_holds_the_path_of_a_machine_or_a_registry() -> None:
    fautes = [
        f"{fichier.relative_to(RACINE)} : {trouve[0]}"
        for fichier in fichiers_suivis()
        if (trouve := MACHINE.search(texte(fichier)) or REGISTRES.search(texte(fichier)))
    ]
    assert fautes == []


def test_no_file_is_heavy_except_the_design_system() -> None:
    lourds = [
        f"{nom_court} : {fichier.stat().st_size} octets"
        for fichier in fichiers_suivis()
        if not (nom_court := str(fichier.relative_to(RACINE))).startswith(SYSTEME_DE_DESIGN)
        and fichier.stat().st_size > UN_MO
    ]
    assert lourds == []
