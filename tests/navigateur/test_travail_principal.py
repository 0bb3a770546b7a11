"""The main job, as the three audiences, in a browser: deposit, read, decide, hand over."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.config import RACINE
from tests.monde import un_pdf
from tests.navigateur.conftest import Service

pytestmark = pytest.mark.serveur

CORPUS = RACINE.parent / "shared" / "corpus" / "A01-e8-writer-complete.pdf"
ATTENTE_LECTURE = 60_000


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A real E8 dossier when the corpus is there, else a small one made here."""
    chemin = tmp_path / "Mon dossier E8 – été.pdf"
    chemin.write_bytes(CORPUS.read_bytes() if CORPUS.exists() else un_pdf("Dossier E8"))
    return chemin


def deposer(page: Page, piece: str, chemin: Path) -> None:
    page.get_by_role("link", name=f": {piece}, épreuve E8").click()
    page.get_by_label("Fichier").set_input_files(chemin)
    page.get_by_role("button", name="Envoyer le fichier").click()
    expect(page.get_by_text("Votre fichier est déposé.")).to_be_visible()


def attendre_le_rapport(page: Page) -> None:
    """Reload, as the page says, until the reading is there."""
    for _ in range(60):
        if page.get_by_role("heading", name="Sujets attendus").count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail("le rapport n’est pas arrivé en une minute")


@pytest.mark.parametrize("javascript", [True, False], ids=["avec-js", "sans-js"])
def test_the_file_of_a_candidate_reaches_its_commission_byte_for_byte(
    service: Service,
    ouvrir: Callable[..., Page],
    dossier: Path,
    tmp_path: Path,
    javascript: bool,
) -> None:
    # Each run sends other bytes: the same bytes twice would be one deposit.
    octets = dossier.read_bytes() + (b"\n%avec\n" if javascript else b"\n%sans\n")
    dossier.write_bytes(octets)
    fiche = tmp_path / "fiche.pdf"
    fiche.write_bytes(un_pdf(f"Fiche {javascript}"))

    candidat = ouvrir(service.monde.candidat, 360, javascript)
    deposer(candidat, "Fiche descriptive du dossier d’expertise technico-commerciale", fiche)
    candidat.get_by_role("link", name="Mes épreuves").last.click()
    deposer(candidat, "Dossier d’expertise technico-commerciale", dossier)
    attendre_le_rapport(candidat)

    gestionnaire = ouvrir(service.monde.gestionnaire, javascript=javascript)
    gestionnaire.get_by_role("link", name="E8", exact=True).click()
    gestionnaire.get_by_role("link", name="ESSAI N01").click()
    expect(gestionnaire.get_by_role("heading", name="Lecture automatique")).to_be_visible()
    gestionnaire.get_by_label("Conforme", exact=True).check(force=True)
    if gestionnaire.get_by_label("Raison de la correction").count():
        gestionnaire.get_by_label("Raison de la correction").fill("Un fichier est arrivé depuis.")
    gestionnaire.get_by_role("button", name="Enregistrer la décision").click()
    expect(gestionnaire.get_by_text("Verdict enregistré.")).to_be_visible()

    candidat.get_by_role("link", name="Mes épreuves").first.click()
    candidat.get_by_role("link", name="Lire la décision pour l’épreuve E8").click()
    candidat.get_by_role("button", name="Lire la décision").click()
    expect(candidat.get_by_text("Votre dossier est conforme")).to_be_visible()

    membre = ouvrir(service.monde.membre, javascript=javascript)
    membre.get_by_role("link", name="E8 – Commission 1").click()
    with membre.expect_download() as attente:
        membre.get_by_role("link", name="Télécharger tous les dossiers").click()
    kit = tmp_path / "kit.zip"
    attente.value.save_as(kit)
    with zipfile.ZipFile(kit) as archive:
        assert archive.testzip() is None
        remis = [n for n in archive.namelist() if n.endswith("/dossier.pdf")]
        assert len(remis) == 1
        recu = hashlib.sha256(archive.read(remis[0])).hexdigest()
    assert recu == hashlib.sha256(octets).hexdigest()


def test_a_member_of_another_commission_sees_nothing_of_it(
    service: Service, ouvrir: Callable[..., Page]
) -> None:
    membre = ouvrir(service.monde.membre_ailleurs)
    expect(membre.get_by_role("link", name="E8 – Commission 2")).to_be_visible()
    expect(membre.get_by_text("E8 – Commission 1")).to_have_count(0)
