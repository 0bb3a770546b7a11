"""Any bytes get an answer: damaged, protected, disguised, active, hostile."""

import io
from collections.abc import Callable
from itertools import pairwise

import pypdf
import pytest
from pypdf.annotations import Link

from app.controle.libelles import codes, libelle, libelles_de
from app.controle.moteur import controler
from app.controle.octets import nature
from app.controle.rapport import Demande, Rapport
from app.reglement import reglement_de
from tests.controle.fabrique import brut_pdf, dossier_pdf

CCST = reglement_de("ccst-2026")


def lire(octets: bytes, nom: str = "x.pdf") -> Rapport:
    return controler(octets, Demande(nom, CCST, "E8", "dossier", "ccf"))


def modifie(geste: Callable[[pypdf.PdfWriter], object]) -> bytes:
    """Give the dossier of reference after a change made with pypdf."""
    plume = pypdf.PdfWriter(clone_from=io.BytesIO(dossier_pdf()))
    geste(plume)
    sortie = io.BytesIO()
    plume.write(sortie)
    return sortie.getvalue()


def constats(rapport: Rapport) -> list[str]:
    return [constat.code for constat in rapport.constats]


def test_un_fichier_vide_coupe_ou_deguise_est_illisible_et_dit_pourquoi() -> None:
    dossier = dossier_pdf()
    assert constats(lire(b"")) == ["fichier-vide"]
    assert constats(lire(dossier[: len(dossier) // 2])) == ["fichier-tronque"]
    assert constats(lire(b"\xff\xd8\xff\xe0 photo")) == ["pas-un-pdf"]
    assert constats(lire(b"%PDF-1.7\nrien\n%%EOF")) == ["fichier-endommage"]
    for octets in (b"", dossier[:5000], b"\xff\xd8\xff\xe0 photo", b"%PDF-1.7\nrien\n%%EOF"):
        rapport = lire(octets)
        assert (rapport.lisible, rapport.avis, rapport.pages_total) == (False, "illisible", None)


def test_quand_seule_la_marque_de_fin_manque_le_fichier_est_lu() -> None:
    rapport = lire(dossier_pdf().rstrip().removesuffix(b"%%EOF"))
    assert constats(rapport) == ["fin-de-fichier-absente"]
    assert (rapport.lisible, rapport.pages_total, rapport.avis) == (True, 11, "rien-a-signaler")


def test_du_bruit_avant_l_en_tete_n_empeche_pas_de_lire() -> None:
    rapport = lire(b"HTTP/1.1 200 OK\r\n\r\n" + dossier_pdf())
    assert (rapport.lisible, rapport.pages_total) == (True, 11)


def test_un_mot_de_passe_rend_illisible_celui_du_proprietaire_non() -> None:
    ferme = lire(modifie(lambda p: p.encrypt("secret", "maitre", algorithm="AES-256")))
    assert (constats(ferme), ferme.lisible) == (["mot-de-passe"], False)
    ouvert = lire(modifie(lambda p: p.encrypt("", "maitre", algorithm="AES-256")))
    assert constats(ouvert) == ["protection-proprietaire"]
    assert (ouvert.lisible, ouvert.avis) == (True, "rien-a-signaler")


def test_programme_et_fichier_joint_sont_signales() -> None:
    script = b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert(1))>>]>>>>"
    assert "contenu-javascript" in constats(lire(brut_pdf(b"q Q", racine=script)))
    joint = lire(modifie(lambda p: p.add_attachment("../../evil.exe", b"MZ")))
    assert "fichier-joint" in constats(joint)
    assert joint.avis == "a-verifier"


def test_une_action_de_lancement_est_signalee_a_sa_page() -> None:
    octets = brut_pdf(
        b"BT /F1 12 Tf 60 700 Td (Bonjour) Tj ET",
        racine=b"/OpenAction<</S/GoTo/D[5 0 R/Fit]/Next[<</S/Launch/F(cmd.exe)>>]>>",
    )
    assert "contenu-lancement" in constats(lire(octets))
    lien = modifie(
        lambda p: p.add_annotation(2, Link(rect=(0, 0, 9, 9), url="https://exemple.test"))
    )
    assert constats(lire(lien)) == []


def test_un_portfolio_n_est_pas_un_dossier() -> None:
    rapport = lire(brut_pdf(b"q Q", racine=b"/Collection<</Type/Collection>>"))
    assert "portfolio" in constats(rapport)
    assert (rapport.lisible, rapport.avis) == (False, "illisible")


def test_une_structure_abimee_est_reparee_et_dite() -> None:
    octets = dossier_pdf()
    place = octets.rindex(b"startxref")
    casse = octets[:place] + b"startxref\n12\n%%EOF\n"
    rapport = lire(casse)
    assert rapport.pages_total == 11
    assert "structure-reparee" in constats(rapport)


def test_le_texte_hors_page_ou_en_mode_invisible_est_dit() -> None:
    contenu = b"BT /F1 12 Tf 60 700 Td (Un texte visible sur la page) Tj ET "
    for cache in (b"BT 3 Tr /F1 20 Tf 60 500 Td (Formation associee) Tj ET",
                  b"BT /F1 20 Tf 60 2500 Td (Formation associee) Tj ET",
                  b"BT /F1 0.5 Tf 60 500 Td (Formation associee) Tj ET"):  # fmt: skip
        assert "texte-invisible" in constats(lire(brut_pdf(contenu + cache)))
    assert "texte-invisible" not in constats(lire(brut_pdf(contenu)))


def test_une_police_demultipliee_est_refusee_sans_etre_ouverte() -> None:
    polices = b"".join(b"/G%d 4 0 R" % n for n in range(100))
    octets = brut_pdf(b"BT /F1 12 Tf (a) Tj ET").replace(b"/F1 4 0 R", b"/F1 4 0 R" + polices)
    rapport = lire(octets)
    assert "page-trop-complexe" in constats(rapport)
    assert rapport.lisible


@pytest.mark.long
def test_une_page_demesuree_arrete_la_lecture_sans_perdre_le_reste() -> None:
    rapport = lire(brut_pdf(b"BT /F1 12 Tf " + b"(a) Tj " * 250_000 + b"ET", pages=30))
    assert rapport.pages_total == 30
    assert "page-trop-complexe" in constats(rapport)
    assert rapport.duree_ms < 20_000


def test_aucun_caractere_nul_n_arrive_au_rapport() -> None:
    rapport = lire(dossier_pdf(), nom="../../a\x00b\n<script>.pdf")
    assert "\x00" not in str(rapport.vers_json())
    assert rapport.fichier == "a_b_<script>.pdf"


def _ecrit(texte: str) -> bytes:
    """Write a page of that text, forty words to a line of the stream."""
    lignes = b"".join(b"(%s) Tj 0 -14 Td " % texte.encode() for _ in range(40))
    return brut_pdf(b"BT /F1 11 Tf 60 780 Td " + lignes + b"ET")


def test_un_texte_sans_table_de_caracteres_est_dit_illisible_et_un_tableau_ne_l_est_pas() -> None:
    decale = lire(_ecrit("FRRSHUDWLRQ GHV SRPSHV FKDOHXU PDUFKH"))
    assert (decale.texte, constats(decale)[0]) == ("absent", "texte-incoherent")
    assert {lu.etat for lu in decale.sujets.values()} == {"douteux"}
    assert lire(_ecrit("valeur moyenne minimum maximum")).texte == "complet"


def test_la_nature_d_un_fichier_vient_de_ses_octets() -> None:
    assert nature(b"\x89PNG\r\n\x1a\n123") == "png"
    assert nature(b"\x00\x00\x00\x18ftypisom") == "mp4"
    assert nature(b"MZ\x90") == "exe"
    assert nature(b"bonjour tout le monde") == "texte"
    assert nature(b"\x00\x01\x02\x03") is None


def test_chaque_constat_du_code_a_ses_phrases_pour_les_deux_publics() -> None:
    for code in codes():
        for etat in ("certain", "douteux"):
            constat = {"code": code, "etat": etat, "constate": [1, 2], "attendu": "marche"}
            for public in ("candidat", "gestionnaire"):
                dit = libelle(constat, public)
                assert dit.phrase
                assert "{" not in dit.phrase + dit.quoi_faire
            assert libelle(constat, "candidat").a_faire


def test_les_phrases_suivent_l_ordre_des_constats_et_nomment_le_sujet() -> None:
    rapport = lire(dossier_pdf(["Introduction", "Conclusion", "Le marché", "Les normes"]))
    phrases = libelles_de(rapport.vers_json(), "candidat")
    assert len(phrases) == len(rapport.constats) > 0
    assert any("La formation associée" in phrase.phrase for phrase in phrases)
    assert libelle({"code": "inconnu"}).phrase


@pytest.mark.parametrize("coupe", [0.1, 0.5, 0.9, 0.99])
def test_un_fichier_coupe_n_est_jamais_dit_complet(coupe: float) -> None:
    octets = dossier_pdf()
    rapport = lire(octets[: int(len(octets) * coupe)])
    assert rapport.lisible is False


def test_les_cles_du_rapport_sont_celles_du_contrat() -> None:
    attendues = [
        "fichier", "sha256", "taille", "reglement", "revision", "moteur", "lisible", "texte",
        "pages_total", "pages_corps_avec_garde", "pages_corps", "pages_corps_sans_sommaire",
        "annexes_debut", "pages", "sujets", "modele", "constats", "avis", "duree_ms",
    ]  # fmt: skip
    for octets in (b"", dossier_pdf()):
        rapport = lire(octets)
        assert list(rapport.vers_json()) == attendues
        assert Rapport.depuis_json(rapport.vers_json()) == rapport
    pages = [page.page for page in lire(dossier_pdf()).pages]
    assert all(b - a == 1 for a, b in pairwise(pages))
