"""The database: declarative base, instants in UTC, and the one way to write.

Two engines, one code: SQLite for one machine, PostgreSQL beyond. Nothing here
knows Flask or the business.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Donnees = JSON().with_variant(JSONB(), "postgresql")
"""A JSON document, the same on both engines."""


class Instant(TypeDecorator[datetime]):
    """An instant, stored in UTC; a naive datetime is refused.

    SQLite gives back naive values for time zones: this type makes both engines alike.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant: datetime = value
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads a plain dict here)
        datetime: Instant,
        dict[str, Any]: Donnees,
        list[Any]: Donnees,
        uuid.UUID: Uuid,
    }


def identifiant() -> Mapped[uuid.UUID]:
    """The primary key of every table seen from outside: opaque, so never guessed in a URL."""
    return mapped_column(Uuid, primary_key=True, default=uuid.uuid4)


def creer_moteur(url: str) -> Engine:
    """Open the engine for a database URL, with the settings that keep every update.

    With the driver's defaults SQLite silently loses concurrent updates; here a
    transaction that writes takes the write lock before it reads.
    """
    # hide_parameters: an error goes to the log with its statement, never with what it carried.
    commun = {"pool_size": 20, "max_overflow": 30, "hide_parameters": True}
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, **commun)
    moteur = create_engine(url, connect_args={"timeout": 15}, **commun)
    event.listen(moteur, "connect", _regler_sqlite)
    event.listen(moteur, "begin", _commencer_sqlite)
    return moteur


def _regler_sqlite(connexion: Any, _: Any) -> None:
    connexion.isolation_level = None  # we issue BEGIN ourselves
    curseur = connexion.cursor()
    for pragma in ("foreign_keys=on", "journal_mode=wal", "busy_timeout=15000", "synchronous=full"):
        curseur.execute(f"PRAGMA {pragma}")
    curseur.close()


def _commencer_sqlite(connexion: Connection) -> None:
    ecrit = connexion.get_execution_options().get("ecriture", False)
    connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecrit else "BEGIN")


@contextmanager
def ecriture(db: Session) -> Iterator[Session]:
    """The one write transaction of an act: all of it, or nothing.

    Ends the reading that went before, so that what the act reads from here on is
    read under its own lock; commits at the end, rolls back on any error.

    Raises:
        RuntimeError: an act was begun inside another, or changes were pending.
    """
    if db.info.get("ecriture") or db.new or db.dirty or db.deleted:
        raise RuntimeError("one act, one transaction: changes were already pending")
    db.rollback()
    db.info["ecriture"] = True
    try:
        db.connection(execution_options={"ecriture": True})
        yield db
        db.commit()
    except BaseException:
        db.rollback()
        raise
    finally:
        db.info["ecriture"] = False
