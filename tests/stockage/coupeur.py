"""A bad network: a relay to a server that cuts the answers it is told to."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Self
from urllib.parse import urlsplit


class Coupeur:
    """Relays every connection to `adresse`.

    `couper(b"GET /", 1000)`: the answer to the next request that begins so is cut after 1000
    bytes, its connection closed. `faites` counts the cuts made.
    """

    def __init__(self, adresse: str) -> None:
        cible = urlsplit(adresse)
        self._cible = (str(cible.hostname), int(cible.port or 80))
        self._prise = socket.create_server(("127.0.0.1", 0))
        self.adresse = f"http://127.0.0.1:{self._prise.getsockname()[1]}"
        self.coupes: list[tuple[bytes, int]] = []
        self.faites = 0

    def couper(self, debut: bytes, apres: int) -> None:
        self.coupes.append((debut, apres))

    def __enter__(self) -> Self:
        self._fil = Thread(target=self._accueillir, daemon=True)
        self._fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._prise.shutdown(socket.SHUT_RDWR)
        self._fil.join(5)
        self._prise.close()

    def _accueillir(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._prise.accept()
                Thread(target=self._relayer, args=(client,), daemon=True).start()

    def _relayer(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._cible) as serveur:
            reste: list[int] = []

            def aller(morceau: bytes) -> bytes:
                for coupe in [c for c in self.coupes if morceau.startswith(c[0])][:1]:
                    self.coupes.remove(coupe)
                    reste[:] = [coupe[1]]
                return morceau

            def retour(morceau: bytes) -> bytes:
                if not reste:
                    return morceau
                passe = morceau[: reste[0]]
                reste[0] -= len(passe)
                return passe

            fil = Thread(target=_pomper, args=(client, serveur, aller), daemon=True)
            fil.start()
            _pomper(serveur, client, retour)
            self.faites += bool(reste)
            for prise in (client, serveur):
                with suppress(OSError):
                    prise.shutdown(socket.SHUT_RDWR)
            fil.join(5)


def _pomper(de: socket.socket, vers: socket.socket, passage: Callable[[bytes], bytes]) -> None:
    """Carry bytes until the end, or until `passage` gives fewer than it was given."""
    with suppress(OSError):
        while morceau := de.recv(65536):
            passe = passage(morceau)
            vers.sendall(passe)
            if len(passe) < len(morceau):
                return
        vers.shutdown(socket.SHUT_WR)
