"""Stored files read again: what would change is told first, and nothing older is touched."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.config import RACINE
from app.depots.models import Rapport
from app.depots.relecture import appliquer, relire, versions_de_session
from app.reglement import charger
from tests.monde import DEBUT, Depositaire, Monde

REGLES = RACINE / "app" / "reglement" / "ccst_2026.toml"


def nombre_de_rapports(db: Session) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(Rapport)) or 0


@pytest.fixture
def lu(monde: Monde, depositaire: Depositaire) -> None:
    depositaire.deposer(monde.e8, debut=DEBUT - timedelta(minutes=5))
    depositaire.lire_tout()


@pytest.mark.usefixtures("lu")
def test_the_same_rules_change_nothing_and_write_nothing(
    app: Flask, db: Session, monde: Monde
) -> None:
    (version_id,) = versions_de_session(db, monde.session)
    relecture = relire(db, app.extensions["stockage"], version_id)
    assert relecture.changements == ()
    assert nombre_de_rapports(db) == 1


@pytest.mark.usefixtures("lu")
def test_other_rules_are_tried_without_being_applied(
    app: Flask, db: Session, monde: Monde, tmp_path: Path
) -> None:
    essai = tmp_path / "essai.toml"
    essai.write_text(REGLES.read_text().replace("sujets.formation", "sujets.accompagnement"))
    (version_id,) = versions_de_session(db, monde.session)
    relecture = relire(db, app.extensions["stockage"], version_id, charger(essai))
    assert any(ligne.startswith("sujet formation") for ligne in relecture.changements)
    assert nombre_de_rapports(db) == 1


@pytest.mark.usefixtures("lu")
def test_applying_adds_a_report_once_and_keeps_the_older_one(
    app: Flask, db: Session, monde: Monde, tmp_path: Path
) -> None:
    essai = tmp_path / "essai.toml"
    essai.write_text(REGLES.read_text().replace("sujets.formation", "sujets.accompagnement"))
    (version_id,) = versions_de_session(db, monde.session)
    relecture = relire(db, app.extensions["stockage"], version_id, charger(essai))
    apres = DEBUT + timedelta(hours=1)
    assert appliquer(db, iter([relecture]), lambda: apres) == 1
    assert appliquer(db, iter([relecture]), lambda: apres) == 0
    assert nombre_de_rapports(db) == 2


@pytest.mark.usefixtures("lu")
def test_a_revision_chooses_the_files_read_under_it(db: Session, monde: Monde) -> None:
    revision = db.scalars(select(Rapport.revision)).one()
    assert len(versions_de_session(db, monde.session, revision)) == 1
    assert versions_de_session(db, monde.session, "une autre") == []


@pytest.mark.usefixtures("lu")
def test_a_missing_object_is_told_and_the_others_go_on(
    app: Flask, db: Session, monde: Monde
) -> None:
    stockage = app.extensions["stockage"]
    for objet in list(stockage.keys()):
        stockage.delete(objet.cle)
    (version_id,) = versions_de_session(db, monde.session)
    relecture = relire(db, stockage, version_id)
    assert relecture.lu is None
    assert "introuvable" in relecture.changements[0]
