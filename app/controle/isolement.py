"""Reads each file in a child of its own, held in memory, processor and time.

A server process (`serveur`) starts once, with pypdf loaded; each reading is a fresh fork
of it. A file that hangs, explodes or crashes costs its own limit and no more; what was
learnt before is kept. Several threads may read at once, each in its own child.
"""

import contextlib
import hashlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from app.controle.rapport import MACHINE, Demande, Rapport, avis_de, rapport_vide

_BLOC = 1 << 20
_REPONSE_MAX = 32 << 20
_RACINE = Path(__file__).resolve().parents[2]
_GRACE = 0.5
_verrou = Lock()


@dataclass(frozen=True, slots=True)
class Limites:
    """What one reading may use: memory in MiB, processor and wall time in seconds."""

    memoire: int = 512
    processeur: int = 20
    duree: float = 20.0


@dataclass(slots=True)
class _Serveur:
    """The running server, and the process that started it (a fork needs its own)."""

    processus: subprocess.Popen[bytes]
    canal: socket.socket
    proprietaire: int


class LecteurPerdu(Exception):
    """Our own server died during a reading: nothing is known against the file; try again."""


class _Etat:
    serveur: _Serveur | None = None


def empreinte(chemin: Path) -> tuple[str, int]:
    """Give the sha256 and the size in bytes of a file, read block by block."""
    somme, taille = hashlib.sha256(), 0
    with chemin.open("rb") as flux:
        while bloc := flux.read(_BLOC):
            somme.update(bloc)
            taille += len(bloc)
    return somme.hexdigest(), taille


def _demarrer() -> _Serveur:
    """Start the server with an environment that holds no secret of ours."""
    notre, sien = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    environnement = {"PYTHONPATH": str(_RACINE), "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    processus = subprocess.Popen(  # noqa: S603  our own interpreter, our own module
        [sys.executable, "-m", "app.controle.serveur", str(sien.fileno())],
        pass_fds=(sien.fileno(),),
        env=environnement,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    sien.close()
    return _Serveur(processus, notre, os.getpid())


def _serveur() -> _Serveur:
    actuel = _Etat.serveur
    if actuel is None or actuel.proprietaire != os.getpid() or actuel.processus.poll() is not None:
        if actuel is not None:
            actuel.canal.close()
        actuel = _Etat.serveur = _demarrer()
    return actuel


def arreter() -> None:
    """Stop the server, and with it every reading under way. It starts again when needed."""
    with _verrou:
        serveur, _Etat.serveur = _Etat.serveur, None
    if serveur is not None:
        serveur.canal.close()
        if serveur.proprietaire == os.getpid():
            with contextlib.suppress(subprocess.TimeoutExpired):
                serveur.processus.wait(timeout=5)


def _ouvrir_enfant() -> socket.socket:
    """Ask the server for a child; start the server again once if it is gone."""
    notre, sien = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with sien, _verrou:
        try:
            socket.send_fds(_serveur().canal, [b"x"], [sien.fileno()])
        except OSError:
            _Etat.serveur = None
            socket.send_fds(_serveur().canal, [b"x"], [sien.fileno()])
    return notre


def _messages(canal: socket.socket, fin: float) -> Iterator[dict[str, Any]]:
    """Give what the child says, until it ends or `fin` (monotonic seconds) has passed."""
    tampon = bytearray()
    while (reste := fin - time.monotonic()) > 0 and len(tampon) < _REPONSE_MAX:
        canal.settimeout(reste)
        try:
            bloc = canal.recv(1 << 16)
        except (TimeoutError, ConnectionError):
            return
        if not bloc:
            return
        tampon += bloc
        while b"\n" in tampon:
            ligne, _, suite = bytes(tampon).partition(b"\n")
            tampon = bytearray(suite)
            yield json.loads(ligne)


def _interroger(chemin: Path, demande: Demande, limites: Limites) -> dict[str, Any]:
    """Have a child read the file; give all it said, and `duree` when it was cut short."""
    recu: dict[str, Any] = {}
    debut = time.monotonic()
    with _ouvrir_enfant() as canal:
        requete = pickle.dumps((str(chemin.absolute()), demande, asdict(limites)))
        with contextlib.suppress(OSError):
            canal.sendall(requete)
            canal.shutdown(socket.SHUT_WR)
        try:
            for message in _messages(canal, debut + limites.duree + _GRACE):
                recu |= message
        finally:
            if "rapport" not in recu and "pid" in recu:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(recu["pid"], signal.SIGKILL)
    recu["duree"] = time.monotonic() - debut
    return recu


def _interrompu(base: Rapport, recu: dict[str, Any], limites: Limites) -> Rapport:
    """Make the report of a reading that did not end: what was learnt, and why it stopped."""
    rapport = Rapport.depuis_json(recu["debut"]) if "debut" in recu else base
    if recu["duree"] >= min(limites.duree, limites.processeur) - 0.2:
        rapport.noter("lecture-trop-longue", "bloquant", attendu=limites.duree, source=MACHINE)
    elif recu.get("echec") == "memoire":
        rapport.noter("lecture-trop-lourde", "bloquant", attendu=limites.memoire, source=MACHINE)
    else:
        rapport.noter("lecture-interrompue", "bloquant", source=MACHINE)
    rapport.avis = avis_de(rapport)
    return rapport


def _sans_cause(recu: dict[str, Any], limites: Limites) -> bool:
    """Whether a reading stopped for no known reason. Raises LecteurPerdu when the server did."""
    fin = min(limites.duree, limites.processeur) - 0.2
    if "rapport" in recu or "echec" in recu or recu["duree"] >= fin:
        return False
    time.sleep(_GRACE)
    serveur = _Etat.serveur
    if serveur is None or serveur.processus.poll() is not None:
        raise LecteurPerdu("the reading server died")
    return True


def controler_isole(chemin: Path, demande: Demande, limites: Limites | None = None) -> Rapport:
    """Read one file in its own child, and give a report, whatever the file does.

    A reading that stops without a cause is begun once more before the file is held to it.

    Args:
        chemin: the file; only its bytes count, `demande.fichier` is its name.
        limites: memory (MiB), processor and wall time (seconds); 512, 20 and 20 by default.

    Raises:
        OSError: the file cannot be opened by us (absent, no right).
        LecteurPerdu: our server died too, or is being stopped; the file may be sound.
    """
    limites = limites or Limites()
    base = rapport_vide(demande, *empreinte(chemin))
    debut = time.monotonic()
    recu = _interroger(chemin, demande, limites)
    if _sans_cause(recu, limites):
        recu = _interroger(chemin, demande, limites)
    if "rapport" in recu:
        rapport = Rapport.depuis_json(recu["rapport"])
    else:
        rapport = _interrompu(base, recu, limites)
    rapport.duree_ms = round((time.monotonic() - debut) * 1000)
    return rapport
