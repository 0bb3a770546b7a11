"""Removes the demonstration: its rows, then the bytes of its files. Nothing else.

What belongs to it is found by following foreign keys from the fictitious session, so
that a table added later is followed too. A real row that leans on it stops everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Table, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.demo.donnees import session_fictive
from app.demo.etat import CHAINE, Etat, etat_de_la_demo
from app.demo.identites import identite
from app.demo.peuplement import SESSION
from app.demo.refus import DemoImpossible
from app.depots.models import Version
from app.examens.models import (
    Academie,
    Etablissement,
    Inscription,
    Poste,
    Referent,
    SessionExamen,
)
from app.journal import Evenement, Tete
from app.oraux.models import Commission
from app.stockage.protocole import Stockage
from app.tables import TABLES
from app.taches import Tache

Rangees = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Retrait:
    """What was removed: rows by table, and files."""

    rangees: Mapping[str, int]
    fichiers: int


def retirer(db: Session, stockage: Stockage) -> Retrait | None:
    """Remove the demonstration; None when it is not there.

    Rows go first, in one transaction: a file without its row is harmless, not the reverse.

    Raises:
        DemoImpossible: real data lean on the demonstration; nothing was removed.
    """
    if etat_de_la_demo(db) is Etat.ABSENTE:
        return None
    try:
        with ecriture(db):
            conditions = _conditions(db)
            cles = db.scalars(select(Version.cle).where(conditions["versions"])).all()
            rangees = _effacer(db, conditions)
    except IntegrityError as erreur:
        raise DemoImpossible(
            "Des données réelles s’appuient sur la démonstration (un compte, une académie ou un "
            f"établissement fictif). Rien n’a été retiré. Détail : {erreur.orig}"
        ) from erreur
    for cle in cles:
        stockage.delete(cle)
    return Retrait(rangees, len(cles))


def _conditions(db: Session) -> dict[str, ColumnElement[bool]]:
    """For each table, which of its rows are the demonstration's."""
    dependantes, ids = _dependantes(db)
    comptes = [identite("compte", i) for i in session_fictive().identifiants]
    chaines = [CHAINE, *(f"compte:{id_}" for id_ in comptes)]
    chaines += [f"inscription:{id_}" for id_ in ids[Inscription.__tablename__]]
    chaines += [f"commission:{id_}" for id_ in ids[Commission.__tablename__]]
    versions = [str(id_) for id_ in ids[Version.__tablename__]]
    return dependantes | {
        Poste.__tablename__: Poste.compte_id.in_(comptes),
        Referent.__tablename__: Referent.compte_id.in_(comptes),
        Compte.__tablename__: Compte.id.in_(comptes),
        Etablissement.__tablename__: Etablissement.id.in_(_lieux("etablissement")),
        Academie.__tablename__: Academie.id.in_(_lieux("academie")),
        Evenement.__tablename__: Evenement.chaine.in_(chaines),
        Tete.__tablename__: Tete.chaine.in_(chaines),
        Tache.__tablename__: Tache.arguments["version"].as_string().in_(versions),
    }


def _lieux(genre: str) -> list[UUID]:
    session = session_fictive()
    lieux = session.academies if genre == "academie" else session.etablissements
    return [identite(genre, cle) for cle in lieux]


def _dependantes(db: Session) -> tuple[dict[str, ColumnElement[bool]], Rangees]:
    """The session and all that hangs from it, parents first; and the ids found on the way."""
    racine = SessionExamen.__tablename__
    conditions: dict[str, ColumnElement[bool]] = {racine: SessionExamen.id == SESSION}
    ids: dict[str, Sequence[Any]] = {racine: [SESSION]}
    for table in TABLES.sorted_tables:
        liens = [
            lien.parent.in_(ids[lien.column.table.name])
            for lien in table.foreign_keys
            if lien.column.table.name in ids and lien.column.table is not table
        ]
        if liens:
            conditions[table.name] = or_(*liens)
            ids[table.name] = _cles(db, table, conditions[table.name])
    return conditions, ids


def _cles(db: Session, table: Table, condition: ColumnElement[bool]) -> Sequence[Any]:
    return db.scalars(select(next(iter(table.primary_key))).where(condition)).all()


def _effacer(db: Session, conditions: Mapping[str, ColumnElement[bool]]) -> dict[str, int]:
    """Delete, children first; give the number of rows of each table."""
    rangees = {}
    for table in reversed(TABLES.sorted_tables):
        if table.name in conditions:
            resultat = db.execute(delete(table).where(conditions[table.name]))
            rangees[table.name] = cast(CursorResult[Any], resultat).rowcount
    return {nom: nombre for nom, nombre in rangees.items() if nombre}
