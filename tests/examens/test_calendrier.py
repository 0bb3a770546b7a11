"""Deadlines: instants with a zone; a dérogation only lengthens."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.base import ecriture
from app.examens.calendrier import Calendrier, Moment, calendrier_de, calendriers_de
from app.examens.models import Derogation, Echeance, Inscription, SessionExamen
from tests.gestes import DEBUT
from tests.monde import CLOTURE, OUVERTURE, Monde, personne_nommee

UNE_SECONDE = timedelta(seconds=1)
MARGE = timedelta(minutes=30)
CALENDRIER = Calendrier(OUVERTURE, CLOTURE, "Europe/Paris", MARGE)


@pytest.mark.parametrize(
    ("instant", "moment"),
    [
        (OUVERTURE - UNE_SECONDE, Moment.A_VENIR),
        (OUVERTURE, Moment.OUVERT),
        (CLOTURE, Moment.OUVERT),
        (CLOTURE + UNE_SECONDE, Moment.CLOS),
    ],
)
def test_the_deadline_itself_is_still_in_time(instant, moment: Moment) -> None:
    assert CALENDRIER.moment(instant) is moment


@pytest.mark.parametrize(
    ("debut", "fin", "en_temps"),
    [
        (CLOTURE, CLOTURE + MARGE, True),
        (CLOTURE, CLOTURE + MARGE + UNE_SECONDE, False),
        (CLOTURE + UNE_SECONDE, CLOTURE + 2 * UNE_SECONDE, False),
        (DEBUT, DEBUT + UNE_SECONDE, True),
    ],
)
def test_what_counts_is_the_start_of_the_upload(debut, fin, en_temps: bool) -> None:
    assert CALENDRIER.est_en_temps(debut, fin) is en_temps


def deroger(db: Session, monde: Monde, *clotures) -> None:
    auteur = personne_nommee(db, monde.responsable)
    with ecriture(db):
        for cloture in clotures:
            db.add(
                Derogation(
                    inscription_id=monde.e8,
                    cloture=cloture,
                    motif="Hospitalisation.",
                    auteur_id=auteur.id,
                    accordee_le=DEBUT,
                )
            )


def calendrier(db: Session, inscription_id) -> Calendrier:
    trouve = calendrier_de(db, db.get_one(Inscription, inscription_id))
    assert trouve is not None
    return trouve


def test_a_derogation_lengthens_for_its_inscription_alone(db: Session, monde: Monde) -> None:
    tard = CLOTURE + timedelta(days=3)
    deroger(db, monde, tard)
    assert (calendrier(db, monde.e8).cloture, calendrier(db, monde.e8).derogation) == (tard, True)
    assert calendrier(db, monde.e5).cloture == CLOTURE
    assert calendrier(db, monde.e8_autre).derogation is False


def test_an_earlier_derogation_changes_nothing(db: Session, monde: Monde) -> None:
    deroger(db, monde, CLOTURE - timedelta(days=3))
    assert calendrier(db, monde.e8).cloture == CLOTURE
    assert calendrier(db, monde.e8).derogation is False


def test_of_several_derogations_the_latest_deadline_counts(db: Session, monde: Monde) -> None:
    deroger(db, monde, *(CLOTURE + timedelta(days=n) for n in (2, 5, 1)))
    assert calendrier(db, monde.e8).cloture == CLOTURE + timedelta(days=5)


def test_each_academie_has_its_own_zone(db: Session, monde: Monde) -> None:
    assert calendrier(db, monde.e8).fuseau == "Europe/Paris"
    assert calendrier(db, monde.e8_rattachee).fuseau == "Indian/Reunion"


def test_the_margin_is_that_of_the_session(db: Session, monde: Monde) -> None:
    with ecriture(db):
        db.get_one(SessionExamen, monde.session).marge_minutes = 5
    assert calendrier(db, monde.e8).marge == timedelta(minutes=5)


def test_without_a_deadline_there_is_no_calendar(db: Session, monde: Monde) -> None:
    with ecriture(db):
        db.query(Echeance).filter_by(epreuve="E8").delete()
    assert calendrier_de(db, db.get_one(Inscription, monde.e8)) is None
    deux = [db.get_one(Inscription, i) for i in (monde.e5, monde.e8)]
    assert list(calendriers_de(db, deux)) == [deux[0]]


def test_the_database_refuses_a_deadline_before_its_opening(db: Session, monde: Monde) -> None:
    with pytest.raises(IntegrityError), ecriture(db):
        db.query(Echeance).update({"cloture": OUVERTURE})


def test_the_database_refuses_a_derogation_without_its_reason(db: Session, monde: Monde) -> None:
    auteur = personne_nommee(db, monde.responsable).id
    sans_motif = {"inscription_id": monde.e8, "motif": "", "auteur_id": auteur}
    with pytest.raises(IntegrityError), ecriture(db):
        db.add(Derogation(cloture=CLOTURE, accordee_le=DEBUT, **sans_motif))


def test_an_instant_without_its_zone_is_refused(db: Session, monde: Monde) -> None:
    with pytest.raises(Exception, match="time zone"), ecriture(db):
        db.query(Echeance).update({"cloture": CLOTURE.replace(tzinfo=None)})
