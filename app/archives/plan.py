"""A zip laid out whole before its first byte: size and ETag known, any range readable, no memory.

The layout needs only names, sizes and CRCs, all kept when files were received. The bytes themselves
are asked of each source when their turn comes, and checked against what was promised.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256

from app.archives import zip as format_zip
from app.archives.entree import Entree
from app.archives.erreurs import PlanImpossible
from app.archives.noms import est_chemin_sur, pliee

_ENVOI = 256 << 10


class Archive:
    """The zip of `entrees`, in their order; the same entries always give the same bytes.

    Errors: PlanImpossible.
    """

    def __init__(self, entrees: Iterable[Entree]) -> None:
        self._entrees = tuple(entrees)
        _exiger_noms(self._entrees)
        self._debuts: list[int] = []
        self._debuts_central: list[int] = []
        self._debut_central = self._poser_entrees()
        self._debut_fin = self._poser_central()
        self._fin = format_zip.fin_de_zip(
            len(self._entrees), self._debut_fin - self._debut_central, self._debut_central
        )

    @property
    def taille(self) -> int:
        """Size of the whole archive, in bytes, exact."""
        return self._debut_fin + len(self._fin)

    @cached_property
    def etag(self) -> str:
        """A strong validator, without its quotes: same value, same bytes."""
        marque = sha256(b"zip-1")
        for e in self._entrees:
            date = e.modifie.isoformat()
            marque.update(f"{e.nom}\0{e.taille}\0{e.crc32}\0{date}\0{e.reference}\0".encode())
        return marque.hexdigest()[:40]

    def lire(self, debut: int = 0, fin: int | None = None) -> Iterator[bytes]:
        """The bytes from `debut` to `fin` excluded (default: the end), touching only these.

        Errors: ValueError at once for an impossible range; while reading, `EntreeIllisible` when a
        source fails or does not give what was promised. Let it pass: the connection breaks, the
        client sees a short body and resumes. Bytes known to be wrong are never given whole.
        """
        fin = self.taille if fin is None else fin
        if not 0 <= debut <= fin <= self.taille:
            raise ValueError(f"plage {debut}-{fin} hors de l'archive ({self.taille} octets)")
        return _regrouper(self._morceaux(debut, fin))

    def _poser_entrees(self) -> int:
        position = 0
        for entree in self._entrees:
            self._debuts.append(position)
            position += len(_local(entree)) + entree.taille
        return position

    def _poser_central(self) -> int:
        position = self._debut_central
        for rang in range(len(self._entrees)):
            self._debuts_central.append(position)
            position += len(self._central(rang))
        return position

    def _morceaux(self, debut: int, fin: int) -> Iterator[bytes]:
        for rang, position in _touches(self._debuts, self._debut_central, debut, fin):
            yield from self._entree(self._entrees[rang], debut - position, fin - position)
        for rang, position in _touches(self._debuts_central, self._debut_fin, debut, fin):
            yield self._central(rang)[max(0, debut - position) : fin - position]
        if fin > self._debut_fin:
            yield self._fin[max(0, debut - self._debut_fin) : fin - self._debut_fin]

    def _entree(self, entree: Entree, debut: int, fin: int) -> Iterator[bytes]:
        """The bytes of one entry, header included, counted from the beginning of its header."""
        local = _local(entree)
        yield local[max(0, debut) : fin]
        de, a = max(0, debut - len(local)), min(entree.taille, fin - len(local))
        if de < a:
            yield from entree.lire(de, a)

    def _central(self, rang: int) -> bytes:
        e = self._entrees[rang]
        return format_zip.en_tete_central(
            e.nom.encode(), e.taille, e.crc32, e.modifie, self._debuts[rang]
        )


def _local(entree: Entree) -> bytes:
    return format_zip.en_tete_local(
        entree.nom.encode(), entree.taille, entree.crc32, entree.modifie
    )


def _touches(debuts: Sequence[int], limite: int, debut: int, fin: int) -> Iterator[tuple[int, int]]:
    """Rank and position of the records (they begin at `debuts`, end at `limite`) in a range."""
    if debut >= limite:
        return
    for rang in range(max(0, bisect_right(debuts, debut) - 1), len(debuts)):
        if debuts[rang] >= fin:
            return
        yield rang, debuts[rang]


def _regrouper(morceaux: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, small pieces joined (one send each is slow); the first goes at once."""
    attente = bytearray()
    seuil = 0
    for morceau in filter(None, morceaux):
        if len(attente) + len(morceau) < seuil:
            attente += morceau
            continue
        if attente:
            yield bytes(attente)
            attente.clear()
        yield morceau
        seuil = _ENVOI
    if attente:
        yield bytes(attente)


def _exiger_noms(entrees: Sequence[Entree]) -> None:
    """Refuse what would overwrite, escape or surprise on the machine that opens the archive."""
    vus: set[str] = set()
    for entree in entrees:
        if entree.modifie.tzinfo is None or entree.taille < 0:
            raise PlanImpossible(f"{entree.nom} : date sans fuseau ou taille négative")
        if not est_chemin_sur(entree.nom):
            raise PlanImpossible(f"nom dangereux : {entree.nom[:200]!r}")
        if pliee(entree.nom) in vus:
            raise PlanImpossible(f"deux fichiers se nomment {entree.nom}")
        vus.add(pliee(entree.nom))
    for nom in vus:
        dossier = nom.rpartition("/")[0]
        while dossier:
            if dossier in vus:
                raise PlanImpossible(f"{dossier} est à la fois un fichier et un dossier")
            dossier = dossier.rpartition("/")[0]
