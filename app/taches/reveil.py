"""After the commit, and only then, tell the queue which rows wait.

When the queue is down nothing is lost: the worker's own sweep finds the rows.
"""

import logging
import uuid
from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

journal = logging.getLogger(__name__)


def brancher_reveil(
    sessions: sessionmaker[Session], reveiller: Callable[[uuid.UUID], object]
) -> None:
    """Call `reveiller` with the id of each task planned, once its transaction is committed."""

    def apres_commit(db: Session) -> None:
        for tache_id in db.info.pop("taches_planifiees", []):
            try:
                reveiller(tache_id)
            except Exception:
                journal.warning("queue unreachable, task %s left to the sweep", tache_id)

    def apres_annulation(db: Session, _: object) -> None:
        db.info.pop("taches_planifiees", None)

    event.listen(sessions, "after_commit", apres_commit)
    event.listen(sessions, "after_soft_rollback", apres_annulation)
