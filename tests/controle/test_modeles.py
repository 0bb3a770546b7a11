"""Which form it is, filled or empty, and whether it is the right piece for the slot."""

import pytest

from app.controle.moteur import controler
from app.controle.rapport import Demande, Rapport
from app.controle.stages import lire_stage
from app.reglement import reglement_de
from tests.controle.fabrique import dossier_pdf, fiche_pdf, typst_pdf

CCST = reglement_de("ccst-2026")


def lire(octets: bytes, epreuve: str, piece: str, forme: str = "ccf") -> Rapport:
    return controler(octets, Demande("x.pdf", CCST, epreuve, piece, forme))


def codes(rapport: Rapport) -> set[str]:
    return {constat.code for constat in rapport.constats}


@pytest.mark.parametrize(
    ("annexe", "epreuve"),
    [("6", "E5"), ("7", "E5"), ("14", "E7"), ("15", "E7"), ("18", "E8"), ("19", "E8")],
)
def test_la_bonne_fiche_n_appelle_aucune_remarque(annexe: str, epreuve: str) -> None:
    modele = CCST.modeles[annexe]
    assert modele.forme is not None
    titre = modele.signes[0].upper()
    forme = "Contrôle en cours de formation" if modele.forme == "ccf" else "Forme ponctuelle"
    rapport = lire(fiche_pdf(annexe, titre, forme=forme), epreuve, "fiche", modele.forme)
    assert rapport.modele is not None
    assert (rapport.modele.annexe, rapport.modele.rempli) == (annexe, True)
    assert rapport.avis == "rien-a-signaler"


def test_une_fiche_vide_est_a_verifier() -> None:
    rapport = lire(fiche_pdf("18", remplie=False), "E8", "fiche")
    assert rapport.modele is not None
    assert rapport.modele.rempli is False
    assert codes(rapport) == {"formulaire-vide"}


def test_une_fiche_d_une_autre_epreuve_est_la_mauvaise_piece() -> None:
    rapport = lire(fiche_pdf("18"), "E5", "fiche")
    assert "mauvaise-piece" in codes(rapport)
    assert rapport.avis == "a-verifier"


def test_la_fiche_de_l_autre_forme_est_signalee_autrement() -> None:
    rapport = lire(fiche_pdf("18"), "E8", "fiche", "ponctuelle")
    assert codes(rapport) == {"modele-autre-forme"}


def test_une_fiche_a_la_place_du_dossier_et_un_dossier_a_la_place_de_la_fiche() -> None:
    assert "mauvaise-piece" in codes(lire(fiche_pdf("18"), "E8", "dossier"))
    assert "mauvaise-piece" in codes(lire(dossier_pdf(), "E8", "fiche"))


def test_un_cv_n_est_pas_un_dossier_et_ne_dit_rien_des_sujets() -> None:
    cv = typst_pdf(
        "= Paul Fictif\n24 ans, permis B, 06 00 00 00 00, paul\\@exemple.test\n= Formation\nBTS\n"
        "= Expérience professionnelle\nVendeur\n= Langues\nAnglais\n= Centres d’intérêt\nVoile\n"
    )
    rapport = lire(cv, "E8", "dossier")
    assert "mauvaise-piece" in codes(rapport)
    assert {lu.etat for lu in rapport.sujets.values()} == {"douteux"}


def test_les_annexes_et_supports_acceptent_d_autres_formats() -> None:
    image = b"\xff\xd8\xff\xe0" + b"0" * 200 + b"\xff\xd9"
    rapport = lire(image, "E5", "supports")
    assert (rapport.lisible, rapport.pages_total, rapport.avis) == (True, None, "rien-a-signaler")
    refuse = lire(image, "E5", "fiche")
    assert (refuse.lisible, refuse.avis) == (False, "illisible")
    assert codes(refuse) == {"pas-un-pdf"}
    assert codes(lire(b"MZ" + b"0" * 100, "E5", "supports")) == {"format-refuse"}


@pytest.mark.parametrize(
    ("texte", "periodes", "semaines"),
    [
        ("du 03/11/2025 au 19/12/2025", 1, 7),
        ("du 3 novembre au 19 décembre 2025", 1, 7),
        ("du lundi 2 juin 2025 au vendredi 27 juin 2025", 1, 4),
        ("du 02/06/25 au 27/06/25 puis du 5 janvier 2026 au 13 mars 2026", 2, 14),
        ("Durée totale : 15 semaines", 0, 15),
        ("rien", 0, None),
    ],
)
def test_les_dates_et_la_duree_d_un_stage(texte: str, periodes: int, semaines: int | None) -> None:
    lu = lire_stage(texte)
    assert (len(lu.periodes), lu.semaines) == (periodes, semaines)


def attestation(suite: str) -> Rapport:
    texte = (
        f"BTS CCST \\ ANNEXE 27\n\n= ATTESTATION DE STAGE\n{suite}\n\n"
        + "Le stagiaire a suivi. " * 90
    )
    return lire(typst_pdf(texte), "STAGE", "attestation")


def test_une_attestation_complete_ou_trop_courte() -> None:
    assert codes(attestation("du 5 janvier 2026 au 24 avril 2026, soit 16 semaines")) <= {
        "pages-du-modele"
    }
    assert "stage-duree" in codes(attestation("du 5 janvier 2026 au 20 février 2026"))
    assert "stage-sans-dates" in codes(attestation("aux dates convenues"))
