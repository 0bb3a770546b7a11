"""A real `flask worker`, killed in the middle of a reading: nothing is lost, the report arrives."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.base import ecriture
from app.depots.models import Rapport
from app.journal import Evenement, verifier_chaine
from app.taches import Tache
from tests.gestes import Depositaire
from tests.monde import Monde

RACINE = Path(__file__).resolve().parents[2]
PATIENCE = 40.0
pytestmark = pytest.mark.serveur


def un_pdf_long(pages: int = 500) -> bytes:
    """A valid PDF that takes the reader some seconds: many pages, full of words."""
    lignes = "".join(f"({'un mot encore ' * 8}) Tj T* " for _ in range(60))
    contenu = f"BT /F1 10 Tf 12 TL 40 800 Td {lignes} ET".encode()
    enfants = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    objets = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (enfants, pages),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contenu), contenu),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * pages,
    ]
    sortie, places = bytearray(b"%PDF-1.4\n"), []
    for numero, objet in enumerate(objets, start=1):
        places.append(len(sortie))
        sortie += b"%d 0 obj\n%s\nendobj\n" % (numero, objet)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    fin = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
    n = len(objets) + 1
    return bytes(sortie + fin % (n, table, n) + b"startxref\n%d\n%%%%EOF\n" % len(sortie))


@pytest.fixture
def demarrer(base_url: str, tmp_path: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start a worker as an installation does, in a process of its own."""
    lances: list[subprocess.Popen[bytes]] = []
    (tmp_path / "tmp").mkdir()
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": base_url,
        "INSTANCE_DIR": str(tmp_path),
        "UPLOADS_DIR": str(tmp_path / "uploads"),
        "TMPDIR": str(tmp_path / "tmp"),
        "LECTEURS": "1",
    }

    def lancer() -> "subprocess.Popen[bytes]":
        commande = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        with (tmp_path / "worker.log").open("ab") as journal:
            processus = subprocess.Popen(
                commande, cwd=RACINE, env=env, stdout=journal, stderr=journal
            )
        lances.append(processus)
        return processus

    yield lancer
    for processus in lances:
        if processus.poll() is None:
            processus.send_signal(signal.SIGINT)
            processus.wait(20)


def attendre(quoi: Callable[[], bool], phrase: str, journal: Path) -> None:
    fin = time.monotonic() + PATIENCE
    while not quoi():
        assert time.monotonic() < fin, f"{phrase}\n{journal.read_text()[-3000:]}"
        time.sleep(0.02)


def descendants(pid: int) -> set[int]:
    """Living processes born of this one, at any remove, as Linux tells."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            etat, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if etat != "Z":
                parents[int(stat.parent.name)] = int(parent)
    nes, encore = set[int](), {pid}
    while encore:
        encore = {fils for fils, parent in parents.items() if parent in encore} - nes
        nes |= encore
    return nes


def vivants(pids: set[int]) -> bool:
    return any(_etat_de(pid) not in ("", "Z") for pid in pids)


def _etat_de(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def test_a_worker_killed_in_the_middle_of_a_reading_loses_nothing(
    app: Flask,
    db: Session,
    monde: Monde,
    depositaire: Depositaire,
    demarrer: Callable[[], "subprocess.Popen[bytes]"],
    tmp_path: Path,
) -> None:
    version_id = depositaire.deposer(monde.e8, octets=un_pdf_long()).id
    db.rollback()
    journal = tmp_path / "worker.log"

    premier = demarrer()
    # the server of readers, and the child that reads
    attendre(lambda: len(descendants(premier.pid)) == 2, "no reading began", journal)
    lecteurs = descendants(premier.pid)
    premier.send_signal(signal.SIGKILL)
    premier.wait(10)

    attendre(lambda: not vivants(lecteurs), "the reader outlives its worker", journal)
    assert db.scalars(select(Tache.etat)).one() == "en-cours"
    assert db.scalars(select(Rapport)).all() == []
    finir_le_bail(db)

    second = demarrer()
    attendre(lambda: rapport_de(db, version_id), "the report never came", journal)
    attendre(lambda: etat(db) == ("faite", 2), "the task is not done", journal)
    second.send_signal(signal.SIGINT)
    assert second.wait(20) == 0
    actes = db.scalars(select(Evenement.acte)).all()
    assert actes.count("depot:rapport:etabli") == 1
    assert verifier_chaine(db, f"inscription:{monde.e8}") is None


def finir_le_bail(db: Session) -> None:
    """As if the 30 seconds of the dead worker's lease had passed."""
    with ecriture(db):
        db.execute(update(Tache).values(bail_jusqu=datetime.now(UTC) - timedelta(seconds=1)))


def rapport_de(db: Session, version_id) -> bool:
    db.rollback()
    return len(db.scalars(select(Rapport).where(Rapport.version_id == version_id)).all()) == 1


def etat(db: Session) -> tuple[str, int]:
    db.rollback()
    tache = db.scalars(select(Tache)).one()
    return tache.etat, tache.essais
