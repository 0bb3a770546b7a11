"""Commissions and what they hear."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base, identifiant
from app.comptes.models import Compte
from app.examens.models import FORMES, Academie, Inscription, SessionExamen


class Commission(Base):
    """A commission for one épreuve and forme; its members read dossiers within its window."""

    __tablename__ = "commissions"
    __table_args__ = (
        CheckConstraint(FORMES, name="forme"),
        CheckConstraint("ouvre_le < ferme_le", name="fenetre"),
        UniqueConstraint("session_id", "nom"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions_examen.id"))
    academie_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"), index=True)
    epreuve: Mapped[str] = mapped_column(String(10))
    forme: Mapped[str] = mapped_column(String(10))
    nom: Mapped[str] = mapped_column(String(80))
    lieu: Mapped[str] = mapped_column(String(160))
    ouvre_le: Mapped[datetime]
    ferme_le: Mapped[datetime]

    session: Mapped[SessionExamen] = relationship()
    academie: Mapped[Academie] = relationship()
    membres: Mapped[list["Membre"]] = relationship(back_populates="commission")
    passages: Mapped[list["Passage"]] = relationship(
        back_populates="commission", order_by="Passage.debut"
    )

    @property
    def chaine(self) -> str:
        """The journal chain of what is done with this commission."""
        return f"commission:{self.id}"


class Membre(Base):
    """A person who sits, and in which quality (circular, 3.1, composition of commissions)."""

    __tablename__ = "membres"
    __table_args__ = (
        CheckConstraint("qualite IN ('economie-gestion', 'sti', 'professionnel')", name="qualite"),
    )

    commission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("commissions.id"), primary_key=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("comptes.id"), primary_key=True, index=True
    )
    qualite: Mapped[str] = mapped_column(String(20))

    commission: Mapped[Commission] = relationship(back_populates="membres")
    compte: Mapped[Compte] = relationship()


class Passage(Base):
    """One candidate before one commission, at one hour."""

    __tablename__ = "passages"
    __table_args__ = (UniqueConstraint("commission_id", "debut"),)

    id: Mapped[uuid.UUID] = identifiant()
    commission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("commissions.id"))
    inscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inscriptions.id"), unique=True)
    debut: Mapped[datetime]

    commission: Mapped[Commission] = relationship(back_populates="passages")
    inscription: Mapped[Inscription] = relationship()
