"""`flask base`: the database's schema, brought up to date step by step."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config as ConfigAlembic
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import inspect, select

from app.base import creer_moteur
from app.comptes.models import Compte
from app.config import RACINE, Config

MIGRATIONS = RACINE / "migrations"

base = AppGroup("base", help="La base de données : migrations et état.")


def config_alembic(url: str, migrations: Path = MIGRATIONS) -> ConfigAlembic:
    """The settings that Alembic needs; no file of its own."""
    config = ConfigAlembic()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def migrer_base(config: Config) -> None:
    """Bring the schema to this version of the software. Safe to run again."""
    command.upgrade(config_alembic(config.database_url), "head")


def base_vide(config: Config) -> bool:
    """Whether nobody has an account yet."""
    moteur = creer_moteur(config.database_url)
    try:
        with moteur.connect() as connexion:
            if not inspect(connexion).has_table(Compte.__tablename__):
                return True
            return connexion.scalar(select(Compte.id).limit(1)) is None
    finally:
        moteur.dispose()


@base.command("migrer")
@with_appcontext
def migrer() -> None:
    """Met la base au niveau de cette version du logiciel."""
    migrer_base(current_app.extensions["config_depot"])
    click.echo("La base est à jour.")


@base.command("revision")
@click.argument("message")
@with_appcontext
def revision(message: str) -> None:
    """Écrit une migration d'après les modèles (pour les développeurs)."""
    config: Config = current_app.extensions["config_depot"]
    command.revision(config_alembic(config.database_url), message, autogenerate=True)
