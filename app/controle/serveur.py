"""The process that forks one child per reading, with pypdf already loaded.

It is started by `isolement` with a bare environment and one socket. Each request brings
the end of another socket, on which the child answers in lines of JSON. When the program
that started it is gone, the socket closes, it ends, and its children die with it.
"""

import contextlib
import ctypes
import gc
import json
import os
import pickle
import resource
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from app.controle.moteur import controler

_MORT_DU_PARENT = 1  # PR_SET_PDEATHSIG


def _se_limiter(limites: dict[str, float]) -> None:
    """Bind this child: memory, processor, wall time, no file written, death with its parent."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limites["duree"])
    octets, secondes = int(limites["memoire"]) << 20, int(limites["processeur"])
    resource.setrlimit(resource.RLIMIT_AS, (octets, octets))
    resource.setrlimit(resource.RLIMIT_CPU, (secondes, secondes + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _mourir_avec(parent: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_MORT_DU_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _envoyer(canal: socket.socket, reponse: dict[str, Any]) -> None:
    canal.sendall(json.dumps(reponse, ensure_ascii=True).encode() + b"\n")


def _lire(canal: socket.socket, parent: int) -> None:
    """Run in the child: one request, the first findings, then the whole report."""
    _mourir_avec(parent)
    with canal.makefile("rb") as flux:
        # From our own program, over a socket that nobody else holds: never from the file.
        chemin, demande, limites = pickle.load(flux)  # noqa: S301
    _envoyer(canal, {"pid": os.getpid()})
    _se_limiter(limites)

    def premier(rapport: Any) -> None:
        _envoyer(canal, {"debut": rapport.vers_json()})

    try:
        rapport = controler(Path(chemin), demande, premier, limites["duree"] * 0.8)
        _envoyer(canal, {"rapport": rapport.vers_json()})
    except MemoryError:
        _envoyer(canal, {"echec": "memoire"})
    except Exception as faute:  # a fault of ours: said as such, a person looks at the file
        _envoyer(canal, {"echec": type(faute).__name__})


def _servir(controle: socket.socket) -> None:
    """Fork a child for each socket received, until the other end closes."""
    moi = os.getpid()
    while True:
        message, canaux, _, _ = socket.recv_fds(controle, 1, 1)
        if not message or not canaux:
            return
        if os.fork() == 0:
            controle.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with socket.socket(fileno=canaux[0]) as canal:
                _lire(canal, moi)
            os._exit(0)
        os.close(canaux[0])


def main() -> None:
    """Serve on the socket whose number is the only argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as controle:
        _servir(controle)


if __name__ == "__main__":
    main()
