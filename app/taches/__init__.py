"""Work to do after the commit: rows with a lease, written in the act's own transaction.

The row is the truth; the queue only wakes a worker, and a worker that dies gives
its work back when the lease ends. So every task may run twice. Never: a use case.
"""

from app.taches.file_attente import (
    BAIL,
    Tache,
    abandonner,
    en_souffrance,
    planifier,
    prendre,
    prolonger,
    reporter,
    terminer,
)
from app.taches.reveil import brancher_reveil

__all__ = [
    "BAIL",
    "Tache",
    "abandonner",
    "brancher_reveil",
    "en_souffrance",
    "planifier",
    "prendre",
    "prolonger",
    "reporter",
    "terminer",
]
