"""The figures of the service as its administrateur sees them: no person, no dossier."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.depots.models import Tentative, Version
from app.taches import Tache


@dataclass(frozen=True)
class Bilan:
    """Counts; `octets` in bytes, `plus_ancienne` the oldest task that waits."""

    versions: int
    octets: int
    taches_en_attente: int
    taches_echouees: int
    plus_ancienne: datetime | None
    envois_manques: int


def bilan(db: Session) -> Bilan:
    """The state of the service now."""
    versions, octets = db.execute(select(func.count(), func.sum(Version.taille))).one()
    attente = select(func.count(), func.min(Tache.creee_le)).where(
        Tache.etat.in_(("a-faire", "en-cours"))
    )
    nombre, plus_ancienne = db.execute(attente).one()
    echouees = db.scalar(select(func.count()).where(Tache.etat == "echouee"))
    manques = db.scalar(select(func.count()).where(Tentative.faute == "service"))
    return Bilan(versions, octets or 0, nombre, echouees or 0, plus_ancienne, manques or 0)
