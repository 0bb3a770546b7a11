"""The migrations make the schema of the models, on both engines, and keep every row on the way."""

import shutil
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.application import create_app
from app.base import creer_moteur, ecriture
from app.cli.base import config_alembic
from app.conformite.lectures import verdict_en_vigueur
from app.conformite.models import Decision
from app.conformite.verdicts import accuser_lecture
from app.examens.models import Derogation, Inscription
from app.extensions import bd
from app.tables import TABLES
from tests.conftest import config_de_test
from tests.gestes import DEBUT, Depositaire, juger
from tests.monde import CLOTURE, Monde, batir_monde, personne_nommee

ETAPES = [r.revision for r in ScriptDirectory.from_config(config_alembic("")).walk_revisions()]
AJOUT_SEUL = {"evenements", "versions", "rapports", "verdicts", "accuses_lecture"}
"""Tables whose rows are added and never edited: what was received, read, decided, journalled."""


class SurSqlite:
    """Databases of one engine: empty, at head, or at head with rows; made once, then copied."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.dossier: Path = request.getfixturevalue("tmp_path_factory").mktemp("migrations")
        self.vide = str(self.dossier / "vide.sqlite3")
        self.tete = str(request.getfixturevalue("modele_sqlite"))

    def nouvelle(self, modele: str) -> str:
        chemin = self.dossier / f"{uuid.uuid4().hex}.sqlite3"
        if Path(modele).exists():
            shutil.copy(modele, chemin)
        return f"sqlite:///{chemin}"

    def nom(self, url: str) -> str:
        return url.removeprefix("sqlite:///")

    def effacer(self, url: str) -> None:
        Path(self.nom(url)).unlink()


class SurPostgresql:
    """The same, as databases of the test server."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.serveur = request.getfixturevalue("serveur_postgres")
        self.vide, self.tete = "template1", request.getfixturevalue("modele_postgresql")

    def nouvelle(self, modele: str) -> str:
        url: str = self.serveur.nouvelle_base(modele)
        return url

    def nom(self, url: str) -> str:
        return url.partition("?")[0].rpartition("/")[2]

    def effacer(self, url: str) -> None:
        self.serveur.effacer_base(url)


GENRES = {"sqlite": SurSqlite, "postgresql": SurPostgresql}


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.serveur)]
)
def genre(request: pytest.FixtureRequest) -> Any:
    return GENRES[request.param](request)


@pytest.fixture(scope="module")
def modele_rempli(genre: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """At head, with at least one row in every table, put there by the acts themselves."""
    url = genre.nouvelle(genre.tete)
    app = create_app(config_de_test(url, tmp_path_factory.mktemp("remplie")))
    with bd.sessions(app)() as db:
        with ecriture(db):
            monde = batir_monde(db)
            db.add(_derogation(db, monde))
        mener(db, monde, Depositaire(app, db))
    bd.moteur(app).dispose()
    nom: str = genre.nom(url)
    return nom


@pytest.fixture
def url(genre: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database with rows; `vide` or `tete` instead, as an indirect parameter."""
    quoi = getattr(request, "param", "remplie")
    modele = request.getfixturevalue("modele_rempli") if quoi == "remplie" else vars(genre)[quoi]
    base = genre.nouvelle(modele)
    yield base
    genre.effacer(base)


@pytest.fixture
def moteur(url: str) -> Iterator[Engine]:
    ouvert = creer_moteur(url)
    yield ouvert
    ouvert.dispose()


def _derogation(db: Session, monde: Monde) -> Derogation:
    return Derogation(
        inscription_id=monde.e5,
        cloture=CLOTURE + timedelta(days=2),
        motif="Hospitalisation.",
        auteur_id=personne_nommee(db, monde.responsable).id,
        accordee_le=DEBUT,
    )


def mener(db: Session, monde: Monde, depositaire: Depositaire) -> None:
    for piece in ("dossier", "fiche"):
        depositaire.deposer(monde.e8, piece)
    depositaire.lire_tout()
    juger(db, monde.gestionnaire, monde.e8)
    juger(db, monde.gestionnaire, monde.e8_autre, Decision.NON_CONFORME)
    verdict = verdict_en_vigueur(db, db.get_one(Inscription, monde.e8))
    assert verdict
    accuser_lecture(db, verdict, personne_nommee(db, monde.candidat), DEBUT)


def contenu(moteur: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as plain values."""
    with moteur.connect() as lien:
        noms = set(inspect(lien).get_table_names()) - {"alembic_version"}
        return {
            nom: sorted(map(repr, lien.execute(text(f"SELECT * FROM {nom}")).all()))
            for nom in sorted(noms)
        }


def ecarts(moteur: Engine) -> list[Any]:
    """What separates the database from the models."""
    with moteur.connect() as lien:
        contexte = MigrationContext.configure(lien, opts={"compare_type": True})
        return list(compare_metadata(contexte, TABLES))


@pytest.mark.parametrize("url", ["tete"], indirect=True)
def test_the_migrated_schema_is_that_of_the_models(url: str, moteur: Engine) -> None:
    assert ecarts(moteur) == []
    command.check(config_alembic(url))


@pytest.mark.parametrize("url", ["tete"], indirect=True)
def test_a_table_that_the_models_do_not_know_is_seen(url: str, moteur: Engine) -> None:
    with moteur.begin() as lien:
        lien.execute(text("CREATE TABLE intruse (id INTEGER)"))
    assert [ecart[0] for ecart in ecarts(moteur)] == ["remove_table"]


@pytest.mark.parametrize("url", ["vide"], indirect=True)
def test_up_down_and_up_again_from_nothing(url: str, moteur: Engine) -> None:
    config = config_alembic(url)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    with moteur.connect() as lien:
        assert set(inspect(lien).get_table_names()) <= {"alembic_version"}
    command.upgrade(config, "head")
    assert ecarts(moteur) == []


def test_each_step_down_and_up_keeps_every_row(url: str, moteur: Engine) -> None:
    avant = contenu(moteur)
    assert [nom for nom, lignes in avant.items() if not lignes] == []
    for etape in ETAPES[1:]:
        command.downgrade(config_alembic(url), etape)
        assert {n: len(x) for n, x in contenu(moteur).items()} == {
            n: len(x) for n, x in avant.items()
        }
    for etape in reversed(ETAPES[:-1]):
        command.upgrade(config_alembic(url), etape)
    assert contenu(moteur) == avant
    assert ecarts(moteur) == []


@pytest.mark.parametrize("aller_retour", [False, True])
def test_at_head_the_database_refuses_to_edit_what_is_only_added(
    url: str, moteur: Engine, aller_retour: bool
) -> None:
    if aller_retour:
        command.downgrade(config_alembic(url), ETAPES[-1])
        command.upgrade(config_alembic(url), "head")
    for nom in sorted(AJOUT_SEUL):
        table = TABLES.tables[nom]
        colonne = next(c for c in table.columns if not c.primary_key)
        with moteur.connect() as lien, pytest.raises(DatabaseError, match="ajout seul"):
            lien.execute(update(table).values({colonne.name: colonne}))


def test_before_that_step_it_did_not(url: str, moteur: Engine) -> None:
    command.downgrade(config_alembic(url), ETAPES[-1])
    with moteur.connect() as lien:
        table = TABLES.tables["evenements"]
        lien.execute(update(table).values(acte="x"))
        assert lien.scalar(select(func.count()).select_from(table).where(table.c.acte == "x"))
