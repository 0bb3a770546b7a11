"""A second, slower look at a file whose pages are pictures, by tesseract when it is installed.

The pages are drawn by poppler, read by tesseract into a PDF that carries the words under
the picture, and that PDF goes through the same reader as any other. What the words say is
marked `ocr`; what they do not say is never held to be absent.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from app.controle.isolement import Limites, controler_isole
from app.controle.rapport import MACHINE, MOTEUR, Demande, Rapport, SujetLu, avis_de

MOTEUR_OCR = f"{MOTEUR}+ocr"
PAGES_MAX = 60
POINTS_PAR_POUCE = 150
PROPRES = {"sujet-non-trouve", "sujet-douteux", "trop-de-pages", "debut-annexes-incertain"}
"""The constats that come from understanding the pages: those of the second look replace them."""

RAISON = "Lu par reconnaissance de caractères, sur des pages qui sont des images."


@dataclass(frozen=True, slots=True)
class LimitesOcr:
    """What one look may use: memory in MiB, processor and wall time in seconds, per program."""

    memoire: int = 2048
    processeur: int = 240
    duree: float = 300.0


@cache
def disponible() -> bool:
    """Whether tesseract with French, poppler and the means to hold them are installed."""
    if not all(map(shutil.which, ("tesseract", "pdftoppm", "prlimit", "setpriv"))):
        return False
    langues = subprocess.run(
        ["tesseract", "--list-langs"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return "fra" in langues.stdout.split()


def est_utile(rapport: Rapport) -> bool:
    """Whether a second look may teach something: pictures in a readable PDF of a fair size."""
    pages = rapport.pages_total or 0
    return (
        rapport.lisible
        and rapport.moteur == MOTEUR
        and rapport.texte in ("absent", "partiel")
        and 0 < pages <= PAGES_MAX
        and disponible()
    )


def reconnaitre(
    chemin: Path, demande: Demande, premier: Rapport, limites: LimitesOcr | None = None
) -> Rapport | None:
    """Look again at a file, and give the report of both looks together.

    Args:
        chemin: the PDF received. premier: its first report, of which nothing certain is lost.
        limites: what each program may use.

    Returns:
        None when the pages could not be drawn or read within the limits.
    """
    with tempfile.TemporaryDirectory(prefix="ocr-") as nom:
        dossier = Path(nom)
        if not _dessiner(chemin, dossier, limites or LimitesOcr()):
            return None
        lu = controler_isole(dossier / "lu.pdf", demande, Limites(duree=60, processeur=60))
    if not lu.lisible or lu.pages_total != premier.pages_total:
        return None
    return _absent(premier, lu) if premier.texte == "absent" else _partiel(premier, lu)


def _dessiner(chemin: Path, dossier: Path, limites: LimitesOcr) -> bool:
    """Make lu.pdf in the folder: the pages as pictures, with their words underneath."""
    finesse = ["-r", str(POINTS_PAR_POUCE), "-gray", "-jpeg", "-scale-to", "2400"]
    if not _tenir(["pdftoppm", *finesse, str(chemin), str(dossier / "p")], limites):
        return False
    pages = sorted(dossier.glob("p-*.jpg"))
    (dossier / "pages.txt").write_text("".join(f"{page}\n" for page in pages))
    sortie = str(dossier / "lu")
    return _tenir(["tesseract", str(dossier / "pages.txt"), sortie, "-l", "fra", "pdf"], limites)


def _tenir(commande: list[str], limites: LimitesOcr) -> bool:
    """Run a program on a stranger's bytes: bounded, silent, dead with its parent."""
    prises = ["setpriv", "--pdeathsig", "KILL", "prlimit"]
    prises += [f"--as={limites.memoire << 20}", f"--cpu={limites.processeur}", "--core=0"]
    programme = subprocess.Popen(  # noqa: S603
        prises + commande,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
    )
    try:
        return programme.wait(limites.duree) == 0
    except subprocess.TimeoutExpired:
        os.killpg(programme.pid, signal.SIGKILL)
        programme.wait()
        return False


def _absent(premier: Rapport, lu: Rapport) -> Rapport:
    """Nothing was text: all that is understood comes from the second look."""
    gardes = [c for c in premier.constats if c.code not in PROPRES]
    connus = {constat.code for constat in gardes}
    ajouts = [
        replace(c, etat="douteux") if c.code in PROPRES else c
        for c in lu.constats
        if c.code not in connus
    ]
    somme = replace(
        premier,
        moteur=MOTEUR_OCR,
        texte="ocr",
        pages_corps_avec_garde=lu.pages_corps_avec_garde,
        pages_corps=lu.pages_corps,
        pages_corps_sans_sommaire=lu.pages_corps_sans_sommaire,
        annexes_debut=lu.annexes_debut,
        pages=lu.pages,
        modele=lu.modele,
        sujets={code: _prudent(sujet) for code, sujet in lu.sujets.items()},
        constats=gardes + ajouts,
        duree_ms=premier.duree_ms + lu.duree_ms,
    )
    somme.avis = avis_de(somme)
    return somme


def _partiel(premier: Rapport, lu: Rapport) -> Rapport:
    """Some pages were text: the second look only finds subjects that the first could not."""
    sujets = {
        code: sujet if sujet.etat == "trouve" else _mieux(sujet, lu.sujets.get(code))
        for code, sujet in premier.sujets.items()
    }
    trouves = {code for code, sujet in sujets.items() if sujet.etat == "trouve"}
    constats = [
        c
        for c in premier.constats
        if c.code not in ("sujet-non-trouve", "sujet-douteux") or c.attendu not in trouves
    ]
    somme = replace(premier, moteur=MOTEUR_OCR, sujets=sujets, constats=constats)
    if not any(c.code == "texte-ocr" for c in constats):
        somme.noter("texte-ocr", "information", source=MACHINE)
    somme.avis = avis_de(somme)
    return somme


def _mieux(ancien: SujetLu, nouveau: SujetLu | None) -> SujetLu:
    if nouveau is not None and nouveau.etat == "trouve":
        return replace(nouveau, raison=RAISON)
    return ancien if ancien.etat == "douteux" else replace(ancien, etat="douteux", raison=RAISON)


def _prudent(sujet: SujetLu) -> SujetLu:
    """A subject not read on a picture may still be there."""
    if sujet.etat == "non-trouve":
        return replace(sujet, etat="douteux", raison=RAISON)
    return replace(sujet, raison=sujet.raison or RAISON)
