"""Listens to what pypdf says while it reads, so that a file never fills a log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_MESSAGES_MAX = 200


class Ecoute(logging.Handler):
    """Keeps what pypdf grumbles about, without letting a file fill a log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.messages) < _MESSAGES_MAX:
            self.messages.append(record.getMessage()[:200])

    def parle_de(self, *mots: str) -> bool:
        """True when pypdf has complained about one of these words."""
        return any(mot in message.lower() for message in self.messages for mot in mots)


@contextmanager
def ecouter() -> Iterator[Ecoute]:
    """Turn what pypdf says away from our logs for the time of a reading."""
    journal, ecoute = logging.getLogger("pypdf"), Ecoute()
    avant = journal.propagate
    journal.propagate = False
    journal.addHandler(ecoute)
    try:
        yield ecoute
    finally:
        journal.removeHandler(ecoute)
        journal.propagate = avant
