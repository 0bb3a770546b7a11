"""Each reading is alone in its process: a bomb costs its own limit and nothing is left."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.controle import isolement
from app.controle.isolement import Limites, controler_isole
from app.controle.moteur import controler
from app.controle.rapport import Demande, Rapport
from app.reglement import reglement_de
from tests.controle.fabrique import brut_pdf, dossier_pdf

pytestmark = pytest.mark.long

CCST = reglement_de("ccst-2026")
DEMANDE = Demande("dossier.pdf", CCST, "E8", "dossier", "ccf")
LENT = b"BT /F1 12 Tf " + b"(a) Tj 1 0 Td " * 120_000 + b"ET"


@pytest.fixture(autouse=True)
def _serveur_arrete() -> Iterator[None]:
    yield
    isolement.arreter()


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    chemin = tmp_path / "dossier.pdf"
    chemin.write_bytes(dossier_pdf())
    return chemin


@pytest.fixture
def lent(tmp_path: Path) -> Path:
    chemin = tmp_path / "lent.pdf"
    chemin.write_bytes(brut_pdf(LENT, pages=40))
    return chemin


def codes(rapport: Rapport) -> list[str]:
    return [constat.code for constat in rapport.constats]


def enfants() -> set[int]:
    """Give the processes whose parent is the server, and the server itself."""
    serveur = isolement._Etat.serveur
    if serveur is None:
        return set()
    racine = serveur.processus.pid
    trouves = {racine}
    for fiche in Path("/proc").glob("[0-9]*/stat"):
        try:
            champs = fiche.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(champs[1]) == racine and champs[0] != "Z":
            trouves.add(int(fiche.parent.name))
    return trouves


def attendre(condition: object, secondes: float = 5.0) -> bool:
    """Wait until the condition holds."""
    fin = time.monotonic() + secondes
    while time.monotonic() < fin:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def test_le_rapport_isole_est_celui_du_moteur(dossier: Path) -> None:
    isole = controler_isole(dossier, DEMANDE).vers_json()
    direct = controler(dossier, DEMANDE).vers_json()
    assert isole | {"duree_ms": 0} == direct | {"duree_ms": 0}


def test_un_fichier_trop_long_est_arrete_et_ce_qui_etait_su_est_garde(lent: Path) -> None:
    debut = time.monotonic()
    rapport = controler_isole(lent, DEMANDE, Limites(duree=2.0))
    assert time.monotonic() - debut < 4.0
    assert rapport.pages_total == 40
    assert {"lecture-trop-longue", "page-trop-complexe"} & set(codes(rapport))
    assert rapport.avis == "a-verifier"


def test_la_limite_de_processeur_arrete_aussi(lent: Path) -> None:
    rapport = controler_isole(lent, DEMANDE, Limites(processeur=1, duree=60.0))
    assert codes(rapport) == ["lecture-trop-longue"]


def test_trop_peu_de_memoire_est_un_constat_et_non_une_panne(dossier: Path) -> None:
    rapport = controler_isole(dossier, DEMANDE, Limites(memoire=8))
    assert rapport.avis in {"a-verifier", "illisible"}
    assert codes(rapport)
    assert controler_isole(dossier, DEMANDE).avis == "rien-a-signaler"


def test_un_fichier_qui_bloque_ne_retarde_pas_les_autres(dossier: Path, lent: Path) -> None:
    controler_isole(dossier, DEMANDE)
    with ThreadPoolExecutor(3) as equipe:
        blocage = equipe.submit(controler_isole, lent, DEMANDE, Limites(duree=6.0))
        debut = time.monotonic()
        autres = list(equipe.map(lambda _: controler_isole(dossier, DEMANDE), range(4)))
        assert time.monotonic() - debut < 5.0
        assert {rapport.avis for rapport in autres} == {"rien-a-signaler"}
        assert blocage.result().pages_total == 40


def tuer_l_enfant() -> None:
    """Kill the child that reads, and not the server that made it."""
    assert attendre(lambda: len(enfants()) == 2)
    serveur = isolement._Etat.serveur
    assert serveur is not None
    for pid in enfants() - {serveur.processus.pid}:
        os.kill(pid, signal.SIGKILL)
    assert attendre(lambda: len(enfants()) == 1)


def test_un_enfant_tue_une_fois_est_relu_sans_reproche(dossier: Path, lent: Path) -> None:
    controler_isole(dossier, DEMANDE)
    with ThreadPoolExecutor(1) as equipe:
        lecture = equipe.submit(controler_isole, lent, DEMANDE, Limites(duree=6.0))
        tuer_l_enfant()
        assert "lecture-interrompue" not in codes(lecture.result(timeout=15))


def test_un_enfant_qui_meurt_deux_fois_donne_un_constat(dossier: Path, lent: Path) -> None:
    controler_isole(dossier, DEMANDE)
    with ThreadPoolExecutor(1) as equipe:
        lecture = equipe.submit(controler_isole, lent, DEMANDE)
        tuer_l_enfant()
        tuer_l_enfant()
        assert "lecture-interrompue" in codes(lecture.result(timeout=5))


def test_un_serveur_tue_emporte_ses_enfants_et_repart(dossier: Path, lent: Path) -> None:
    controler_isole(dossier, DEMANDE)
    with ThreadPoolExecutor(1) as equipe:
        lecture = equipe.submit(controler_isole, lent, DEMANDE)
        assert attendre(lambda: len(enfants()) == 2)
        tous = enfants()
        serveur = isolement._Etat.serveur
        assert serveur is not None
        os.kill(serveur.processus.pid, signal.SIGKILL)
        with pytest.raises(isolement.LecteurPerdu):  # ours to try again, not the file's fault
            lecture.result(timeout=5)
        serveur.processus.wait(timeout=5)
        assert attendre(lambda: not any(Path(f"/proc/{pid}").exists() for pid in tous))
    assert controler_isole(dossier, DEMANDE).avis == "rien-a-signaler"


def test_rien_ne_reste_apres_l_arret(dossier: Path) -> None:
    controler_isole(dossier, DEMANDE)
    pids = enfants()
    isolement.arreter()
    assert attendre(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_l_enfant_ne_voit_aucun_de_nos_secrets(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3_SECRET_ACCESS_KEY", "tres-secret")
    controler_isole(dossier, DEMANDE)
    serveur = isolement._Etat.serveur
    assert serveur is not None
    environnement = Path(f"/proc/{serveur.processus.pid}/environ").read_bytes()
    assert b"tres-secret" not in environnement


def test_un_fichier_absent_est_une_erreur_de_l_appelant(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="absent"):
        controler_isole(tmp_path / "absent.pdf", DEMANDE)
