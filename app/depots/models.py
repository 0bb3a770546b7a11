"""A dépôt and every file received for it. Nothing here is edited once written."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.base import Base, identifiant
from app.examens.models import Inscription


class Depot(Base):
    """What a candidate has handed in for one épreuve. Made with the first file received."""

    __tablename__ = "depots"

    id: Mapped[uuid.UUID] = identifiant()
    inscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inscriptions.id"), unique=True)
    ouvert_le: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    """Grows with each file received: what a verdict compares with what was seen."""

    inscription: Mapped[Inscription] = relationship()
    versions: Mapped[list["Version"]] = relationship(
        back_populates="depot", order_by="Version.recu_fin, Version.rang"
    )

    __mapper_args__ = {"version_id_col": revision, "version_id_generator": False}  # noqa: RUF012


class Version(Base):
    """One received file of a pièce, whole and hashed. Never overwritten, never renamed."""

    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("depot_id", "piece", "exemplaire", "rang"),
        CheckConstraint("taille > 0", name="taille"),
        CheckConstraint("recu_debut <= recu_fin", name="instants"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    depot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("depots.id"), index=True)
    piece: Mapped[str] = mapped_column(String(20))
    exemplaire: Mapped[int] = mapped_column(default=1)
    """Which file of a pièce that allows several (annexes, supports); else always 1."""
    rang: Mapped[int]
    """1 for the first file received for this exemplaire, 2 for its replacement…"""
    nom_donne: Mapped[str] = mapped_column(String(255))
    format: Mapped[str] = mapped_column(String(10))
    """What the bytes are (« pdf », « png »…), whatever the name says."""
    taille: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    crc32: Mapped[int] = mapped_column(BigInteger)
    cle: Mapped[str] = mapped_column(String(120), unique=True)
    recu_debut: Mapped[datetime]
    recu_fin: Mapped[datetime]
    hors_delai: Mapped[bool] = mapped_column(default=False)
    auteur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))

    depot: Mapped[Depot] = relationship(back_populates="versions")
    rapports: Mapped[list["Rapport"]] = relationship(order_by="Rapport.etabli_le")

    @property
    def rapport(self) -> "Rapport | None":
        """The latest reading of this file, or None while it waits."""
        return self.rapports[-1] if self.rapports else None


class Tentative(Base):
    """Every attempt to send a file, with how it ended and whose fault it was."""

    __tablename__ = "tentatives"
    __table_args__ = (
        CheckConstraint("issue IN ('recue', 'refusee', 'echouee')", name="issue"),
        CheckConstraint("(issue = 'recue') = (version_id IS NOT NULL)", name="version"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    inscription_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inscriptions.id"), index=True)
    piece: Mapped[str] = mapped_column(String(20))
    compte_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("comptes.id"))
    debut: Mapped[datetime]
    fin: Mapped[datetime]
    issue: Mapped[str] = mapped_column(String(10))
    cause: Mapped[str] = mapped_column(String(40), default="")
    faute: Mapped[str] = mapped_column(String(10), default="")
    """« fichier », « reseau », « service », « regle », or empty when received."""
    nom_donne: Mapped[str] = mapped_column(String(255), default="")
    version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("versions.id"))


class Rapport(Base):
    """What the machine read in one version, under one revision of the rules."""

    __tablename__ = "rapports"
    __table_args__ = (
        UniqueConstraint("version_id", "revision", "moteur"),
        CheckConstraint("avis IN ('rien-a-signaler', 'a-verifier', 'illisible')", name="avis"),
    )

    id: Mapped[uuid.UUID] = identifiant()
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), index=True)
    revision: Mapped[str] = mapped_column(String(64))
    moteur: Mapped[str] = mapped_column(String(20))
    avis: Mapped[str] = mapped_column(String(20))
    pages: Mapped[int | None]
    contenu: Mapped[dict[str, Any]]
    etabli_le: Mapped[datetime]
