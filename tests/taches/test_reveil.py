"""The queue is woken after the commit, never after a rollback; when it is down nothing is lost."""

import uuid

import pytest
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from app.base import ecriture
from app.extensions import bd
from app.taches import Tache, brancher_reveil, en_souffrance, planifier
from tests.gestes import DEBUT, Depositaire
from tests.monde import Monde


@pytest.fixture
def sessions(app: Flask) -> sessionmaker[Session]:
    """Sessions of the same database, on which each test hangs its own awakening."""
    return sessionmaker(bd.moteur(app))


@pytest.fixture
def reveillees(sessions: sessionmaker[Session]) -> list[uuid.UUID]:
    vues: list[uuid.UUID] = []
    brancher_reveil(sessions, vues.append)
    return vues


def test_the_queue_is_woken_once_the_row_is_committed(sessions, reveillees) -> None:
    with sessions() as db:
        with ecriture(db):
            tache_id = planifier(db, "essai", {}, DEBUT).id
            db.flush()
            assert reveillees == []
        assert reveillees == [tache_id]
        with ecriture(db):
            assert db.get(Tache, tache_id) is not None
        assert reveillees == [tache_id]


def test_a_rollback_wakes_nobody_not_even_at_the_next_commit(sessions, reveillees) -> None:
    with sessions() as db:
        with pytest.raises(ZeroDivisionError):
            _planifier_et_tomber(db)
        assert en_souffrance(db, DEBUT) == []
        with ecriture(db):
            suivante = planifier(db, "essai", {}, DEBUT).id
        assert reveillees == [suivante]


def _planifier_et_tomber(db: Session) -> None:
    with ecriture(db):
        planifier(db, "essai", {}, DEBUT)
        db.flush()
        raise ZeroDivisionError


def test_when_the_queue_is_down_the_act_stands_and_the_sweep_finds_the_row(
    sessions, caplog: pytest.LogCaptureFixture
) -> None:
    def en_panne(_: uuid.UUID) -> None:
        raise ConnectionError("queue down")

    brancher_reveil(sessions, en_panne)
    with sessions() as db:
        with ecriture(db):
            tache_id = planifier(db, "essai", {}, DEBUT).id
        assert list(en_souffrance(db, DEBUT)) == [tache_id]
    assert "queue unreachable" in caplog.text


def test_a_deposit_stands_when_the_queue_is_down(
    app: Flask, db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    app.extensions["file"].storage.close()
    app.extensions["file"].storage.enqueue = None
    version = depositaire.deposer(monde.e8)
    depositaire.lire_tout()
    db.refresh(version)
    assert version.rapport is not None
