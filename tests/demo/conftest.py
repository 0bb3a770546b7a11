"""The demonstration loaded once, for the tests that only look at it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.application import create_app
from app.cli.demo import charger_demo
from app.demo import chargement
from app.demo.documents import fabriquer
from app.demo.donnees import session_fictive
from app.demo.objets import EnvoiFictif
from app.extensions import bd
from app.stockage.protocole import Stockage
from app.tables import TABLES
from tests.conftest import config_de_test

INSTANT = datetime(2026, 3, 18, 9, 20, 41, tzinfo=UTC)


@cache
def document(envoi: EnvoiFictif) -> bytes:
    """The PDF of an envoi, made once for all tests (`test_documents` makes some twice)."""
    return fabriquer(session_fictive(), envoi)


@pytest.fixture(scope="session", autouse=True)
def documents_faits_une_fois() -> Iterator[None]:
    """Loadings after the first take the PDFs already made, by the real maker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chargement, "fabriquer", lambda _session, envoi: document(envoi))
        yield


@pytest.fixture(scope="session")
def app_demo(modele_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application whose demonstration was loaded at INSTANT. Nobody writes in it."""
    dossier = tmp_path_factory.mktemp("demo")
    base = dossier / "base.sqlite3"
    base.write_bytes(modele_sqlite.read_bytes())
    app = create_app(config_de_test(f"sqlite:///{base}", dossier))
    assert charger_demo(app, INSTANT)
    yield app
    bd.moteur(app).dispose()


@pytest.fixture
def db_demo(app_demo: Flask) -> Iterator[Session]:
    with bd.sessions(app_demo)() as session:
        yield session


def rangees(app: Flask) -> dict[str, int]:
    """How many rows each table holds."""
    with bd.sessions(app)() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES.sorted_tables
        }


def fichiers(app: Flask) -> set[str]:
    """The keys of the stockage."""
    stockage: Stockage = app.extensions["stockage"]
    return {objet.cle for objet in stockage.keys("")}
