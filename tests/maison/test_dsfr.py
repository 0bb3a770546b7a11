"""The State design system as shipped: whole, unchanged, enough for our templates, and light."""

import hashlib
import re
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
STATIQUE = RACINE / "app" / "static"
DSFR = STATIQUE / "dsfr"
GABARITS = sorted((RACINE / "app" / "templates").rglob("*.html"))
FEUILLES = [DSFR / "dsfr.min.css", STATIQUE / "depot.css", STATIQUE / "sans-js.css"]
# Words of the DSFR that carry no style of their own, or are put together from a variable.
SANS_STYLE = {"fr-header__body"}
BUDGET_HORS_PAGE = 370_000


def classes_de(gabarit: Path) -> set[str]:
    source = re.sub(r"\{#.*?#\}", "", gabarit.read_text(), flags=re.DOTALL)
    attributs = " ".join(re.findall(r'class="([^"]*)"', source))
    return set(re.findall(r"(?<![\w-])fr-[a-zA-Z0-9_-]*[a-zA-Z0-9](?![\w-])", attributs))


def icones_de(gabarit: Path) -> set[str]:
    source = gabarit.read_text()
    appels = re.findall(r"icone=[\"']([a-z0-9-]+)[\"']", source)
    return {f"fr-icon-{nom}" for nom in appels}


def test_ce_qui_est_livre_est_exactement_ce_que_disent_les_sommes():
    sommes = dict(
        reversed(ligne.split("  ", 1)) for ligne in (DSFR / "SHA256SUMS").read_text().splitlines()
    )
    presents = {
        f.relative_to(DSFR).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in DSFR.rglob("*")
        if f.is_file() and f.name != "SHA256SUMS"
    }
    assert presents == sommes


def test_la_version_et_la_licence_accompagnent_la_copie():
    assert (DSFR / "VERSION").read_text().strip() == "1.14.4"
    assert "MIT License" in (DSFR / "LICENSE.md").read_text()
    assert "restricted use" in (DSFR / "dsfr.min.css").read_text()[:200]


@pytest.mark.parametrize("feuille", FEUILLES, ids=lambda f: f.name)
def test_chaque_fichier_qu_une_feuille_demande_existe(feuille: Path):
    adresses = re.findall(r"url\([\"']?([^)\"']+)", feuille.read_text())
    manquants = [
        a for a in adresses if not a.startswith("data:") and not (feuille.parent / a).is_file()
    ]
    assert manquants == []


def test_aucune_feuille_ni_aucun_script_ne_va_chercher_ailleurs():
    for fichier in [*FEUILLES, DSFR / "dsfr.min.js"]:
        adresses = re.findall(r"(?:url\(|import\s*\(?)[\"']?(https?:|//)", fichier.read_text())
        assert adresses == [], fichier.name


def test_chaque_classe_et_chaque_icone_des_gabarits_est_dans_la_feuille():
    """When this fails: add the class to deploy/dsfr/vocabulaire.toml, run deploy/dsfr/copier.py."""
    feuille = " ".join(f.read_text() for f in FEUILLES)
    connues = set(re.findall(r"\.(fr-[a-zA-Z0-9_-]+)", feuille)) | SANS_STYLE
    manquantes = {
        f"{gabarit.name}: {classe}"
        for gabarit in GABARITS
        for classe in classes_de(gabarit) | icones_de(gabarit)
        if classe not in connues
    }
    assert manquantes == set()


def test_nos_feuilles_ne_lisent_que_des_variables_livrees():
    livrees = set(re.findall(r"(--[a-zA-Z0-9-]+):", (DSFR / "dsfr.min.css").read_text()))
    lues = set(re.findall(r"var\((--[a-zA-Z0-9-]+)", (STATIQUE / "depot.css").read_text()))
    assert lues
    assert lues <= livrees


@pytest.mark.parametrize("gabarit", GABARITS, ids=lambda g: g.name)
def test_aucun_gabarit_ne_contient_de_style_ni_de_script(gabarit: Path):
    source = re.sub(r"\{#.*?#\}", "", gabarit.read_text(), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:", source)
    assert all(" src=" in balise for balise in re.findall(r"<script[^>]*>", source))


def test_une_page_a_froid_sans_compression_tient_dans_le_budget():
    """400 kB in all: what every page loads, leaving 30 kB for its HTML, script and icons."""
    polices = [DSFR / "fonts" / f"Marianne-{g}.woff2" for g in ("Regular", "Medium", "Bold")]
    fichiers = [DSFR / "dsfr.min.css", DSFR / "dsfr.min.js", STATIQUE / "depot.css", *polices]
    poids = sum(f.stat().st_size for f in [*fichiers, DSFR / "favicon" / "favicon.svg"])
    assert poids <= BUDGET_HORS_PAGE


def test_le_script_de_copie_ne_nomme_aucun_registre():
    outils = sorted((RACINE / "deploy" / "dsfr").glob("*"))
    assert {f.name for f in outils} >= {"copier.py", "feuille.py", "vocabulaire.toml"}
    assert [f.name for f in outils if f.is_file() and "://" in f.read_text()] == []
