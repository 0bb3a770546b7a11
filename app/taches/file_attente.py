"""The rows of work, and the lease by which one worker at a time holds one."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, and_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.base import Base, identifiant

BAIL = timedelta(seconds=30)
"""How long a worker holds a task without a sign of life."""

ESSAIS_MAX = 12
ATTENTE_MAX = timedelta(minutes=10)


class Tache(Base):
    __tablename__ = "taches"
    __table_args__ = (
        CheckConstraint("etat IN ('a-faire', 'en-cours', 'faite', 'echouee')", name="etat"),
        Index("ix_taches_attente", "etat", "pas_avant"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    genre: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]]
    etat: Mapped[str] = mapped_column(String(10), default="a-faire")
    essais: Mapped[int] = mapped_column(default=0)
    pas_avant: Mapped[datetime]
    bail_jusqu: Mapped[datetime | None]
    creee_le: Mapped[datetime]
    finie_le: Mapped[datetime | None]
    erreur: Mapped[str | None] = mapped_column(Text)


def planifier(db: Session, genre: str, arguments: dict[str, Any], maintenant: datetime) -> Tache:
    """Add work to do, in the current transaction; the queue is woken after its commit."""
    tache = Tache(
        id=uuid.uuid4(), genre=genre, arguments=arguments, creee_le=maintenant, pas_avant=maintenant
    )
    db.add(tache)
    db.info.setdefault("taches_planifiees", []).append(tache.id)
    return tache


def prendre(db: Session, tache_id: uuid.UUID, maintenant: datetime) -> Tache | None:
    """Claim a task: its lease is ours, or None when it is done, held or not yet due.

    To be called inside a write transaction.
    """
    libre = and_(Tache.etat == "a-faire", Tache.pas_avant <= maintenant)
    perdue = and_(Tache.etat == "en-cours", Tache.bail_jusqu < maintenant)
    prise = db.execute(
        update(Tache)
        .where(Tache.id == tache_id, or_(libre, perdue))
        .values(etat="en-cours", essais=Tache.essais + 1, bail_jusqu=maintenant + BAIL)
        .returning(Tache.id)
    ).scalar_one_or_none()
    return db.get_one(Tache, prise, populate_existing=True) if prise else None


def prolonger(db: Session, tache_id: uuid.UUID, maintenant: datetime) -> None:
    """Say that the worker is alive: the lease starts again."""
    db.execute(
        update(Tache)
        .where(Tache.id == tache_id, Tache.etat == "en-cours")
        .values(bail_jusqu=maintenant + BAIL)
    )


def terminer(db: Session, tache: Tache, maintenant: datetime) -> None:
    tache.etat, tache.finie_le, tache.erreur, tache.bail_jusqu = "faite", maintenant, None, None


def abandonner(db: Session, tache: Tache, erreur: str, maintenant: datetime) -> None:
    """Give a task back after a fault: tried again later, longer and longer, then set aside.

    A task set aside stays visible to the administrateur; it is never deleted.
    """
    tache.erreur, tache.bail_jusqu = erreur[:2000], None
    tache.etat = "echouee" if tache.essais >= ESSAIS_MAX else "a-faire"
    tache.pas_avant = maintenant + min(timedelta(seconds=2**tache.essais), ATTENTE_MAX)


def reporter(db: Session, tache_id: uuid.UUID, jusqu_a: datetime) -> None:
    """Put a task back without fault of its own: it is not counted as a try."""
    db.execute(
        update(Tache)
        .where(Tache.id == tache_id, Tache.etat == "en-cours")
        .values(etat="a-faire", essais=Tache.essais - 1, bail_jusqu=None, pas_avant=jusqu_a)
    )


def en_souffrance(db: Session, maintenant: datetime, limite: int = 200) -> Sequence[uuid.UUID]:
    """Tasks that nobody holds and that are due: never sent, given back, or their worker died."""
    return db.scalars(
        select(Tache.id)
        .where(
            or_(
                and_(Tache.etat == "a-faire", Tache.pas_avant <= maintenant),
                and_(Tache.etat == "en-cours", Tache.bail_jusqu < maintenant),
            )
        )
        .order_by(Tache.pas_avant)
        .limit(limite)
    ).all()
