"""Removing the demonstration: all of it, and nothing that is not its own."""

import uuid
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.base import ecriture
from app.cli.demo import charger_demo, demo_chargee
from app.cli.prealables import Empechement
from app.demo.identites import identite
from app.demo.refus import DemoImpossible
from app.demo.retrait import retirer
from app.examens.models import Academie, Candidat, SessionExamen
from tests.demo.conftest import INSTANT, fichiers, rangees


def une_session(db: Session, sigle: str) -> SessionExamen:
    ligne = SessionExamen(
        id=uuid.uuid4(), sigle=sigle, annee=2026, reglement="ccst-2026", taille_max=1_000_000
    )
    db.add(ligne)
    db.flush()
    return ligne


def un_candidat(session: SessionExamen, academie_id: uuid.UUID) -> Candidat:
    return Candidat(
        id=uuid.uuid4(),
        session_id=session.id,
        numero="0123",
        nom="Essai",
        prenom="Vrai",
        date_naissance=date(2005, 1, 1),
        statut="individuel",
        academie_id=academie_id,
    )


@pytest.fixture
def reelle(db: Session) -> SessionExamen:
    """A session that is not the demonstration's, with its académie and a candidate."""
    with ecriture(db):
        session = une_session(db, "MCO")
        academie = Academie(id=uuid.uuid4(), code="AIX", nom="Ailleurs", fuseau="Europe/Paris")
        db.add(academie)
        db.flush()
        db.add(un_candidat(session, academie.id))
    return session


def test_removal_leaves_the_base_and_the_stockage_as_they_were(
    app: Flask, db: Session, reelle: SessionExamen
) -> None:
    app.extensions["stockage"].put("versions/00/autre", iter([b"pas a la demo"]))
    avant = rangees(app), fichiers(app)
    charger_demo(app, INSTANT)
    pendant = rangees(app), fichiers(app)
    retrait = retirer(db, app.extensions["stockage"])
    assert retrait is not None
    assert (rangees(app), fichiers(app)) == avant
    assert retrait.fichiers == len(pendant[1] - avant[1])
    ecarts = {t: n - avant[0][t] for t, n in pendant[0].items() if n != avant[0][t]}
    assert dict(retrait.rangees) == ecarts
    assert not demo_chargee(app)
    assert charger_demo(app, INSTANT, meler=True)
    assert rangees(app) == pendant[0]


def test_a_real_row_that_leans_on_it_stops_the_removal_whole(
    app: Flask, db: Session, reelle: SessionExamen
) -> None:
    charger_demo(app, INSTANT)
    with ecriture(db):
        db.add(un_candidat(une_session(db, "NDRC"), identite("academie", "normandie")))
    avant = rangees(app), fichiers(app)
    with pytest.raises(DemoImpossible, match="Rien n’a été retiré"):
        retirer(db, app.extensions["stockage"])
    assert (rangees(app), fichiers(app)) == avant


def test_there_is_nothing_to_remove_from_an_empty_base(app: Flask, db: Session) -> None:
    assert retirer(db, app.extensions["stockage"]) is None


def test_a_real_session_of_the_same_name_is_left_alone(app: Flask, db: Session) -> None:
    with ecriture(db):
        une_session(db, "CCST")
    avant = rangees(app)
    with pytest.raises(Empechement, match="existe déjà"):
        charger_demo(app, INSTANT)
    assert rangees(app) == avant
