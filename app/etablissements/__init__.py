"""The établissement's door: which of its own candidates have deposited what. Read-only."""

from app.etablissements.routes import porte

__all__ = ["porte"]
