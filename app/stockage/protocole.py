"""What a stockage can do, said once; every stockage passes the same contract tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.stockage.erreurs import ObjetAltere
from app.stockage.flux import Empreinte, Lecture, Mesure, Source


@dataclass(frozen=True, slots=True)
class ObjetStocke:
    """One object as a listing shows it: key, size in bytes, instant of its last writing (UTC)."""

    cle: str
    taille: int
    modifie: datetime


class Stockage(Protocol):
    """Objects of bytes under opaque keys (`cles.nouvelle_cle`), written once, never overwritten.

    Every method may raise `StockageIndisponible` (the store is out of reach: nothing is known of
    the object) and, with a key, `CleInvalide`. All may be called by many threads at once. No key
    is the folder of another.
    """

    def put(self, cle: str, flux: Source) -> Empreinte:
        """Store the bytes of `flux` (a file open for reading, or blocks) under `cle`.

        Memory does not grow with the size. On return the object is whole, on stable storage and
        visible; before, or when anything fails, nothing is. An error of `flux` passes unchanged.
        Errors: ObjetDejaPresent, StockagePlein.
        """
        ...

    def open(self, cle: str, debut: int = 0, longueur: int | None = None) -> Lecture:
        """The bytes from `debut`, `longueur` of them (default: all), in blocks of 1 MiB at most.

        A range that passes the end is cut there. Errors: ObjetAbsent, raised by this call and not
        at the first block; StockageIndisponible from a block, when the store is lost on the way.
        """
        ...

    def size(self, cle: str) -> int:
        """Size in bytes. Errors: ObjetAbsent."""
        ...

    def delete(self, cle: str) -> None:
        """Remove the object; an absent one is not an error. For the purge and the sweep only."""
        ...

    def keys(self, prefixe: str = "") -> Iterator[ObjetStocke]:
        """Every object whose key begins with `prefixe`, in no promised order."""
        ...

    def balayer(self, avant: datetime) -> int:
        """Remove what unfinished writings begun before `avant` left behind; return how many."""
        ...

    def etat(self) -> str:
        """A short French sentence: it works. Errors: StockageIndisponible, saying why not."""
        ...

    def copy_to_file(self, cle: str, chemin: Path, sha256: str | None = None) -> Empreinte:
        """Write the object to the new file `chemin`; with `sha256`, refuse bytes of another hash.

        Errors: ObjetAbsent; ObjetAltere, and then the file is not left behind; FileExistsError.
        """
        mesure = Mesure()
        with self.open(cle) as lecture, chemin.open("xb") as fichier:
            for bloc in mesure.au_passage(lecture):
                fichier.write(bloc)
        empreinte = mesure.empreinte()
        if sha256 is not None and sha256 != empreinte.sha256:
            chemin.unlink()
            raise ObjetAltere(f"{cle} : sha256 {empreinte.sha256}, attendu {sha256}")
        return empreinte
