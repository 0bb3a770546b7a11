"""What the application is plugged into, unbound until `create_app`.

A door asks here for what it hands to an act: the database session of the request,
the stockage, the instant. The hall never asks: it receives them as arguments.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from flask import Flask, current_app, g
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.base import creer_moteur
from app.stockage.protocole import Stockage


class BaseDeDonnees:
    """The engine of one application, and one session per application context."""

    def init_app(self, app: Flask, url: str) -> None:
        moteur = creer_moteur(url)
        app.extensions["moteur"] = moteur
        app.extensions["sessions"] = sessionmaker(moteur)
        app.teardown_appcontext(_fermer_session)

    @staticmethod
    def moteur(app: Flask) -> Engine:
        moteur: Engine = app.extensions["moteur"]
        return moteur

    @staticmethod
    def sessions(app: Flask) -> sessionmaker[Session]:
        fabrique: sessionmaker[Session] = app.extensions["sessions"]
        return fabrique


def _fermer_session(_: BaseException | None) -> None:
    session = g.pop("session_bd", None)
    if session is not None:
        session.close()


class Horloge:
    """The instant, in UTC. Acts receive it as an argument: only doors ask for it."""

    lire: Callable[[], datetime] = staticmethod(partial(datetime.now, UTC))

    def maintenant(self) -> datetime:
        return self.lire()

    def debut_de_requete(self) -> datetime:
        """When the request began: what counts against a deadline, however slow the upload."""
        debut: datetime = g.debut
        return debut


bd = BaseDeDonnees()
horloge = Horloge()
login = LoginManager()
csrf = CSRFProtect()


def session_bd() -> Session:
    """The database session of the request or command under way, opened at its first use."""
    if "session_bd" not in g:
        g.session_bd = current_app.extensions["sessions"]()
    session: Session = g.session_bd
    return session


def stockage() -> Stockage:
    """The stockage of the application under way."""
    choisi: Stockage = current_app.extensions["stockage"]
    return choisi
