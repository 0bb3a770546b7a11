"""The exam's own tables: an exam session, its places, its candidates, its deadlines."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base, identifiant
from app.comptes.models import Compte


class Statut(StrEnum):
    """The statut of a candidate, as the circular names them (domain, « Who »)."""

    SCOLAIRE_PUBLIC = "scolaire-public"
    SCOLAIRE_PRIVE_SOUS_CONTRAT = "scolaire-prive-sous-contrat"
    SCOLAIRE_HORS_CONTRAT = "scolaire-hors-contrat"
    APPRENTI = "apprenti"
    FORMATION_CONTINUE = "formation-continue"
    ENSEIGNEMENT_A_DISTANCE = "enseignement-a-distance"
    INDIVIDUEL = "individuel"


STATUTS = ", ".join(f"'{statut}'" for statut in Statut)
FORMES = "forme IN ('ccf', 'ponctuelle')"


class Academie(Base):
    __tablename__ = "academies"

    id: Mapped[uuid.UUID] = identifiant()
    code: Mapped[str] = mapped_column(String(8), unique=True)
    nom: Mapped[str] = mapped_column(String(80))
    fuseau: Mapped[str] = mapped_column(String(40))


class Etablissement(Base):
    __tablename__ = "etablissements"

    id: Mapped[uuid.UUID] = identifiant()
    uai: Mapped[str] = mapped_column(String(8), unique=True)
    nom: Mapped[str] = mapped_column(String(120))
    ville: Mapped[str] = mapped_column(String(80))
    academie_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"), index=True)

    academie: Mapped[Academie] = relationship()


class SessionExamen(Base):
    """One BTS, one year, one règlement. `marge` is the time left to an upload begun in time."""

    __tablename__ = "sessions_examen"
    __table_args__ = (UniqueConstraint("sigle", "annee"),)

    id: Mapped[uuid.UUID] = identifiant()
    sigle: Mapped[str] = mapped_column(String(20))
    annee: Mapped[int]
    reglement: Mapped[str] = mapped_column(String(60))
    marge_minutes: Mapped[int] = mapped_column(default=30)
    taille_max: Mapped[int]
    fictive: Mapped[bool] = mapped_column(default=False)


class Regroupement(Base):
    """A pilote académie and the académies attached to it, for one session (circular, 1.3)."""

    __tablename__ = "regroupements"
    __table_args__ = (UniqueConstraint("session_id", "rattachee_id"),)

    id: Mapped[uuid.UUID] = identifiant()
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions_examen.id"))
    pilote_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"), index=True)
    rattachee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"), index=True)


class Candidat(Base):
    __tablename__ = "candidats"
    __table_args__ = (
        UniqueConstraint("session_id", "numero"),
        CheckConstraint(f"statut IN ({STATUTS})", name="statut"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions_examen.id"), index=True)
    compte_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comptes.id"), unique=True)
    numero: Mapped[str] = mapped_column(String(20))
    nom: Mapped[str] = mapped_column(String(80))
    prenom: Mapped[str] = mapped_column(String(80))
    date_naissance: Mapped[date]
    courriel: Mapped[str | None] = mapped_column(String(254))
    statut: Mapped[str] = mapped_column(String(40))
    academie_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"), index=True)
    etablissement_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("etablissements.id"), index=True
    )

    session: Mapped[SessionExamen] = relationship()
    academie: Mapped[Academie] = relationship()
    etablissement: Mapped[Etablissement | None] = relationship()
    inscriptions: Mapped[list["Inscription"]] = relationship(back_populates="candidat")

    @property
    def nom_complet(self) -> str:
        return f"{self.nom.upper()} {self.prenom}"


class Inscription(Base):
    """A candidate at one épreuve, in one forme (circular, 1.4: it comes with the import)."""

    __tablename__ = "inscriptions"
    __table_args__ = (
        UniqueConstraint("candidat_id", "epreuve"),
        CheckConstraint(FORMES, name="forme"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    candidat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("candidats.id"))
    epreuve: Mapped[str] = mapped_column(String(10), index=True)
    forme: Mapped[str] = mapped_column(String(10))

    candidat: Mapped[Candidat] = relationship(back_populates="inscriptions")
    derogations: Mapped[list["Derogation"]] = relationship()

    @property
    def chaine(self) -> str:
        """The journal chain of everything done about this inscription."""
        return f"inscription:{self.id}"


class Echeance(Base):
    """Opening and deadline of an épreuve in one forme and one académie."""

    __tablename__ = "echeances"
    __table_args__ = (
        UniqueConstraint("session_id", "academie_id", "epreuve", "forme"),
        CheckConstraint(FORMES, name="forme"),
        CheckConstraint("ouverture < cloture", name="ordre"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sessions_examen.id"))
    academie_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"))
    epreuve: Mapped[str] = mapped_column(String(10))
    forme: Mapped[str] = mapped_column(String(10))
    ouverture: Mapped[datetime]
    cloture: Mapped[datetime]


class Derogation(Base):
    """A later deadline for one inscription. It only lengthens, with a reason and an author."""

    __tablename__ = "derogations"
    __table_args__ = (CheckConstraint("length(motif) > 0", name="motif"),)

    id: Mapped[uuid.UUID] = identifiant()
    inscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inscriptions.id"), index=True)
    cloture: Mapped[datetime]
    motif: Mapped[str] = mapped_column(String(500))
    auteur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    accordee_le: Mapped[datetime]


class Poste(Base):
    """A member of staff and the académie it works for."""

    __tablename__ = "postes"

    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), primary_key=True)
    academie_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("academies.id"), primary_key=True)

    compte: Mapped[Compte] = relationship()
    academie: Mapped[Academie] = relationship()


class Referent(Base):
    """The person of an établissement who follows its candidates, read-only."""

    __tablename__ = "referents"

    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"), primary_key=True)
    etablissement_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("etablissements.id"), primary_key=True
    )

    etablissement: Mapped[Etablissement] = relationship()
