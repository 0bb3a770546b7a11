"""The service as a person starts it: in a terminal, in a folder of its own, stopped by Ctrl-C."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parents[2]
LANCER = [sys.executable, "-m", "flask", "--app", "wsgi", "lancer"]  # as make run does
PRET = "Ctrl-C arrête tout"
CTRL_C = b"\x03"


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
    return port


def environnement(dossier: Path, port: int | str) -> dict[str, str]:
    """This machine's environment, with a home for the service and no other database."""
    for nom in ("instance", "uploads"):
        (dossier / nom).mkdir(parents=True, exist_ok=True)
    propre = {n: v for n, v in os.environ.items() if not n.startswith(("S3_", "DATABASE", "FILE_"))}
    return propre | {
        "INSTANCE_DIR": str(dossier / "instance"),
        "UPLOADS_DIR": str(dossier / "uploads"),
        "PORT": str(port),
    }


def lancer_jusqu_au_bout(env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """For a launch that must be refused: its exit code and what it said."""
    return subprocess.run(LANCER, cwd=RACINE, env=env, capture_output=True, text=True, timeout=90)


class Service:
    """A launcher in its own pseudo-terminal; what it says is read as it comes."""

    def __init__(self, dossier: Path, port: int, commande: Sequence[str] = LANCER) -> None:
        self.port = port
        self.env = environnement(dossier, port)
        self.maitre, esclave = os.openpty()
        self.reglages = termios.tcgetattr(esclave)
        self.processus = subprocess.Popen(
            commande,
            cwd=RACINE,
            env=self.env,
            stdin=esclave,
            stdout=esclave,
            stderr=esclave,
            start_new_session=True,
            preexec_fn=_prendre_le_terminal,
        )
        self.esclave = esclave
        self.dit = ""
        threading.Thread(target=self._lire, daemon=True).start()

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *_: object) -> None:
        if self.processus.poll() is None:
            self.processus.terminate()
            self.processus.wait(20)
        os.close(self.esclave)
        os.close(self.maitre)

    def attendre_phrase(self, phrase: str, secondes: float = 90) -> None:
        attendre(lambda: phrase in self.dit or self.processus.poll() is not None, secondes)
        assert phrase in self.dit, f"never said « {phrase} »; it said:\n{self.dit}"

    def taper(self, touches: bytes) -> None:
        os.write(self.maitre, touches)

    def sante(self) -> int | None:
        return statut(self.port, "/sante")

    def famille(self) -> list[int]:
        return descendants(self.processus.pid)

    def enfant(self, mot: str) -> int:
        """The program whose command holds this word; a direct child of the launcher."""
        trouve = self.enfant_eventuel(mot)
        assert trouve, f"no « {mot} » under the launcher"
        return trouve

    def enfant_eventuel(self, mot: str) -> int | None:
        """The same, or None; an orphan that the launcher adopted is not one of its programs."""
        directs = [pid for pid, parent in parents().items() if parent == self.processus.pid]
        return next((pid for pid in directs if est_chef(pid) and mot in commande(pid)), None)

    def reglages_du_terminal(self) -> list[Any]:
        return termios.tcgetattr(self.esclave)

    def _lire(self) -> None:
        while True:
            try:
                octets = os.read(self.maitre, 4096)
            except OSError:
                return
            self.dit += octets.decode(errors="replace")


def _prendre_le_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def attendre(fait: Callable[[], object], secondes: float) -> bool:
    fin = time.monotonic() + secondes
    while time.monotonic() < fin:
        if fait():
            return True
        time.sleep(0.1)
    return bool(fait())


def statut(port: int, chemin: str) -> int | None:
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connexion.request("GET", chemin)
        return connexion.getresponse().status
    except OSError:
        return None
    finally:
        connexion.close()


def parents() -> dict[int, int]:
    """Living processes, each with its parent."""
    trouves = {}
    for dossier in Path("/proc").glob("[0-9]*"):
        try:
            champs = (dossier / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if champs[0] != "Z":
            trouves[int(dossier.name)] = int(champs[1])
    return trouves


def commande(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def est_chef(pid: int) -> bool:
    """Whether it leads its own session, as the programs of the service do."""
    try:
        return os.getsid(pid) == pid
    except ProcessLookupError:
        return False


def descendants(ancetre: int) -> list[int]:
    liens = parents()
    trouves = [ancetre]
    for pid in trouves:
        trouves += [enfant for enfant, parent in liens.items() if parent == pid]
    return trouves[1:]


def vivants(pids: list[int]) -> list[int]:
    return [pid for pid in pids if pid in parents()]
