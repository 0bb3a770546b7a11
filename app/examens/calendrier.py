"""When a file may be handed in. Every instant is shown in the académie's own zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.examens.models import Academie, Candidat, Derogation, Echeance, Inscription, SessionExamen


class Moment(StrEnum):
    A_VENIR = "a-venir"
    OUVERT = "ouvert"
    CLOS = "clos"


@dataclass(frozen=True)
class Calendrier:
    """Opening and deadline of one inscription, dérogation included.

    `marge` is what an upload begun before the deadline has to finish; it is not announced.
    """

    ouverture: datetime
    cloture: datetime
    fuseau: str
    marge: timedelta
    derogation: bool = False

    def moment(self, instant: datetime) -> Moment:
        if instant < self.ouverture:
            return Moment.A_VENIR
        return Moment.OUVERT if instant <= self.cloture else Moment.CLOS

    def urgence(self, instant: datetime) -> tuple[int, datetime]:
        """A sorting key: what closes first among the open, then what opens, then the closed."""
        rang = {Moment.OUVERT: 0, Moment.A_VENIR: 1, Moment.CLOS: 2}[self.moment(instant)]
        return rang, self.cloture

    def est_en_temps(self, debut: datetime, fin: datetime) -> bool:
        """The fair clock: begun by the deadline, and finished by then or within the margin."""
        return debut <= self.cloture and fin <= self.cloture + self.marge


JAMAIS = datetime.max.replace(tzinfo=UTC)


def par_urgence(
    inscriptions: Iterable[Inscription],
    calendriers: Mapping[Inscription, Calendrier],
    instant: datetime,
) -> list[Inscription]:
    """The inscriptions in the order in which they matter now; those without dates come last."""

    def cle(inscription: Inscription) -> tuple[int, datetime, str]:
        calendrier = calendriers.get(inscription)
        rang, cloture = calendrier.urgence(instant) if calendrier else (3, JAMAIS)
        return rang, cloture, inscription.epreuve

    return sorted(inscriptions, key=cle)


def calendrier_de(db: Session, inscription: Inscription) -> Calendrier | None:
    """The calendar of an inscription, or None while the académie has not set it."""
    return calendriers_de(db, [inscription]).get(inscription)


def calendriers_de(db: Session, inscriptions: list[Inscription]) -> dict[Inscription, Calendrier]:
    """The calendars of several inscriptions, in two queries whatever their number."""
    ids = [inscription.id for inscription in inscriptions]
    lignes = db.execute(
        select(Inscription.id, Echeance, Academie.fuseau, SessionExamen.marge_minutes)
        .join(Candidat, Inscription.candidat_id == Candidat.id)
        .join(Academie, Candidat.academie_id == Academie.id)
        .join(SessionExamen, Candidat.session_id == SessionExamen.id)
        .join(
            Echeance,
            (Echeance.session_id == Candidat.session_id)
            & (Echeance.academie_id == Candidat.academie_id)
            & (Echeance.epreuve == Inscription.epreuve)
            & (Echeance.forme == Inscription.forme),
        )
        .where(Inscription.id.in_(ids))
    ).all()
    accordees = db.scalars(select(Derogation).where(Derogation.inscription_id.in_(ids))).all()
    tardives: dict[object, datetime] = {}
    for derogation in accordees:
        connue = tardives.get(derogation.inscription_id, derogation.cloture)
        tardives[derogation.inscription_id] = max(connue, derogation.cloture)
    par_id = {
        ligne[0]: _calendrier(ligne[1], ligne[2], ligne[3], tardives.get(ligne[0]))
        for ligne in lignes
    }
    return {i: par_id[i.id] for i in inscriptions if i.id in par_id}


def _calendrier(
    echeance: Echeance, fuseau: str, marge_minutes: int, accordee: datetime | None
) -> Calendrier:
    """A dérogation only lengthens: an earlier one changes nothing."""
    prolonge = accordee is not None and accordee > echeance.cloture
    return Calendrier(
        ouverture=echeance.ouverture,
        cloture=accordee if prolonge and accordee else echeance.cloture,
        fuseau=fuseau,
        marge=timedelta(minutes=marge_minutes),
        derogation=prolonge,
    )
