"""The reader, against pypdf alone and against poppler, on the same files in the same run."""

import logging
import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pypdf import PdfReader

from app.config import RACINE
from app.controle.isolement import controler_isole
from app.controle.moteur import controler
from app.controle.rapport import Demande
from app.reglement import reglement_de
from bench.mesures import Mesure

CORPUS = RACINE.parent / "shared" / "corpus"
TOURS = 3


def mesurer() -> list[Mesure]:
    """Every figure of the reader. Needs the corpus beside the project, and poppler-utils."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    fichiers = [f for f in sorted(CORPUS.glob("*.pdf")) if lisible(f)]
    return [*cout(fichiers), *premiers(fichiers), *processus(fichiers), *debit(fichiers)]


def demande(fichier: Path) -> Demande:
    return Demande(fichier.name, reglement_de("ccst-2026"), "E8", "dossier", "ponctuelle")


def lisible(fichier: Path) -> bool:
    try:
        return len(PdfReader(fichier).pages) > 0
    except Exception:
        return False


def pypdf_seul(fichier: Path) -> None:
    """What nobody can avoid: open, and take the text of each page once."""
    for page in PdfReader(fichier).pages:
        try:
            page.extract_text()
        except Exception:  # noqa: S112 (a page that cannot be read costs what it costs)
            continue


def cpu(acte: Callable[[], object]) -> float:
    debut = time.process_time()
    acte()
    return time.process_time() - debut


def cout(fichiers: Sequence[Path]) -> list[Mesure]:
    """CPU of a whole check over CPU of pypdf alone; the two in turn, the best of each."""
    rapports, notres, siens = [], [], []
    for fichier in fichiers:
        paires = [
            (cpu(lambda f=fichier: controler(f, demande(f))), cpu(lambda f=fichier: pypdf_seul(f)))
            for _ in range(TOURS)
        ]
        notre, sien = (min(colonne) for colonne in zip(*paires, strict=True))
        rapports.append(notre / sien)
        notres.append(notre)
        siens.append(sien)
    return [
        Mesure(
            "lecture",
            "CPU of a whole check, median",
            statistics.median(notres) * 1000,
            "ms",
            "pypdf open + text",
            statistics.median(siens) * 1000,
            statistics.median(rapports),
            "<= 1.15",
        )
    ]


def premiers(fichiers: Sequence[Path]) -> list[Mesure]:
    """Time until pages, encryption, fields and outline are known, before any page is read."""
    durees: list[float] = []
    for fichier in fichiers:
        debut = time.monotonic()
        controler(fichier, demande(fichier), lambda _, d=debut: durees.append(time.monotonic() - d))
    quoi = "first facts (pages, encryption, fields, outline)"
    return [
        Mesure("lecture", f"{quoi}, median", statistics.median(durees) * 1000, "ms"),
        Mesure("lecture", f"{quoi}, longest", max(durees) * 1000, "ms"),
    ]


def poppler(fichier: Path) -> None:
    for commande in (["pdfinfo", str(fichier)], ["pdftotext", "-enc", "UTF-8", str(fichier), "-"]):
        subprocess.run(commande, capture_output=True, check=False)


def mur(acte: Callable[[], object]) -> float:
    debut = time.monotonic()
    acte()
    return time.monotonic() - debut


def processus(fichiers: Sequence[Path]) -> list[Mesure]:
    """Wall time of an isolated check over pdfinfo + pdftotext, whole processes."""
    if shutil.which("pdftotext") is None:
        raise SystemExit("pdftotext is missing: apt install poppler-utils")
    controler_isole(fichiers[0], demande(fichiers[0]))
    paires = [
        (mur(lambda f=f: controler_isole(f, demande(f))), mur(lambda f=f: poppler(f)))
        for f in fichiers
    ]
    notre, sien = (sum(colonne) for colonne in zip(*paires, strict=True))
    duree = "wall time of all checks, each in its own child"
    return [Mesure("lecture", duree, notre, "s", "pdfinfo + pdftotext", sien, notre / sien, "<= 9")]


def debit(fichiers: Sequence[Path]) -> list[Mesure]:
    """Checks a second with one child at a time, then two; and the largest child's memory."""
    un, deux = (fichiers_par_seconde(fichiers, n) for n in (1, 2))
    memoire = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        Mesure(
            "lecture", "checks a second, two children", deux, "/s", "one", un, deux / un, ">= 1.8"
        ),
        Mesure("lecture", "largest child of this run", memoire, "MiB"),
    ]


def fichiers_par_seconde(fichiers: Sequence[Path], enfants: int) -> float:
    with ThreadPoolExecutor(enfants) as fils:
        duree = mur(lambda: list(fils.map(lambda f: controler_isole(f, demande(f)), fichiers)))
    return len(fichiers) / duree
