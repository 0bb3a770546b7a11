"""Which entries can be promised: a look at every object before the first byte is sent."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.archives.entree import Entree

_FILS = 16


@dataclass(frozen=True, slots=True)
class Absence:
    """An entry that the archive will not hold, and why, in French (for ABSENTS.txt)."""

    entree: Entree
    raison: str


def verifier_presence(
    entrees: Iterable[Entree], taille_de: Callable[[str], int | None]
) -> tuple[list[Entree], list[Absence]]:
    """Entries that are there with their size, in order; and the others.

    `taille_de(reference)` gives the size in bytes of the stored object, None when it is absent; it
    is called by several threads. Its errors pass: a store out of reach is no list of absent files.
    """
    entrees = list(entrees)
    presentes, absentes = [], []
    with ThreadPoolExecutor(_FILS) as fils:
        for entree, raison in zip(
            entrees, fils.map(lambda e: _manque(e, taille_de), entrees), strict=True
        ):
            if raison is None:
                presentes.append(entree)
            else:
                absentes.append(Absence(entree, raison))
    return presentes, absentes


def _manque(entree: Entree, taille_de: Callable[[str], int | None]) -> str | None:
    if isinstance(entree.source, bytes):
        return None
    taille = taille_de(entree.reference)
    if taille is None:
        return "fichier introuvable dans le stockage"
    if taille != entree.taille:
        return f"fichier altéré : {taille} octets au lieu de {entree.taille}"
    return None
