"""The account of a person, and its role."""

import secrets
import uuid
from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base, identifiant
from app.journal import Auteur


class Role(StrEnum):
    CANDIDAT = "candidat"
    ETABLISSEMENT = "etablissement"
    GESTIONNAIRE = "gestionnaire"
    RESPONSABLE = "responsable"
    COMMISSION = "commission"
    ADMINISTRATEUR = "administrateur"


ROLES = ", ".join(f"'{role}'" for role in Role)


def nouveau_jeton() -> str:
    return secrets.token_urlsafe(24)


class Compte(UserMixin, Base):
    """One person's account. The cookie holds `jeton`: renew it, and all its sessions end."""

    __tablename__ = "comptes"
    __table_args__ = (CheckConstraint(f"role IN ({ROLES})", name="role"),)

    id: Mapped[uuid.UUID] = identifiant()
    identifiant: Mapped[str] = mapped_column(String(254), unique=True)
    courriel: Mapped[str | None] = mapped_column(String(254))
    nom_affiche: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    mot_de_passe: Mapped[str] = mapped_column(String(200))
    jeton: Mapped[str] = mapped_column(String(40), unique=True, default=nouveau_jeton)
    actif: Mapped[bool] = mapped_column(default=True)
    cree_le: Mapped[datetime]

    def get_id(self) -> str:
        return self.jeton

    @property
    def is_active(self) -> bool:
        return self.actif

    @property
    def auteur(self) -> Auteur:
        """This person as the author of an act."""
        return Auteur(self.id, self.role)
