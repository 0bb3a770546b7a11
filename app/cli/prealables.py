"""What must be true before the service starts: a free port, room on the disk, nobody else here.

Each check gives a sentence for the person at the terminal when it fails.
"""

import errno
import fcntl
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click
from alembic.util.exc import CommandError
from sqlalchemy.exc import OperationalError

from app.config import ConfigurationInvalide
from app.reglement import ReglementInvalide
from app.stockage.erreurs import ErreurStockage

PORT_HABITUEL = 8000
PLACE_MINIMALE_MO = 200
PATIENCE_PORT = 3.0
"""Seconds given to a service that is just stopping to let go of its port."""


class Empechement(click.ClickException):
    """An expected fault: shown as a sentence, never as a trace."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, err=True, file=file)


FAUTES_ATTENDUES = (
    Empechement,
    ConfigurationInvalide,
    ReglementInvalide,
    ErreurStockage,
    CommandError,
    OperationalError,
    sqlite3.OperationalError,
    OSError,
)
"""What a machine, a disk or a setting may do to us: told in a sentence, without a trace."""


def en_phrase(faute: Exception) -> Empechement:
    """What happened and what to do, in one sentence or two."""
    if isinstance(faute, Empechement):
        return faute
    if isinstance(faute, CommandError):
        return Empechement(
            f"La base de données ne va pas avec cette version du logiciel ({faute}). "
            "Rien n'a été modifié."
        )
    if "locked" in str(faute):
        return Empechement(
            "La base de données est tenue par un autre programme. Fermez-le, puis relancez."
        )
    if "is full" in str(faute) or getattr(faute, "errno", 0) == errno.ENOSPC:
        return Empechement("Le disque est plein. Libérez de la place, puis relancez.")
    cause = faute.orig if isinstance(faute, OperationalError) else faute
    return Empechement(f"Dépôt BTS ne peut pas démarrer : {str(cause).splitlines()[0]}")


def port_demande(valeur: str | None) -> int:
    """Read the PORT setting.

    Raises:
        Empechement: it is not a number that an ordinary user may serve on.
    """
    if not valeur:
        return PORT_HABITUEL
    if not valeur.isdecimal() or not 1024 <= int(valeur) <= 65535:
        raise Empechement(
            f"PORT vaut « {valeur} » : il faut un nombre de 1024 à 65535, "
            f"par exemple : PORT={PORT_HABITUEL + 1} make run"
        )
    return int(valeur)


def exiger_port_libre(port: int) -> None:
    """Raises: Empechement, when something else goes on listening on this port."""
    limite = time.monotonic() + PATIENCE_PORT
    while not _port_libre(port):
        if time.monotonic() > limite:
            raise Empechement(
                f"Le port {port} est déjà pris par un autre programme. "
                f"Choisissez-en un autre : PORT={port + 1} make run"
            )
        time.sleep(0.2)


def _port_libre(port: int) -> bool:
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def exiger_place(*dossiers: Path) -> None:
    """Raises: Empechement, when a folder's disk has less room than a few dossiers take."""
    for dossier in dossiers:
        libre = shutil.disk_usage(dossier).free // 1_000_000
        if libre < PLACE_MINIMALE_MO:
            raise Empechement(
                f"Il reste {libre} Mo sur le disque de {dossier} ; il en faut au moins "
                f"{PLACE_MINIMALE_MO}. Libérez de la place, puis relancez. Rien n'a été perdu."
            )


@contextmanager
def seul_dans(instance: Path, port: int) -> Iterator[None]:
    """Hold this instance for one launcher; the kernel lets it go however the launcher ends.

    Raises:
        Empechement: another launcher holds it, or the folder cannot be written.
    """
    try:
        verrou = (instance / "service.verrou").open("a+")
    except OSError as erreur:
        raise Empechement(
            f"Le dossier {instance} n'est pas accessible en écriture ({erreur.strerror})."
        ) from erreur
    with verrou:
        _prendre(verrou)
        verrou.truncate(0)
        verrou.write(f"{os.getpid()} {port}\n")
        verrou.flush()
        yield


def _prendre(verrou: IO[str]) -> None:
    try:
        fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as erreur:
        verrou.seek(0)
        processus, port = (verrou.read() or "? ?").split()
        raise Empechement(
            f"Dépôt BTS est déjà lancé dans ce dossier (processus {processus}) : "
            f"http://127.0.0.1:{port}\nArrêtez-le d'abord par Ctrl-C, dans son terminal."
        ) from erreur
