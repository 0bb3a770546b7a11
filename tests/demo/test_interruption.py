"""A loading that is stopped half-way: the next one puts it right."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.application import create_app
from app.cli.demo import charger_demo, demo_chargee, demo_interrompue
from app.demo.chargement import charger
from app.demo.donnees import session_fictive
from app.demo.refus import DemoImpossible
from app.extensions import bd
from app.stockage.erreurs import StockagePlein
from app.stockage.flux import Empreinte, Source
from tests.conftest import config_de_test
from tests.demo.conftest import INSTANT, document, fichiers, rangees
from tests.doublures import StockageMemoire

RACINE = Path(__file__).resolve().parents[2]
COMMANDE = [sys.executable, "-m", "flask", "--app", str(RACINE / "wsgi.py"), "demo", "charger"]


class StockageEtroit(StockageMemoire):
    """A stockage with room for three files."""

    def put(self, cle: str, flux: Source) -> Empreinte:
        if len(list(self.keys())) >= 3:
            raise StockagePlein("plus de place")
        return super().put(cle, flux)


def test_a_full_disk_is_said_in_a_sentence_and_the_next_loading_is_whole(
    app: Flask, app_demo: Flask, db: Session
) -> None:
    with pytest.raises(DemoImpossible, match="plein"):
        charger(db, StockageEtroit(), INSTANT)
    assert demo_interrompue(app)
    assert charger_demo(app, INSTANT)
    assert not demo_interrompue(app)
    assert rangees(app) == rangees(app_demo)


@pytest.mark.serveur
def test_a_loading_killed_by_the_machine_starts_again(
    modele_sqlite: Path, tmp_path: Path, app_demo: Flask
) -> None:
    base = tmp_path / "base.sqlite3"
    base.write_bytes(modele_sqlite.read_bytes())
    tuer_apres(3, base, tmp_path)
    faits_ici = {hashlib.sha256(document(e)).hexdigest() for e in session_fictive().envois}
    assert colonne(base, "sha256") <= faits_ici, "another process makes other bytes"
    app = create_app(config_de_test(f"sqlite:///{base}", tmp_path))
    assert demo_interrompue(app)
    assert charger_demo(app, INSTANT)
    assert demo_chargee(app)
    assert rangees(app) == rangees(app_demo)
    # Bytes in flight when the process died may stay: no row names them, the sweep will see them.
    assert len(fichiers(app) - colonne(base, "cle")) <= 1
    bd.moteur(app).dispose()


def tuer_apres(fichiers: int, base: Path, dossier: Path) -> None:
    """Start a loading and kill it once that many files are received."""
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{base}",
        "INSTANCE_DIR": str(dossier),
        "UPLOADS_DIR": str(dossier / "uploads"),
    }
    with subprocess.Popen(COMMANDE, cwd=RACINE, env=env) as processus:
        limite = time.monotonic() + 60
        while len(colonne(base, "sha256")) < fichiers and time.monotonic() < limite:
            assert processus.poll() is None
            time.sleep(0.02)
        processus.send_signal(signal.SIGKILL)


def colonne(base: Path, nom: str) -> set[str]:
    """What the versions have in one column."""
    connexion = sqlite3.connect(base)
    try:
        return {valeur for (valeur,) in connexion.execute(f"SELECT {nom} FROM versions")}
    finally:
        connexion.close()
