"""Verdicts: added, never edited. The database itself refuses what the law refuses."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base, identifiant
from app.comptes.models import Compte
from app.depots.models import Version
from app.examens.models import Inscription


class Decision(StrEnum):
    CONFORME = "conforme"
    NON_CONFORME = "non-conforme"
    A_REGULARISER = "a-regulariser"


DECISIONS = ", ".join(f"'{decision}'" for decision in Decision)


class Proposition(Base):
    """A « non conforme » drafted by a gestionnaire; it waits for a responsable.

    Answered once: confirmed (a Verdict then exists) or declined, with reasons.
    """

    __tablename__ = "propositions"
    __table_args__ = (
        CheckConstraint("reponse IN ('confirmee', 'declinee', 'retiree')", name="reponse"),
        CheckConstraint("(reponse IS NULL) = (repondu_par_id IS NULL)", name="repondant"),
        CheckConstraint("(reponse IS NULL) = (repondu_le IS NULL)", name="repondu"),
        CheckConstraint("reponse <> 'declinee' OR length(raisons) > 0", name="raisons"),
        CheckConstraint(
            "reponse IS NULL OR reponse = 'retiree' OR repondu_par_id <> auteur_id",
            name="quatre_yeux",
        ),
        Index(
            "uq_propositions_en_attente",
            "inscription_id",
            unique=True,
            sqlite_where=text("reponse IS NULL"),
            postgresql_where=text("reponse IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = identifiant()
    inscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inscriptions.id"))
    motifs: Mapped[list[Any]]
    texte: Mapped[str] = mapped_column(Text)
    raison: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why the verdict in force is to be corrected; empty when there is none."""
    versions_vues: Mapped[list[Any]]
    auteur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    proposee_le: Mapped[datetime]
    reponse: Mapped[str | None] = mapped_column(String(10))
    raisons: Mapped[str] = mapped_column(Text, default="")
    repondu_par_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comptes.id"))
    repondu_le: Mapped[datetime | None]

    inscription: Mapped[Inscription] = relationship()
    auteur: Mapped[Compte] = relationship(foreign_keys=auteur_id)


class Verdict(Base):
    """A decision in force. `remplace_id` names the verdict that it corrects: one chain each.

    Circular 3.2 and arrêté of 22 July 2008: a « non conforme » costs the diploma, so it
    needs a ground and a second person, and the database refuses it without.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        CheckConstraint(f"decision IN ({DECISIONS})", name="decision"),
        CheckConstraint(
            "decision <> 'non-conforme' OR "
            "(nombre_motifs > 0 AND confirme_par_id IS NOT NULL AND confirme_par_id <> auteur_id)",
            name="quatre_yeux",
        ),
        CheckConstraint("decision <> 'a-regulariser' OR length(texte) > 0", name="texte"),
        CheckConstraint("remplace_id IS NULL OR length(raison) > 0", name="raison"),
        CheckConstraint("remplace_id IS NULL OR remplace_id <> id", name="chaine"),
        Index(
            "uq_verdicts_premier",
            "inscription_id",
            unique=True,
            sqlite_where=text("remplace_id IS NULL"),
            postgresql_where=text("remplace_id IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = identifiant()
    inscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inscriptions.id"), index=True)
    decision: Mapped[str] = mapped_column(String(20))
    motifs: Mapped[list[Any]]
    nombre_motifs: Mapped[int]
    texte: Mapped[str] = mapped_column(Text)
    versions_vues: Mapped[list[Any]]
    auteur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    confirme_par_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comptes.id"))
    prononce_le: Mapped[datetime]
    remplace_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("verdicts.id"), unique=True)
    raison: Mapped[str] = mapped_column(Text, default="")

    inscription: Mapped[Inscription] = relationship()
    auteur: Mapped[Compte] = relationship(foreign_keys=auteur_id)
    confirme_par: Mapped[Compte | None] = relationship(foreign_keys=confirme_par_id)
    accuse: Mapped["AccuseLecture | None"] = relationship()

    def porte_sur(self, versions: Iterable[Version]) -> bool:
        """Whether these are the very files that were examined."""
        return {vue["id"] for vue in self.versions_vues} == {str(v.id) for v in versions}


class AccuseLecture(Base):
    """The candidate has opened the decision: the instant is kept, once."""

    __tablename__ = "accuses_lecture"

    verdict_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("verdicts.id"), primary_key=True)
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    lu_le: Mapped[datetime]
