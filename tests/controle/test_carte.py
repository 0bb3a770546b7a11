"""The page map: what each page is, and where the annexes begin."""

import pytest

from app.controle.moteur import controler
from app.controle.rapport import Demande, Rapport
from app.reglement import reglement_de
from tests.controle.fabrique import COMPLET, brut_pdf, dossier_pdf, fiche_pdf

CCST = reglement_de("ccst-2026")
LETTRE = {
    "garde": "G", "sommaire": "S", "corps": "c", "annexe": "A", "fiche": "F", "blanche": "b",
    "image": "i",
}  # fmt: skip


def lire(octets: bytes, piece: str = "dossier", forme: str = "ccf", epreuve: str = "E8") -> Rapport:
    return controler(octets, Demande("x.pdf", CCST, epreuve, piece, forme))


def dessin(rapport: Rapport) -> str:
    """Give the page map as one letter per page."""
    return "".join(LETTRE[page.type] for page in rapport.pages)


def test_garde_sommaire_corps_et_annexes() -> None:
    rapport = lire(dossier_pdf())
    assert dessin(rapport) == "GSccccccc" + "AA"
    assert rapport.annexes_debut == 10
    comptes = (
        rapport.pages_corps_avec_garde,
        rapport.pages_corps,
        rapport.pages_corps_sans_sommaire,
    )
    assert comptes == (9, 8, 7)


def test_l_intercalaire_ouvre_les_annexes() -> None:
    assert lire(dossier_pdf(intercalaire=True)).annexes_debut == 10


def test_sans_annexes_il_n_y_a_pas_de_debut() -> None:
    rapport = lire(dossier_pdf(annexes=0))
    assert (rapport.annexes_debut, dessin(rapport)) == (None, "GSccccccc")


def test_voir_annexe_3_dans_le_corps_n_ouvre_rien() -> None:
    rapport = lire(dossier_pdf(avant="Annexe 3 montre le détail (voir annexe 3).\n"))
    assert rapport.annexes_debut == 10


def test_une_fiche_jointe_reste_hors_du_corps() -> None:
    fiche = lire(fiche_pdf("18"), piece="fiche")
    assert (fiche.pages_corps, dessin(fiche)) == (3, "FFF")


@pytest.mark.parametrize(
    ("pages", "garde", "constats"),
    [
        (18, True, []),
        (19, True, [("trop-de-pages", "douteux")]),
        (20, True, [("trop-de-pages", "douteux")]),
        (21, True, [("trop-de-pages", "certain")]),
        (20, False, [("trop-de-pages", "douteux")]),
    ],
)
def test_la_limite_est_lue_de_trois_facons(
    pages: int, garde: bool, constats: list[tuple[str, str]]
) -> None:
    titres = [*COMPLET, *["Conclusion"] * (pages - len(COMPLET))]
    rapport = lire(dossier_pdf(titres, garde=garde))
    assert [(c.code, c.etat) for c in rapport.constats] == constats
    if constats == [("trop-de-pages", "douteux")]:
        assert rapport.constats[0].constate == [
            rapport.pages_corps_avec_garde, rapport.pages_corps, rapport.pages_corps_sans_sommaire,
        ]  # fmt: skip
    assert rapport.avis == ("a-verifier" if constats else "rien-a-signaler")


def test_une_page_vide_est_blanche_et_un_dessin_est_une_image() -> None:
    assert dessin(lire(brut_pdf(b"q Q"))) == "b"
    assert dessin(lire(brut_pdf(b"0 0 m " + b"1 1 l\n" * 3000 + b"S"))) == "i"


def test_sans_texte_rien_n_est_dit_absent() -> None:
    rapport = lire(brut_pdf(b"0 0 m " + b"1 1 l\n" * 3000 + b"S", pages=5))
    assert (rapport.texte, rapport.lisible, rapport.avis) == ("absent", True, "a-verifier")
    assert {lu.etat for lu in rapport.sujets.values()} == {"douteux"}
    assert rapport.pages_corps is None
