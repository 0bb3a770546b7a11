"""Entries for the tests, their bytes read from memory by ranges as a stockage would."""

import io
from collections.abc import Iterator
from datetime import datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from app.archives.entree import Entree
from app.archives.plan import Archive

DATE = datetime(2026, 5, 12, 17, 3, 21, tzinfo=ZoneInfo("Europe/Paris"))


class Magasin:
    """Objects in memory; counts the bytes asked for and the readings left open."""

    def __init__(self, pas: int = 1 << 16) -> None:
        self.objets: dict[str, bytes] = {}
        self.lus = 0
        self.ouverts = 0
        self._pas = pas

    def entree(self, nom: str, contenu: bytes) -> Entree:
        self.objets[nom] = contenu

        def source(debut: int, longueur: int) -> "Flux":
            return Flux(self, self.objets[nom][debut : debut + longueur], self._pas)

        return Entree(nom, len(contenu), crc32(contenu), DATE, source, nom)


class Flux:
    """Blocks with a `close`, as a reading of a stockage has."""

    def __init__(self, magasin: Magasin, contenu: bytes, pas: int) -> None:
        self._magasin = magasin
        self._flux = io.BytesIO(contenu)
        self._pas = pas
        magasin.ouverts += 1

    def __iter__(self) -> Iterator[bytes]:
        while bloc := self._flux.read(self._pas):
            self._magasin.lus += len(bloc)
            yield bloc

    def close(self) -> None:
        self._magasin.ouverts -= 1


class FichierParPlages(io.RawIOBase):
    """An archive as a file that is never written: what a program seeks to is made on the spot."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, deplacement: int, origine: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._archive.taille}
        self._position = base[origine] + deplacement
        return self._position

    def tell(self) -> int:
        return self._position

    def readinto(self, tampon: "memoryview") -> int:  # type: ignore[override]
        fin = min(self._archive.taille, self._position + len(tampon))
        lu = b"".join(self._archive.lire(self._position, max(self._position, fin)))
        tampon[: len(lu)] = lu
        self._position += len(lu)
        return len(lu)
