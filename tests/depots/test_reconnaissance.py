"""A scanned dossier is read twice: at once, then by OCR; the report of the first look is kept."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.controle import ocr
from app.depots.models import Rapport
from app.taches import Tache
from app.worker import boucle
from tests.controle.fabrique import dossier_pdf
from tests.controle.test_ocr import numeriser
from tests.gestes import Depositaire
from tests.monde import DEBUT, Monde
from tests.serveurs import exiger_outil

pytestmark = pytest.mark.serveur


@pytest.fixture(autouse=True)
def _outils() -> None:
    exiger_outil("tesseract", "tesseract-ocr-fra")
    exiger_outil("pdftoppm", "poppler-utils")
    ocr.disponible.cache_clear()


def test_a_scan_is_read_twice_and_both_reports_stay(
    db: Session, monde: Monde, depositaire: Depositaire, tmp_path: Path
) -> None:
    octets = numeriser(dossier_pdf(), tmp_path).read_bytes()
    depositaire.deposer(monde.e8, octets=octets, debut=DEBUT - timedelta(minutes=5))
    depositaire.lire_tout()
    rapports = db.scalars(select(Rapport).order_by(Rapport.etabli_le, Rapport.moteur)).all()
    assert [r.contenu["texte"] for r in rapports] == ["absent", "ocr"]
    assert {r.avis for r in rapports} == {"a-verifier"}


def test_slow_tasks_go_one_at_a_time_and_waiting_is_no_failure(
    app: Flask, db: Session, monde: Monde, depositaire: Depositaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    entree, sortie = threading.Event(), threading.Event()

    def lent(*_: object) -> None:
        entree.set()
        assert sortie.wait(10)

    monkeypatch.setattr(boucle, "ACTES", {"reconnaitre-version": lent})
    lignes = [
        Tache(genre="reconnaitre-version", arguments={}, creee_le=DEBUT, pas_avant=DEBUT)
        for _ in range(2)
    ]
    db.add_all(lignes)
    db.commit()
    premiere, seconde = (ligne.id for ligne in lignes)
    db.rollback()
    ouvrier = app.extensions["ouvrier"]
    fil = threading.Thread(target=ouvrier.executer, args=(premiere,))
    fil.start()
    assert entree.wait(10)
    assert ouvrier.executer(seconde) is False
    sortie.set()
    fil.join()
    db.expire_all()
    attend = db.get_one(Tache, seconde)
    assert (attend.etat, attend.essais) == ("a-faire", 0)
    assert attend.pas_avant > DEBUT
