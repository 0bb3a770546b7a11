"""What a commission may read, and the kit that it takes away: whole, said, journalled."""

import io
import uuid
import zipfile
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.base import ecriture
from app.journal import Evenement
from app.oraux.kits import UNE_REMISE, kit_de, remettre
from app.oraux.lectures import (
    commission_de,
    commission_ouverte,
    commissions_de,
    dossier_de_passage,
    dossiers_de,
)
from app.oraux.models import Commission, Membre, Passage
from app.oraux.refus import FenetreFermee
from app.refus import Introuvable
from app.stockage.erreurs import StockageIndisponible
from tests.doublures import StockageMemoire
from tests.gestes import DEBUT, Depositaire, juger
from tests.monde import Monde, personne_nommee


def la_commission(db: Session, monde: Monde) -> Commission:
    return commission_de(db, personne_nommee(db, monde.membre), monde.commission)


def test_a_member_finds_its_own_commissions_only(db: Session, monde: Monde) -> None:
    membre = personne_nommee(db, monde.membre)
    assert [c.id for c in commissions_de(db, membre)] == [monde.commission]
    for autre in (monde.commission_ailleurs, uuid.uuid4()):
        with pytest.raises(Introuvable):
            commission_de(db, membre, autre)


def test_who_left_a_commission_reads_it_no_more(db: Session, monde: Monde) -> None:
    membre = personne_nommee(db, monde.membre)
    with ecriture(db):
        db.query(Membre).filter_by(compte_id=membre.id).delete()
    with pytest.raises(Introuvable):
        commission_de(db, membre, monde.commission)


@pytest.mark.parametrize(
    ("ecart", "ouverte"),
    [
        (timedelta(days=-1, seconds=-1), False),
        (timedelta(days=-1), True),
        (timedelta(days=20, seconds=-1), True),
        (timedelta(days=20), False),
    ],
)
def test_a_commission_reads_within_its_window(
    db: Session, monde: Monde, ecart: timedelta, ouverte: bool
) -> None:
    demande = (db, personne_nommee(db, monde.membre), monde.commission, DEBUT + ecart)
    if ouverte:
        assert commission_ouverte(*demande).id == monde.commission
        return
    with pytest.raises(FenetreFermee):
        commission_ouverte(*demande)


def test_a_passage_is_read_through_its_own_commission_only(db: Session, monde: Monde) -> None:
    commission = la_commission(db, monde)
    assert dossier_de_passage(db, commission, monde.passage).passage.id == monde.passage
    with pytest.raises(Introuvable):
        dossier_de_passage(db, commission, monde.passage_ailleurs)


def test_a_conforme_and_a_dossier_under_review_are_both_heard(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    """Doubt on the day: the commission interrogates all the same (circular, 3.1)."""
    assert [d.situation for d in dossiers_de(db, la_commission(db, monde))] == ["en-instruction"]
    for piece in ("dossier", "fiche"):
        depositaire.deposer(monde.e8, piece)
    juger(db, monde.gestionnaire, monde.e8)
    (dossier,) = dossiers_de(db, la_commission(db, monde))
    assert (dossier.situation, dossier.est_interroge) == ("conforme", True)


class StockageCoupe(StockageMemoire):
    def size(self, cle: str) -> int:
        raise StockageIndisponible("coupé")


def test_when_the_stockage_is_down_no_kit_is_begun(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    depositaire.deposer(monde.e8)
    with pytest.raises(StockageIndisponible):
        kit_de(db, StockageCoupe(), la_commission(db, monde))


def remises(db: Session) -> int:
    db.rollback()
    acte = Evenement.acte == "commission:kit:telecharge"
    return db.scalar(select(func.count()).select_from(Evenement).where(acte)) or 0


def test_a_hand_over_is_written_once_however_often_its_download_resumes(
    app: Flask, db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    depositaire.deposer(monde.e8)
    stockage, membre = app.extensions["stockage"], personne_nommee(db, monde.membre)

    def prendre(quand: datetime) -> int:
        commission = la_commission(db, monde)
        remettre(db, kit_de(db, stockage, commission), commission, membre, quand)
        return remises(db)

    assert [prendre(DEBUT), prendre(DEBUT + timedelta(minutes=1))] == [1, 1]
    assert prendre(DEBUT + UNE_REMISE) == 2
    depositaire.deposer(monde.e8)
    assert prendre(DEBUT + UNE_REMISE) == 3


def test_the_same_dossiers_make_the_same_kit_of_a_size_known_in_advance(
    app: Flask, db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    for piece in ("dossier", "fiche", "annexes", "annexes"):
        depositaire.deposer(monde.e8, piece)
    stockage, commission = app.extensions["stockage"], la_commission(db, monde)
    un, deux = (kit_de(db, stockage, commission).archive for _ in range(2))
    octets = b"".join(un.lire())
    assert (len(octets), un.etag) == (un.taille, deux.etag)
    assert octets == b"".join(deux.lire())
    noms = zipfile.ZipFile(io.BytesIO(octets)).namelist()
    fins = sorted(nom.rpartition("/")[2] for nom in noms)
    attendus = ["ABSENTS.txt", "SHA256SUMS", "annexes-2.pdf", "annexes.pdf"]
    assert fins == [*attendus, "dossier.pdf", "fiche.pdf"]


@pytest.mark.parametrize(
    "double",
    [
        lambda monde: {"inscription_id": monde.e8, "debut": DEBUT},
        lambda monde: {"inscription_id": monde.e8_autre, "debut": DEBUT + timedelta(days=10)},
    ],
    ids=["twice the same candidate", "two candidates at one hour"],
)
def test_the_database_refuses_an_impossible_passage(db: Session, monde: Monde, double) -> None:
    with pytest.raises(IntegrityError), ecriture(db):
        db.add(Passage(commission_id=monde.commission, **double(monde)))
