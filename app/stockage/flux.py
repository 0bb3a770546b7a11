"""Bytes on the move: cut into blocks, measured as they pass, read and closed once."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Self, cast

BLOC = 1 << 20
Source = BinaryIO | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Empreinte:
    """What identifies the bytes of an object: sha256 (hex), crc32 (as zip files want it), size."""

    sha256: str
    crc32: int
    taille: int


class Mesure:
    """Takes the `Empreinte` of bytes as they pass, keeping none of them."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._crc32 = 0
        self.taille = 0

    def ajouter(self, bloc: bytes) -> None:
        """Count `bloc`, the next bytes."""
        self._sha256.update(bloc)
        self._crc32 = zlib.crc32(bloc, self._crc32)
        self.taille += len(bloc)

    def empreinte(self) -> Empreinte:
        """The mark of everything added so far."""
        return Empreinte(self._sha256.hexdigest(), self._crc32, self.taille)

    def au_passage(self, blocs: Iterable[bytes]) -> Iterator[bytes]:
        """The same blocks, each counted before it goes on."""
        for bloc in blocs:
            self.ajouter(bloc)
            yield bloc


def exiger_plage(debut: int, longueur: int | None) -> None:
    """Refuse a range that begins or extends before the first byte (ValueError: a fault of ours)."""
    if debut < 0 or (longueur is not None and longueur < 0):
        raise ValueError(f"plage impossible : debut={debut}, longueur={longueur}")


def blocs(source: Source) -> Iterator[bytes]:
    """The bytes of `source` in pieces of 1 MiB at most, none empty.

    A file object is read, not iterated: iterating would cut it at line ends.
    """
    lire = getattr(source, "read", None)
    if lire is not None:
        yield from iter(lambda: cast(bytes, lire(BLOC)), b"")
        return
    for morceau in source:
        for debut in range(0, len(morceau), BLOC):
            yield morceau[debut : debut + BLOC]


class Lecture(Iterator[bytes]):
    """The bytes of one object, block by block, once.

    It closes what it holds at the end, on the first error, on `close()`, on leaving a `with`, and
    when nobody holds it any more, even if never begun (a generator would forget that last case).
    """

    def __init__(
        self, lire: Callable[[int], bytes], fermer: Callable[[], None], longueur: int | None = None
    ) -> None:
        self._lire = lire
        self._fermer: Callable[[], None] | None = fermer
        self._reste = longueur

    def __next__(self) -> bytes:
        bloc = b"" if self._fermer is None else self._suivant()
        if not bloc:
            self.close()
            raise StopIteration
        return bloc

    def _suivant(self) -> bytes:
        voulu = BLOC if self._reste is None else min(BLOC, self._reste)
        try:
            bloc = self._lire(voulu) if voulu else b""
        except BaseException:
            self.close()
            raise
        if self._reste is not None:
            self._reste -= len(bloc)
        return bloc

    def close(self) -> None:
        """Give back the file or the connection; harmless when already done."""
        fermer, self._fermer = self._fermer, None
        if fermer is not None:
            fermer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        genre: type[BaseException] | None,
        erreur: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()
