"""Two readings of one file, told as a person would tell them."""

from typing import Any

from app.controle.differences import differences

AVANT: dict[str, Any] = {
    "avis": "a-verifier",
    "lisible": True,
    "pages_corps": 21,
    "annexes_debut": None,
    "modele": None,
    "sujets": {"formation": {"etat": "non-trouve", "page": None}},
    "constats": [{"code": "trop-de-pages", "etat": "certain", "page": 21}],
    "duree_ms": 10,
}


def test_the_same_findings_are_no_difference_however_long_they_took() -> None:
    assert differences(AVANT, {**AVANT, "duree_ms": 900, "moteur": "2"}) == []


def test_each_change_is_one_line() -> None:
    apres = {
        **AVANT,
        "avis": "rien-a-signaler",
        "pages_corps": 19,
        "annexes_debut": 20,
        "modele": {"annexe": "19", "rempli": True},
        "sujets": {"formation": {"etat": "trouve", "page": 17}},
        "constats": [],
    }
    assert differences(AVANT, apres) == [
        "avis : a-verifier → rien-a-signaler",
        "pages du corps : 21 → 19",
        "début des annexes : aucun → 20",
        "modèle : annexe aucun → annexe 19",
        "sujet formation : non-trouve → trouve, page 17",
        "constat retiré : trop-de-pages (certain, page 21)",
    ]


def test_a_subject_that_left_the_rules_is_told() -> None:
    assert differences(AVANT, {**AVANT, "sujets": {}}) == ["sujet formation : non-trouve → aucun"]
