"""On real files from real word processors, the reader reaches what was asked of it.

The corpus stands beside the repository; where it is not, the same bar is held on a small
one that the test makes.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.mesure import Mesure, mesurer, tableau
from tests.controle.fabrique import COMPLET, dossier_pdf, fiche_pdf

pytestmark = pytest.mark.long

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def _etiquette(nom: str, piece: str, titres: list[str], pages: tuple[int, int]) -> dict[str, Any]:
    """Write a label in the format of the corpus."""
    total, corps = pages
    dossier = piece == "dossier"
    sections = {
        code: {"present": titre in titres, "heading": titre}
        for code, titre in zip(
            ("marche", "environnement", "solution", "performance", "formation"),
            COMPLET[1:6],
            strict=True,
        )
    }
    manque = [code for code, section in sections.items() if not section["present"]]
    return {
        "file": nom,
        "forme": "ccf",
        "depose_comme": {"epreuve": "E8", "piece": piece},
        "readable": True,
        "text_layer": "full",
        "pages_total": total,
        "annexes_first_page": corps + 1 if total > corps else None,
        "pages_corps_with_cover": corps,
        "pages_corps_without_cover": corps - dossier,
        "pages_corps_without_cover_nor_sommaire": corps - 2 * dossier,
        "sommaire_pages": [2] if dossier else [],
        "blank_pages": [],
        "fiche_pages": [] if dossier else [1, 2, 3],
        "sections": sections if dossier else None,
        "fiche_model": None if dossier else "annexe 18",
        "fiche_filled": None if dossier else True,
        "verdict": {
            "a_verifier_humain": False,
            "mauvaise_piece": False,
            "section_manquante": manque if dossier else [],
        },
    }


@pytest.fixture(scope="module")
def petit(tmp_path_factory: pytest.TempPathFactory) -> Mesure:
    """Make seven files of our own: whole, each with one subject less, and a form."""
    dossier = tmp_path_factory.mktemp("corpus")
    etiquettes = []
    for rang in range(6):
        titres = [titre for place, titre in enumerate(COMPLET) if place != rang or not rang]
        (dossier / f"{rang}.pdf").write_bytes(dossier_pdf(titres))
        corps = len(titres) + 2
        etiquettes.append(_etiquette(f"{rang}.pdf", "dossier", titres, (corps + 2, corps)))
    (dossier / "fiche.pdf").write_bytes(fiche_pdf("18"))
    etiquettes.append(_etiquette("fiche.pdf", "fiche", [], (3, 3)))
    (dossier / "labels.json").write_text(json.dumps(etiquettes), encoding="utf-8")
    return mesurer(dossier)


def test_on_our_own_files_everything_is_right(petit: Mesure) -> None:
    assert petit.erreurs == []
    assert petit.total["comptes"] == 7
    assert (petit.rappel(), petit.precision(), petit.faux_absents()) == (1.0, 1.0, 0)
    assert any("rappel 100.0%" in ligne for ligne in tableau(petit))


@pytest.fixture(scope="module")
def grand(petit: Mesure) -> Mesure:
    """Measure the shared corpus, or our own files where it is absent."""
    return mesurer(CORPUS) if (CORPUS / "labels.json").exists() else petit


@pytest.mark.parametrize("quoi", ["lisible", "texte", "pages_total"])
def test_what_is_plain_is_exact_on_every_file(grand: Mesure, quoi: str) -> None:
    assert grand.part(quoi) == 1.0, grand.erreurs


@pytest.mark.parametrize(
    ("quoi", "minimum"),
    [
        ("annexes_debut", 0.97),
        ("comptes", 0.95),
        ("modele", 0.95),
        ("mauvaise_piece", 0.98),
        ("avis:a-verifier", 1.0),
        ("avis:rien-a-signaler", 0.9),
    ],
)
def test_the_rest_is_right_as_often_as_asked(grand: Mesure, quoi: str, minimum: float) -> None:
    assert grand.part(quoi) >= minimum, grand.erreurs


def test_subjects_are_found_and_never_wrongly_said_missing(grand: Mesure) -> None:
    assert grand.rappel() >= 0.95, grand.erreurs
    assert grand.precision() >= 0.98, grand.erreurs
    assert grand.faux_absents() == 0, grand.erreurs
