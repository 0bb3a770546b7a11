"""Make app/static/dsfr again from the pinned npm package: `python deploy/dsfr/copier.py`.

Needs npm and a registry, only when the version or vocabulaire.toml changes; the result is
committed, so that neither running nor testing needs either. The package is checked against its
pinned hash. Kept out: old browsers, artwork, unused components (see vocabulaire.toml).
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import feuille

ICI = Path(__file__).resolve().parent
STATIQUE = ICI.parent.parent / "app" / "static"
LICENCE = (
    "/*! DSFR v{}, reduced | SPDX-License-Identifier: MIT | License-Filename: LICENSE.md"
    " | restricted use (see CGU.md) */\n"
)


def telecharger(paquet: dict[str, str], dossier: Path) -> Path:
    """Fetch the package with npm and unpack it; SystemExit if its hash is not the pinned one."""
    nom = f"{paquet['nom']}@{paquet['version']}"
    commande = ["npm", "pack", "--silent", "--pack-destination", str(dossier), nom]
    subprocess.run(commande, check=True, cwd=dossier)  # noqa: S603 (fixed command)
    archive = next(dossier.glob("*.tgz"))
    empreinte = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if empreinte != paquet["sha512"]:
        raise SystemExit(f"{nom} : l'empreinte ne correspond pas, rien n'a été copié.")
    with tarfile.open(archive) as contenu:
        contenu.extractall(dossier, filter="data")
    return dossier / "package"


def feuille_reduite(dist: Path, vocabulaire: dict[str, Any]) -> str:
    """Give the one style sheet: the kept components, then the kept icons."""
    classes = re.compile("|".join(f"(?:{m})" for m in vocabulaire["classes"]))
    exclus = re.compile("|".join(f"(?:{m})" for m in vocabulaire["exclus"]))
    icones = {f"fr-icon-{nom}" for nom in vocabulaire["icones"]}

    def utile(selecteur: str) -> bool:
        presentes = feuille.CLASSE.findall(selecteur)
        connues = all(c in icones or classes.fullmatch(c) for c in presentes)
        return connues and not exclus.search(selecteur)

    def d_icone(selecteur: str) -> bool:
        return not icones.isdisjoint(feuille.CLASSE.findall(selecteur))

    regles = feuille.garder(feuille.lire((dist / "dsfr.main.min.css").read_text()), utile)
    regles = [r for r in regles if _police_voulue(r, vocabulaire["polices"])]
    utilitaires = feuille.lire((dist / "utility/utility.main.min.css").read_text())
    regles += feuille.garder(utilitaires, d_icone)
    for regle in feuille.toutes(regles):
        regle.declarations = [_adresse_locale(d) for d in regle.declarations]
    a_nous = feuille.lire((STATIQUE / "depot.css").read_text())
    return feuille.ecrire(feuille.garder_variables(regles, feuille.variables_lues(a_nous)))


def _police_voulue(regle: feuille.Regle, polices: list[str]) -> bool:
    if regle.entete != "@font-face":
        return True
    return any(f"/{police}.woff2" in ";".join(regle.declarations) for police in polices)


def _adresse_locale(declaration: str) -> str:
    sans_woff = re.sub(r""",\s*url\([^)]*\.woff\)\s*format\("woff"\)""", "", declaration)
    return sans_woff.replace("url(../icons/", "url(icons/")


def script_reduit(dist: Path, modules: list[str]) -> str:
    """Give the kept modules one after the other, each in its own scope."""
    sources = [(dist / f"{nom}.module.min.js").read_text() for nom in modules]
    sans_carte = [re.sub(r"//# sourceMappingURL=.*|/\*!.*?\*/", "", source) for source in sources]
    return "\n".join(f"{{{source.strip()}}}" for source in sans_carte) + "\n"


def poser(paquet: Path, vocabulaire: dict[str, Any], cible: Path) -> None:
    """Write the subset, its licence and its sums."""
    dist, licence = paquet / "dist", LICENCE.format(vocabulaire["paquet"]["version"])
    style = feuille_reduite(dist, vocabulaire)
    shutil.rmtree(cible, ignore_errors=True)
    for nom in sorted(feuille.adresses(style)) + vocabulaire["fichiers"]:
        (cible / nom).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(dist / nom, cible / nom)
    (cible / "dsfr.min.css").write_text(licence + style)
    (cible / "dsfr.min.js").write_text(licence + script_reduit(dist, vocabulaire["modules"]))
    shutil.copyfile(paquet / "LICENSE.md", cible / "LICENSE.md")
    shutil.copyfile(paquet / "doc/legal/cgu.md", cible / "CGU.md")
    (cible / "VERSION").write_text(vocabulaire["paquet"]["version"] + "\n")
    (cible / "SHA256SUMS").write_text(sommes(cible))


def sommes(cible: Path) -> str:
    """Give the sum of every file below, in the form of sha256sum."""
    fichiers = sorted(f for f in cible.rglob("*") if f.is_file() and f.name != "SHA256SUMS")
    lignes = (
        f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(cible).as_posix()}\n"
        for f in fichiers
    )
    return "".join(lignes)


def principal() -> None:
    """Copy, then say what the result weighs."""
    vocabulaire = tomllib.loads((ICI / "vocabulaire.toml").read_text())
    with tempfile.TemporaryDirectory() as dossier:
        paquet = telecharger(vocabulaire["paquet"], Path(dossier))
        poser(paquet, vocabulaire, STATIQUE / "dsfr")
    poids = {f.name: f.stat().st_size for f in (STATIQUE / "dsfr").glob("dsfr.min.*")}
    print(json.dumps(poids))


if __name__ == "__main__":
    principal()
