"""`flask worker`: reads what was received, until asked to stop."""

from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from app.config import Config
from app.extensions import horloge, stockage
from app.stockage.erreurs import ErreurStockage
from app.worker.file_huey import Releve


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Traite les tâches de fond (lecture des fichiers reçus)."""
    config: Config = current_app.extensions["config_depot"]
    extensions = current_app.extensions
    file = extensions["file"]
    _balayer()
    releve = Releve(file, extensions["ouvrier"], extensions["reveiller"])
    releve.start()
    consommateur = file.create_consumer(
        workers=config.lecteurs, worker_type="thread", periodic=False, max_delay=0.5
    )
    try:
        consommateur.run()
    finally:
        releve.arreter()


def _balayer() -> None:
    """Remove what uploads left half-written more than a day ago. Never a received file."""
    try:
        stockage().balayer(horloge.maintenant() - timedelta(days=1))
    except ErreurStockage as erreur:
        current_app.logger.warning("stockage not swept: %s", erreur)
