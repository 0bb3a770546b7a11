"""Shared by all tests: an application on each database engine, and the people who use it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from app.application import create_app
from app.cli.base import config_alembic
from app.config import Config
from app.extensions import bd, horloge
from app.stockage.choix import ReglagesStockage

if TYPE_CHECKING:
    from tests.serveurs import ServeurPostgres

pytest_plugins = ["tests.serveurs", "tests.comptes_rendus", "tests.gestes", "tests.monde"]

GABARITS = FileSystemBytecodeCache(tempfile.mkdtemp(prefix="gabarits-"))
"""Templates compiled once for all the applications of a run."""

MAINTENANT = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`make test-fast` is for pure rules: what builds an application is left to `make test`."""
    for item in items:
        avec_app = {"app", "deployee", "campagne"} & set(getattr(item, "fixturenames", ()))
        if avec_app or "demo" in item.path.parts:
            item.add_marker("long")


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database, copied for each test."""
    chemin = tmp_path_factory.mktemp("modele") / "modele.sqlite3"
    command.upgrade(config_alembic(f"sqlite:///{chemin}"), "head")
    return chemin


@pytest.fixture(scope="session")
def modele_postgresql(serveur_postgres: "ServeurPostgres") -> str:
    """The name of a migrated, empty PostgreSQL database, copied for each test."""
    url = serveur_postgres.nouvelle_base()
    command.upgrade(config_alembic(url), "head")
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture
def base_sqlite(modele_sqlite: Path, tmp_path: Path) -> str:
    chemin = tmp_path / "base.sqlite3"
    chemin.write_bytes(modele_sqlite.read_bytes())
    return f"sqlite:///{chemin}"


@pytest.fixture
def base_postgresql(serveur_postgres: "ServeurPostgres", modele_postgresql: str) -> Iterator[str]:
    url = serveur_postgres.nouvelle_base(modele_postgresql)
    yield url
    serveur_postgres.effacer_base(url)


@pytest.fixture(
    params=["base_sqlite", pytest.param("base_postgresql", marks=pytest.mark.serveur)],
    ids=["sqlite", "postgresql"],
)
def base_url(request: pytest.FixtureRequest) -> str:
    """The same test on both engines."""
    url: str = request.getfixturevalue(request.param)
    return url


def config_de_test(base: str, dossier: Path, stockage: ReglagesStockage | None = None) -> Config:
    return Config(
        instance=dossier,
        database_url=base,
        secret_key="cle-des-tests",
        stockage=stockage or ReglagesStockage(dossier=dossier / "uploads"),
        file_url=f"sqlite:///{dossier / 'taches.sqlite3'}",
        taille_max=2_000_000,
    )


@pytest.fixture
def app(base_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on one engine, its tasks left to the test (`lire_tout`)."""
    application = create_app(config_de_test(base_url, tmp_path))
    application.testing = True
    application.jinja_env.bytecode_cache = GABARITS
    yield application
    bd.moteur(application).dispose()


@pytest.fixture
def maintenant(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the clock of the application; begins at MAINTENANT."""

    def regler(instant: datetime) -> None:
        monkeypatch.setattr(horloge, "lire", lambda: instant)

    regler(MAINTENANT)
    return regler


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with bd.sessions(app)() as session:
        yield session


@pytest.fixture(autouse=True)
def sans_environnement(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads this machine's own settings."""
    for nom in ("DATABASE_URL", "SECRET_KEY", "S3_ENDPOINT_URL", "S3_BUCKET"):
        if nom in os.environ:
            monkeypatch.delenv(nom)
