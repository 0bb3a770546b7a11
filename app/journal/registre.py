"""The journal's rows, chained by hash: changing or removing one is seen.

Each chain is one subject (an inscription, a commission, a person): entry n holds
the fingerprint of entry n-1, and its head is kept apart.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.base import Base
from app.journal.actes import Acte

ORIGINE = "0" * 64
INSERTIONS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Auteur:
    """Who acts: a person's account and role, or the service itself (no account)."""

    compte_id: uuid.UUID | None
    role: str


class Evenement(Base):
    """One act. Added, never changed: the database refuses an UPDATE."""

    __tablename__ = "evenements"
    __table_args__ = (UniqueConstraint("chaine", "rang"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    chaine: Mapped[str] = mapped_column(String(80))
    rang: Mapped[int]
    acte: Mapped[str] = mapped_column(String(60), index=True)
    auteur_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(20))
    donnees: Mapped[dict[str, Any]]
    le: Mapped[datetime] = mapped_column(index=True)
    precedente: Mapped[str] = mapped_column(String(64))
    empreinte: Mapped[str] = mapped_column(String(64))


class Tete(Base):
    """The head of a chain: its last rank and fingerprint, locked while an entry is added."""

    __tablename__ = "tetes"

    chaine: Mapped[str] = mapped_column(String(80), primary_key=True)
    rang: Mapped[int]
    empreinte: Mapped[str] = mapped_column(String(64))


def inscrire(
    db: Session,
    chaine: str,
    acte: Acte,
    donnees: dict[str, Any],
    auteur: Auteur,
    maintenant: datetime,
) -> Evenement:
    """Add an entry to a chain, in the transaction of the act that it tells.

    Args:
        chaine: the subject, « inscription:<id> », « commission:<id> », « compte:<id> »…
        donnees: plain JSON values: identifiers and codes, never a person's data.
    """
    tete = _tete(db, chaine)
    evenement = Evenement(
        chaine=chaine,
        rang=tete.rang + 1,
        acte=str(acte),
        auteur_id=auteur.compte_id,
        role=auteur.role,
        donnees=donnees,
        le=maintenant,
        precedente=tete.empreinte,
    )
    evenement.empreinte = empreinte_de(evenement)
    tete.rang, tete.empreinte = evenement.rang, evenement.empreinte
    db.add(evenement)
    return evenement


def _tete(db: Session, chaine: str) -> Tete:
    """The head, locked. Two first entries at once must not clash: the row is made if absent."""
    insert = INSERTIONS[db.get_bind().dialect.name]
    premiere = insert(Tete).values(chaine=chaine, rang=0, empreinte=ORIGINE)
    db.execute(premiere.on_conflict_do_nothing())
    return db.get_one(Tete, chaine, with_for_update=True, populate_existing=True)


def empreinte_de(evenement: Evenement) -> str:
    """The SHA-256 (hex) of everything an entry says, the previous fingerprint included."""
    texte = json.dumps(
        [
            evenement.chaine,
            evenement.rang,
            evenement.acte,
            str(evenement.auteur_id or ""),
            evenement.role,
            evenement.donnees,
            evenement.le.astimezone(UTC).isoformat(),
            evenement.precedente,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(texte.encode()).hexdigest()


def verifier_chaine(db: Session, chaine: str) -> str | None:
    """Follow a chain from its first entry to its head.

    Returns:
        None when it is whole, else a French sentence that names the first fault.
    """
    precedente, rang = ORIGINE, 0
    for evenement in db.scalars(
        select(Evenement).where(Evenement.chaine == chaine).order_by(Evenement.rang)
    ):
        rang += 1
        if evenement.rang != rang:
            return f"{chaine} : l’entrée {rang} manque."
        if evenement.precedente != precedente or evenement.empreinte != empreinte_de(evenement):
            return f"{chaine} : l’entrée {rang} a été modifiée."
        precedente = evenement.empreinte
    tete = db.get(Tete, chaine)
    if tete is None or (tete.rang, tete.empreinte) != (rang, precedente):
        return f"{chaine} : la fin de la chaîne manque."
    return None
