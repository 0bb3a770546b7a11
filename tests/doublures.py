"""Real small classes that stand for a slow part; each passes the contract of what it stands for."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from threading import Lock

from app.stockage.cles import exiger_cle, exiger_prefixe
from app.stockage.erreurs import ObjetAbsent, ObjetDejaPresent
from app.stockage.flux import Empreinte, Lecture, Source, blocs, exiger_plage
from app.stockage.protocole import ObjetStocke, Stockage


class StockageMemoire(Stockage):
    """Objects in a dict. Keeps whole files in memory: for tests only."""

    def __init__(self) -> None:
        self._objets: dict[str, tuple[bytes, datetime]] = {}
        self._verrou = Lock()

    def put(self, cle: str, flux: Source) -> Empreinte:
        exiger_cle(cle)
        contenu = b"".join(blocs(flux))
        with self._verrou:
            if cle in self._objets:
                raise ObjetDejaPresent(cle)
            self._objets[cle] = (contenu, datetime.now(UTC))
        return Empreinte(sha256(contenu).hexdigest(), zlib.crc32(contenu), len(contenu))

    def open(self, cle: str, debut: int = 0, longueur: int | None = None) -> Lecture:
        exiger_plage(debut, longueur)
        flux = BytesIO(self._contenu(cle))
        flux.seek(debut)
        return Lecture(flux.read, flux.close, longueur)

    def size(self, cle: str) -> int:
        return len(self._contenu(cle))

    def delete(self, cle: str) -> None:
        self._objets.pop(exiger_cle(cle), None)

    def keys(self, prefixe: str = "") -> Iterator[ObjetStocke]:
        exiger_prefixe(prefixe)
        for cle, (contenu, modifie) in list(self._objets.items()):
            if cle.startswith(prefixe):
                yield ObjetStocke(cle, len(contenu), modifie)

    def balayer(self, avant: datetime) -> int:
        return 0

    def etat(self) -> str:
        return "mémoire vive, pour les tests seulement"

    def _contenu(self, cle: str) -> bytes:
        try:
            return self._objets[exiger_cle(cle)][0]
        except KeyError:
            raise ObjetAbsent(cle) from None
