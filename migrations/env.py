"""How Alembic reaches the database: the same engine, the same types, on both kinds."""

from alembic import context
from sqlalchemy import JSON, Connection

from app.base import Instant, creer_moteur
from app.tables import TABLES


def rendre_type(genre, objet, contexte):
    """Write our own type by its name, with its import."""
    if genre == "type" and isinstance(objet, Instant):
        contexte.imports.add("from app.base import Instant")
        return "Instant()"
    if genre == "type" and isinstance(objet, JSON):
        contexte.imports.add("from app.base import Donnees")
        return "Donnees"
    return False


def migrer(connexion: Connection) -> None:
    context.configure(
        connection=connexion,
        target_metadata=TABLES,
        render_as_batch=True,
        render_item=rendre_type,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def en_ligne() -> None:
    donnee = context.config.attributes.get("connection")
    if donnee is not None:
        migrer(donnee)
        return
    moteur = creer_moteur(context.config.attributes["url"])
    with moteur.connect() as connexion:
        migrer(connexion)
        connexion.commit()
    moteur.dispose()


en_ligne()
