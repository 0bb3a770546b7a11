"""Whether the demonstration is there, and whole."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.peuplement import SESSION
from app.examens.models import SessionExamen
from app.journal import Acte, Evenement

CHAINE = f"session:{SESSION}"
"""The journal chain of the fictitious session."""


class Etat(StrEnum):
    ABSENTE = "absente"
    INTERROMPUE = "interrompue"
    CHARGEE = "chargee"


def etat_de_la_demo(db: Session) -> Etat:
    """The state of the demonstration in this database."""
    if db.get(SessionExamen, SESSION) is None:
        return Etat.ABSENTE
    fin = select(Evenement.id).where(
        Evenement.chaine == CHAINE, Evenement.acte == str(Acte.DEMO_CHARGEE)
    )
    return Etat.INTERROMPUE if db.scalar(fin.limit(1)) is None else Etat.CHARGEE
