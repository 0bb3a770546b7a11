"""One task from its claim to its end, its lease renewed while it runs."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from app.base import ecriture
from app.depots.lecture_machine import controler_version, reconnaitre_version
from app.stockage.protocole import Stockage
from app.taches import BAIL, abandonner, en_souffrance, prendre, prolonger, reporter, terminer
from app.taches.file_attente import Tache

journal = logging.getLogger(__name__)

Horloge = Callable[[], datetime]
Acte = Callable[[Session, Stockage, Mapping[str, Any], Horloge], None]


def _controler(
    db: Session, stockage: Stockage, arguments: Mapping[str, Any], horloge: Horloge
) -> None:
    controler_version(db, stockage, uuid.UUID(arguments["version"]), horloge)


def _reconnaitre(
    db: Session, stockage: Stockage, arguments: Mapping[str, Any], horloge: Horloge
) -> None:
    reconnaitre_version(db, stockage, uuid.UUID(arguments["version"]), horloge)


ACTES: Mapping[str, Acte] = {
    "controler-version": _controler,
    "reconnaitre-version": _reconnaitre,
}
"""Each kind of task and the act that it calls."""

LENTES = frozenset({"reconnaitre-version"})
"""Kinds that take minutes: one at a time, so that the quick ones always find a free worker."""

REPORT = timedelta(seconds=20)


class Ouvrier:
    """Carries out tasks for one application. Safe to call from several threads."""

    def __init__(
        self, sessions: sessionmaker[Session], stockage: Stockage, horloge: Horloge
    ) -> None:
        self._sessions = sessions
        self._stockage = stockage
        self._horloge = horloge
        self._voie_lente = threading.Semaphore()

    def executer(self, tache_id: uuid.UUID) -> bool:
        """Carry out one task if it is free; False when it is done, held or not due."""
        with self._sessions() as db:
            with ecriture(db):
                tache = prendre(db, tache_id, self._horloge())
            if tache is None:
                return False
            genre, arguments, essai = tache.genre, dict(tache.arguments), tache.essais
            db.rollback()
            with self._voie(genre) as libre:
                if not libre:
                    return self._reporter(db, tache_id)
                with self._bail_renouvele(tache_id):
                    erreur = self._faire(db, genre, arguments)
                self._conclure(db, tache_id, essai, erreur)
        return True

    def relever(self) -> list[uuid.UUID]:
        """The tasks that nobody holds: their worker died, or the queue never said them."""
        with self._sessions() as db:
            return list(en_souffrance(db, self._horloge()))

    def _faire(self, db: Session, genre: str, arguments: Mapping[str, Any]) -> str | None:
        try:
            ACTES[genre](db, self._stockage, arguments, self._horloge)
        except Exception as erreur:
            db.rollback()
            journal.exception("task %s given back", genre)
            return f"{type(erreur).__name__}: {erreur}"
        return None

    def _conclure(self, db: Session, tache_id: uuid.UUID, essai: int, erreur: str | None) -> None:
        """Write how it ended, unless the lease was lost meanwhile and another holds the task."""
        with ecriture(db):
            tache = db.get_one(Tache, tache_id)
            if tache.etat != "en-cours" or tache.essais != essai:
                return
            if erreur is None:
                terminer(db, tache, self._horloge())
            else:
                abandonner(db, tache, erreur, self._horloge())

    @contextmanager
    def _voie(self, genre: str) -> Iterator[bool]:
        """Whether this kind of task may begin now in this process."""
        if genre not in LENTES:
            yield True
            return
        libre = self._voie_lente.acquire(blocking=False)
        try:
            yield libre
        finally:
            if libre:
                self._voie_lente.release()

    def _reporter(self, db: Session, tache_id: uuid.UUID) -> bool:
        with ecriture(db):
            reporter(db, tache_id, self._horloge() + REPORT)
        return False

    @contextmanager
    def _bail_renouvele(self, tache_id: uuid.UUID) -> Iterator[None]:
        fini = threading.Event()
        fil = threading.Thread(target=self._renouveler, args=(tache_id, fini), daemon=True)
        fil.start()
        try:
            yield
        finally:
            fini.set()
            fil.join()

    def _renouveler(self, tache_id: uuid.UUID, fini: threading.Event) -> None:
        while not fini.wait(BAIL.total_seconds() / 3):
            try:
                with self._sessions() as db, ecriture(db):
                    prolonger(db, tache_id, self._horloge())
            except Exception:
                journal.warning("lease of task %s not renewed", tache_id)
