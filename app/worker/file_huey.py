"""The queue that wakes workers: huey, carrying nothing but the id of a Tache row."""

import logging
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey

from app.worker.boucle import Ouvrier

journal = logging.getLogger(__name__)

RELEVE = 10.0
"""Seconds between two sweeps for tasks that nobody holds."""


def creer_file(url: str, immediate: bool = False) -> Huey:
    """The queue for a URL: sqlite:///…, postgresql://… or redis://…"""
    genre = urlsplit(url).scheme.partition("+")[0]
    options = {"results": False, "immediate": immediate, "immediate_use_memory": True}
    if genre == "sqlite":
        return SqliteHuey(
            "depot-bts", filename=str(Path(url.removeprefix("sqlite:///"))), **options
        )
    if genre == "redis":
        return RedisHuey("depot-bts", url=url, **options)
    return PostgresHuey("depot-bts", dsn=url.replace("+psycopg", ""), **options)


def brancher(file: Huey, ouvrier: Ouvrier) -> Callable[[uuid.UUID], object]:
    """Register the one task of the queue; gives back how to wake it for a row."""

    @file.task(name="executer")  # type: ignore[untyped-decorator]
    def executer(tache_id: str) -> None:
        ouvrier.executer(uuid.UUID(tache_id))

    return lambda tache_id: executer(str(tache_id))


class Releve(threading.Thread):
    """Every few seconds, wakes the queue for the rows that wait without anyone knowing.

    Only when the queue is empty: while it is not, its workers are busy with rows already said.
    """

    def __init__(
        self, file: Huey, ouvrier: Ouvrier, reveiller: Callable[[uuid.UUID], object]
    ) -> None:
        super().__init__(daemon=True, name="releve")
        self._file = file
        self._ouvrier = ouvrier
        self._reveiller = reveiller
        self._fini = threading.Event()

    def run(self) -> None:
        while True:
            try:
                self._relever()
            except Exception:
                journal.exception("sweep of waiting tasks failed; tried again in %s s", RELEVE)
            if self._fini.wait(RELEVE):
                return

    def _relever(self) -> None:
        if self._file.pending_count():
            return
        for tache_id in self._ouvrier.relever():
            self._reveiller(tache_id)

    def arreter(self) -> None:
        self._fini.set()
