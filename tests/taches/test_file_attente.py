"""Work to do: claimed once, given back, set aside after too many faults, never lost."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.base import ecriture
from app.taches import (
    BAIL,
    Tache,
    abandonner,
    en_souffrance,
    planifier,
    prendre,
    prolonger,
    terminer,
)
from app.taches.file_attente import ATTENTE_MAX, ESSAIS_MAX
from tests.gestes import DEBUT, ensemble

UNE_SECONDE = timedelta(seconds=1)


@pytest.fixture
def tache(db: Session) -> uuid.UUID:
    with ecriture(db):
        return planifier(db, "essai", {"version": "1"}, DEBUT).id


def prise(db: Session, tache_id: uuid.UUID, quand=DEBUT) -> bool:
    with ecriture(db):
        return prendre(db, tache_id, quand) is not None


def relue(db: Session, tache_id: uuid.UUID) -> Tache:
    db.rollback()
    return db.get_one(Tache, tache_id)


def rendre(db: Session, tache_id: uuid.UUID, quand=DEBUT) -> None:
    with ecriture(db):
        abandonner(db, db.get_one(Tache, tache_id), "StockageIndisponible: coupé", quand)


def test_a_task_is_claimed_by_one_worker_alone(app: Flask, tache: uuid.UUID) -> None:
    resultats = ensemble(app, *[lambda db: prise(db, tache)] * 6)
    assert sorted(resultats) == [False] * 5 + [True]


def test_a_task_held_is_not_taken_before_its_lease_ends(db: Session, tache: uuid.UUID) -> None:
    assert prise(db, tache)
    assert not prise(db, tache, DEBUT + BAIL)
    assert tache not in en_souffrance(db, DEBUT + BAIL)
    assert tache in en_souffrance(db, DEBUT + BAIL + UNE_SECONDE)
    assert prise(db, tache, DEBUT + BAIL + UNE_SECONDE)
    assert relue(db, tache).essais == 2


def test_a_worker_alive_keeps_its_lease(db: Session, tache: uuid.UUID) -> None:
    prise(db, tache)
    with ecriture(db):
        prolonger(db, tache, DEBUT + BAIL)
    assert not prise(db, tache, DEBUT + 2 * BAIL)
    assert prise(db, tache, DEBUT + 2 * BAIL + UNE_SECONDE)


def test_a_task_done_is_done(db: Session, tache: uuid.UUID) -> None:
    prise(db, tache)
    with ecriture(db):
        terminer(db, db.get_one(Tache, tache), DEBUT)
    assert not prise(db, tache, DEBUT + timedelta(days=1))
    assert en_souffrance(db, DEBUT + timedelta(days=1)) == []
    assert relue(db, tache).finie_le == DEBUT


def test_a_task_given_back_waits_longer_each_time_up_to_a_limit(
    db: Session, tache: uuid.UUID
) -> None:
    attentes, quand = [], DEBUT
    for _ in range(ESSAIS_MAX - 1):
        assert prise(db, tache, quand)
        rendre(db, tache, quand)
        attente = relue(db, tache).pas_avant - quand
        assert not prise(db, tache, quand + attente - UNE_SECONDE)
        attentes.append(attente)
        quand += attente
    assert attentes == sorted(attentes)
    assert (attentes[0], attentes[-1]) == (timedelta(seconds=2), ATTENTE_MAX)


def test_after_too_many_faults_a_task_is_set_aside_and_still_seen(
    db: Session, tache: uuid.UUID
) -> None:
    quand = DEBUT
    for _ in range(ESSAIS_MAX):
        assert prise(db, tache, quand)
        rendre(db, tache, quand)
        quand += ATTENTE_MAX
    assert not prise(db, tache, quand)
    assert en_souffrance(db, quand) == []
    mise_de_cote = relue(db, tache)
    assert (mise_de_cote.etat, mise_de_cote.essais) == ("echouee", ESSAIS_MAX)
    assert mise_de_cote.erreur == "StockageIndisponible: coupé"


def test_the_database_knows_four_states(db: Session, tache: uuid.UUID) -> None:
    with pytest.raises(IntegrityError), ecriture(db):
        db.get_one(Tache, tache).etat = "perdue"


def test_the_sweep_gives_the_oldest_first_and_not_all_at_once(db: Session) -> None:
    with ecriture(db):
        ids = [
            planifier(db, "essai", {}, DEBUT + timedelta(minutes=minute)).id
            for minute in (3, 1, 2, 9)
        ]
    vues = en_souffrance(db, DEBUT + timedelta(minutes=5), limite=2)
    assert list(vues) == [ids[1], ids[2]]
