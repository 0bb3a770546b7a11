"""Pictures of text: a second look finds what it can, and holds nothing to be absent."""

import subprocess
from pathlib import Path

import pytest
import typst

from app.controle import ocr
from app.controle.isolement import controler_isole
from app.controle.ocr import LimitesOcr, est_utile, reconnaitre
from app.controle.rapport import Demande, Rapport
from app.reglement import reglement_de
from tests.controle.fabrique import COMPLET, dossier_pdf
from tests.serveurs import exiger_outil

pytestmark = pytest.mark.serveur
DEMANDE = Demande("scan.pdf", reglement_de("ccst-2026"), "E8", "dossier", "ponctuelle")


@pytest.fixture(scope="module", autouse=True)
def _outils() -> None:
    exiger_outil("tesseract", "tesseract-ocr-fra")
    exiger_outil("pdftoppm", "poppler-utils")
    ocr.disponible.cache_clear()
    if not ocr.disponible():
        pytest.fail("il manque le français de tesseract : paquet tesseract-ocr-fra", pytrace=False)


def numeriser(pdf: bytes, dossier: Path) -> Path:
    """The same pages as pictures alone, as a scanner would make them."""
    (dossier / "net.pdf").write_bytes(pdf)
    pages = dossier / "page"
    commande = ["pdftoppm", "-r", "150", "-jpeg", str(dossier / "net.pdf"), str(pages)]
    subprocess.run(commande, check=True)
    images = [f.name for f in sorted(dossier.glob("page-*.jpg"))]
    source = "#set page(margin: 0pt)\n" + "#pagebreak()\n".join(
        f'#image("{nom}", width: 100%)\n' for nom in images
    )
    (dossier / "scan.typ").write_text(source)
    chemin = dossier / "scan.pdf"
    typst.compile(str(dossier / "scan.typ"), output=str(chemin))
    return chemin


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scanned dossier of which one subject is not there."""
    titres = [titre for titre in COMPLET if not titre.startswith("Formation")]
    return numeriser(dossier_pdf(titres), tmp_path_factory.mktemp("scan"))


@pytest.fixture(scope="module")
def premier(scan: Path) -> Rapport:
    return controler_isole(scan, DEMANDE)


@pytest.fixture(scope="module")
def second(scan: Path, premier: Rapport) -> Rapport:
    lu = reconnaitre(scan, DEMANDE, premier)
    assert lu is not None
    return lu


def test_the_first_look_says_that_there_is_no_text(premier: Rapport) -> None:
    assert premier.texte == "absent"
    assert {sujet.etat for sujet in premier.sujets.values()} == {"douteux"}
    assert est_utile(premier)


def test_the_second_look_finds_the_subjects_that_are_there(second: Rapport) -> None:
    etats = {code: sujet.etat for code, sujet in second.sujets.items()}
    assert {etats[c] for c in ("marche", "environnement", "solution", "performance")} == {"trouve"}


def test_what_it_does_not_read_is_never_held_to_be_absent(second: Rapport) -> None:
    assert second.sujets["formation"].etat == "douteux"


def test_it_is_marked_and_still_goes_to_a_person(premier: Rapport, second: Rapport) -> None:
    assert (second.texte, second.avis, second.moteur) == ("ocr", "a-verifier", ocr.MOTEUR_OCR)
    assert second.sha256 == premier.sha256
    assert "texte-absent" in {constat.code for constat in second.constats}


def test_it_is_not_asked_twice(second: Rapport) -> None:
    assert not est_utile(second)


def test_a_program_over_its_limits_gives_no_second_report(scan: Path, premier: Rapport) -> None:
    assert reconnaitre(scan, DEMANDE, premier, LimitesOcr(duree=0.01)) is None
    assert reconnaitre(scan, DEMANDE, premier, LimitesOcr(memoire=8)) is None
