"""`flask worker`: reads what was received, until asked to stop."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.config import Config
from app.worker.file_huey import Releve


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Traite les tâches de fond (lecture des fichiers reçus)."""
    config: Config = current_app.extensions["config_depot"]
    extensions = current_app.extensions
    file = extensions["file"]
    releve = Releve(file, extensions["ouvrier"], extensions["reveiller"])
    releve.start()
    consommateur = file.create_consumer(
        workers=config.lecteurs, worker_type="thread", periodic=False, max_delay=0.5
    )
    try:
        consommateur.run()
    finally:
        releve.arreter()
