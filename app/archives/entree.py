"""One file of an archive, and its bytes: counted, checked against the promise, never padded."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from app.archives.erreurs import EntreeIllisible

Source = Callable[[int, int], Iterable[bytes]] | bytes


@dataclass(frozen=True, slots=True)
class Entree:
    """One file of an archive.

    `taille` in bytes; `modifie` aware, its wall clock is what most programs show; `source`: the
    bytes themselves, or `(debut, longueur) -> blocks`, closed by us if it has `close`; `reference`:
    what the source reads (an object's key), part of the ETag.
    """

    nom: str
    taille: int
    crc32: int
    modifie: datetime
    source: Source
    reference: str = ""

    @classmethod
    def de_texte(cls, nom: str, contenu: bytes, modifie: datetime) -> "Entree":
        """An entry made here (a manifest, a list of what is absent)."""
        return cls(nom, len(contenu), crc32(contenu), modifie, contenu)

    def lire(self, debut: int, fin: int) -> Iterator[bytes]:
        """The bytes from `debut` to `fin` excluded.

        Errors: EntreeIllisible when the source fails, gives too few or too many bytes, or (read
        whole) other bytes than those received. The last block is held back until all is checked, so
        that wrong bytes never look like a finished file.
        """
        lus, somme, retenu = 0, 0, b""
        for bloc in self._blocs(debut, fin):
            if retenu:
                yield retenu
            lus, somme, retenu = lus + len(bloc), crc32(bloc, somme), bloc
            if lus > fin - debut:
                raise EntreeIllisible(self.nom, self.reference, "plus d'octets que prévu")
        if lus < fin - debut:
            raise EntreeIllisible(
                self.nom, self.reference, f"{lus} octets au lieu de {fin - debut}"
            )
        if fin - debut == self.taille and somme != self.crc32:
            raise EntreeIllisible(self.nom, self.reference, "les octets ne sont pas ceux reçus")
        yield retenu

    def _blocs(self, debut: int, fin: int) -> Iterator[bytes]:
        """What the source gives, closed whatever happens; its errors name the entry."""
        if isinstance(self.source, bytes):
            yield self.source[debut:fin]
            return
        try:
            flux = self.source(debut, fin - debut)
            try:
                yield from flux
            finally:
                fermer = getattr(flux, "close", None)
                if fermer is not None:
                    fermer()
        except Exception as erreur:
            raise EntreeIllisible(self.nom, self.reference, str(erreur)) from erreur
