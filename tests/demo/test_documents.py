"""The PDFs that the demonstration makes: the same at every loading, and plainly fictitious."""

import io

import pytest
from pypdf import PdfReader

from app.demo.documents import fabriquer
from app.demo.donnees import session_fictive
from app.demo.objets import EnvoiFictif
from app.demo.redaction import ANNEXES
from app.reglement import reglement_de
from tests.demo.conftest import document

SESSION = session_fictive()
REGLEMENT = reglement_de("ccst-2026")


def envoi_de(rang: int, epreuve: str = "E8", piece: str = "dossier") -> EnvoiFictif:
    """The latest file of a candidate for a pièce."""
    return [
        e for e in SESSION.envois if (e.candidat, e.epreuve, e.piece) == (rang, epreuve, piece)
    ][-1]


def lecteur_de(envoi: EnvoiFictif) -> PdfReader:
    return PdfReader(io.BytesIO(document(envoi)))


def pages_de(envoi: EnvoiFictif) -> list[str]:
    return [page.extract_text() for page in lecteur_de(envoi).pages]


def corps_de(envoi: EnvoiFictif) -> int:
    """Pages before the divider of the annexes, less the cover and the sommaire."""
    pages = lecteur_de(envoi).pages
    separation = len(pages) - len(ANNEXES) - 1
    assert pages[separation].extract_text().startswith("ANNEXES")
    return separation - 2


@pytest.mark.parametrize(
    "envoi",
    [envoi_de(2), envoi_de(2, piece="fiche"), envoi_de(16, "E7", "fiche"), envoi_de(5)],
    ids=["dossier", "fiche", "scan", "cours"],
)
def test_the_same_bytes_every_time(envoi: EnvoiFictif) -> None:
    assert fabriquer(SESSION, envoi) == document(envoi)


@pytest.mark.parametrize("rang", [2, 3, 5, 17])
def test_fictif_is_said_in_the_properties_and_at_the_foot_of_every_page(rang: int) -> None:
    lecteur = lecteur_de(envoi_de(rang))
    assert lecteur.metadata is not None
    assert "fictif" in str(lecteur.metadata["/Keywords"])
    corps = [page.extract_text() for page in lecteur.pages]
    assert [n for n, texte in enumerate(corps) if "fictif" not in texte.casefold()] == []


def test_a_dossier_has_its_cover_and_names_its_candidate() -> None:
    garde = pages_de(envoi_de(17))[0]
    assert "DOSSIER PROFESSIONNEL" in garde
    assert SESSION.candidats[17].numero in garde
    assert SESSION.candidats[17].nom_complet in garde


def test_most_dossiers_keep_the_limit_of_the_reglement_and_two_do_not() -> None:
    limite = REGLEMENT.epreuve("E8").piece("dossier").pages_max
    assert limite is not None
    dossiers = [
        e
        for e in SESSION.envois
        if e.document.genre == "dossier" and not (e.document.coupe or e.document.scan)
    ]
    corps = {e.nom: corps_de(e) for e in dossiers}
    trop_longs = {nom: pages for nom, pages in corps.items() if pages + 1 > limite}
    assert set(trop_longs) == {"Dossier_final_vraiment_final.pdf", "Dossier Malo.pdf"}
    assert trop_longs["Dossier_final_vraiment_final.pdf"] > limite


@pytest.mark.parametrize("epreuve", ["E5", "E7", "E8"])
def test_a_fiche_has_the_pages_and_the_number_of_its_model(epreuve: str) -> None:
    envoi = next(
        e
        for e in SESSION.envois
        if (e.epreuve, e.piece) == (epreuve, "fiche") and not (e.document.de or e.document.scan)
    )
    forme = SESSION.candidats[envoi.candidat].inscriptions[epreuve]
    modele = REGLEMENT.epreuve(epreuve).piece("fiche").modele(forme)
    assert modele is not None
    pages = pages_de(envoi)
    assert len(pages) == modele.pages
    assert f"ANNEXE {modele.annexe}" in pages[0]


def test_the_empty_fiche_holds_no_answer() -> None:
    vide = " ".join(pages_de(envoi_de(2, piece="fiche")))
    assert SESSION.candidats[2].numero not in vide
    assert "Hydrovallée" not in vide
    assert "La performance de la solution" in vide


def test_the_scan_is_made_of_pictures_only() -> None:
    lecteur = lecteur_de(envoi_de(6))
    assert "".join(page.extract_text() for page in lecteur.pages).strip() == ""
    assert all(len(page.images) == 1 for page in lecteur.pages)


def test_the_truncated_file_stops_half_way() -> None:
    coupe = document(envoi_de(9))
    assert coupe.startswith(b"%PDF-")
    assert b"%%EOF" not in coupe


def test_all_together_they_stay_light() -> None:
    poids = [len(document(envoi)) for envoi in SESSION.envois]
    assert max(poids) < 2_000_000
    assert sum(poids) < 10_000_000
