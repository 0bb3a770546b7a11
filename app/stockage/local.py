"""Objects in a folder: each written aside, made durable, then given its name in one step."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from app.stockage.cles import est_cle, exiger_cle, exiger_prefixe
from app.stockage.erreurs import (
    CleInvalide,
    ErreurStockage,
    ObjetAbsent,
    ObjetDejaPresent,
    StockageIndisponible,
    StockagePlein,
)
from app.stockage.flux import Empreinte, Lecture, Mesure, Source, blocs, exiger_plage
from app.stockage.protocole import ObjetStocke, Stockage

EN_COURS = ".en-cours"
_PLEIN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}


class StockageLocal(Stockage):
    """A folder of this machine, or a mounted one whose file system has hard links.

    Its sub-folder `.en-cours`, made with the stockage, proves that the folder is the right one:
    when it is gone (disk not mounted), no object is said to be absent and nothing is written.
    """

    def __init__(self, dossier: Path) -> None:
        self._racine = dossier.absolute()
        self._en_cours = self._racine / EN_COURS
        with self._traduire(""):
            self._en_cours.mkdir(parents=True, exist_ok=True)
            self._racine = dossier.resolve(strict=True)
        self._en_cours = self._racine / EN_COURS

    def put(self, cle: str, flux: Source) -> Empreinte:
        """See `Stockage.put`."""
        chemin = self._chemin(exiger_cle(cle))
        if chemin.exists():
            raise ObjetDejaPresent(cle)
        partiel = self._en_cours / uuid.uuid4().hex
        try:
            empreinte = self._ecrire(partiel, flux, cle)
            with self._traduire(cle):
                self._publier(partiel, chemin)
        finally:
            with suppress(OSError):  # left for the sweep: the first error is the one to tell
                partiel.unlink(missing_ok=True)
        return empreinte

    def open(self, cle: str, debut: int = 0, longueur: int | None = None) -> Lecture:
        """See `Stockage.open`."""
        exiger_plage(debut, longueur)
        chemin = self._chemin(exiger_cle(cle))
        with self._traduire(cle):
            fd = os.open(chemin, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        lecture = Lecture(lambda n: self._lire(fd, n, cle), lambda: os.close(fd), longueur)
        if not S_ISREG(os.fstat(fd).st_mode):
            raise ObjetAbsent(cle)
        os.lseek(fd, debut, os.SEEK_SET)
        return lecture

    def size(self, cle: str) -> int:
        """See `Stockage.size`."""
        with self._traduire(cle):
            fait = os.lstat(self._chemin(exiger_cle(cle)))
        if not S_ISREG(fait.st_mode):
            raise ObjetAbsent(cle)
        return fait.st_size

    def delete(self, cle: str) -> None:
        """See `Stockage.delete`."""
        with suppress(ObjetAbsent), self._traduire(cle):
            self._chemin(exiger_cle(cle)).unlink()

    def keys(self, prefixe: str = "") -> Iterator[ObjetStocke]:
        """See `Stockage.keys`. Files that are not ours (a README) are passed over."""
        if not self._en_cours.is_dir():
            raise StockageIndisponible(f"dossier {self._racine} : le disque n'y est pas")
        depart = self._chemin(exiger_prefixe(prefixe).rpartition("/")[0])
        debut = len(str(self._racine)) + 1
        for dossier, _, fichiers in os.walk(depart, onerror=self._exiger_presence):
            for nom in fichiers:
                cle = os.path.join(dossier, nom)[debut:]
                if cle.startswith(prefixe) and est_cle(cle):
                    yield from self._objet(cle)

    def balayer(self, avant: datetime) -> int:
        """See `Stockage.balayer`: files of `.en-cours` not written to since `avant`."""
        combien = 0
        with self._traduire(EN_COURS):
            for partiel in self._en_cours.iterdir():
                if _modifie(partiel.lstat()) < avant:
                    partiel.unlink(missing_ok=True)
                    combien += 1
        return combien

    def etat(self) -> str:
        """See `Stockage.etat`; gives the room left on the disk."""
        with self._traduire(EN_COURS):
            libre = shutil.disk_usage(self._en_cours).free
        if not os.access(self._en_cours, os.W_OK | os.X_OK):
            raise StockageIndisponible(f"dossier {self._racine} : écriture refusée")
        return f"dossier accessible, {libre / 1e9:.1f} Go libres".replace(".", ",")

    def _chemin(self, relatif: str) -> Path:
        """The path of a key already checked, proven to be inside the folder and through no link."""
        chemin = self._racine / relatif
        if os.path.realpath(chemin) != str(chemin):
            raise CleInvalide(f"{relatif} sort du dossier de stockage")
        return chemin

    def _ecrire(self, partiel: Path, flux: Source, cle: str) -> Empreinte:
        """Write and flush the bytes; only our own errors are translated, never those of `flux`."""
        with self._traduire(cle):
            fd = os.open(partiel, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o440)
        mesure = Mesure()
        try:
            for bloc in mesure.au_passage(blocs(flux)):
                with self._traduire(cle):
                    _ecrire_tout(fd, bloc)
            with self._traduire(cle):
                os.fsync(fd)
        finally:
            os.close(fd)
        return mesure.empreinte()

    def _publier(self, partiel: Path, chemin: Path) -> None:
        """Name the finished file: `link` refuses a name already taken, `rename` would not."""
        chemin.parent.mkdir(parents=True, exist_ok=True)
        os.link(partiel, chemin)
        for dossier in chemin.parents:
            _fsync_dossier(dossier)
            if dossier == self._racine:
                break

    def _lire(self, fd: int, combien: int, cle: str) -> bytes:
        with self._traduire(cle):
            return os.read(fd, combien)

    def _objet(self, cle: str) -> Iterator[ObjetStocke]:
        with suppress(FileNotFoundError):
            fait = os.lstat(self._racine / cle)
            if S_ISREG(fait.st_mode):
                yield ObjetStocke(cle, fait.st_size, _modifie(fait))

    def _exiger_presence(self, erreur: OSError) -> None:
        """A folder gone during a listing is nothing; the whole disk missing is an error."""
        traduite = self._erreur(erreur, "")
        if not isinstance(traduite, ObjetAbsent):
            raise traduite from erreur

    @contextmanager
    def _traduire(self, cle: str) -> Iterator[None]:
        try:
            yield
        except OSError as erreur:
            raise self._erreur(erreur, cle) from erreur

    def _erreur(self, erreur: OSError, cle: str) -> ErreurStockage:
        fait = f"dossier {self._racine} : {erreur.strerror}"
        if erreur.errno in _PLEIN:
            return StockagePlein(fait)
        if erreur.errno == errno.EEXIST:
            return ObjetDejaPresent(cle)
        if erreur.errno in _ABSENT and self._en_cours.is_dir():
            return ObjetAbsent(cle)
        return StockageIndisponible(fait)


def _modifie(fait: os.stat_result) -> datetime:
    return datetime.fromtimestamp(fait.st_mtime, UTC)


def _ecrire_tout(fd: int, bloc: bytes) -> None:
    reste = memoryview(bloc)
    while reste:
        reste = reste[os.write(fd, reste) :]


def _fsync_dossier(dossier: Path) -> None:
    fd = os.open(dossier, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
