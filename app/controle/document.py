"""What pypdf reads of a file. The only module that knows pypdf; it opens a stranger's
bytes and so runs in the child process of `isolement`, never in a web process."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar

import pypdf
from pypdf.errors import LimitReachedError

from app.controle.actif import Actif, chercher_actif
from app.controle.ecoute import ecouter
from app.controle.feuille import Feuille
from app.controle.releve import Releve
from app.controle.structure import (
    Signet,
    lire_champs,
    lire_notes,
    lire_signets,
    noms_des_images,
    ressources,
)

T = TypeVar("T")
POLICES_MAX = 64
_PAGES_FOLLES = 4
_TEXTE = re.compile(rb"""(?:T[jJ]|['"])(?![A-Za-z])""")
_CONFIGURATION = pypdf.Configuration(
    zlib_maximum_output_length=20_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    brotli_maximum_output_length=20_000_000,
    array_based_stream_maximum_output_length=20_000_000,
    maximum_declared_stream_length=50_000_000,
    stream_decoding_work_maximum_length=60_000_000,
    stream_parsing_work_maximum_count=400_000,
    array_maximum_element_count=50_000,
    page_tree_maximum_entries=2_000,
    outline_maximum_entries=5_000,
    form_fields_maximum_entries=5_000,
    xform_maximum_invocations_per_extraction=500,
    jbig2dec_binary=None,
)


@dataclass(slots=True)
class Document:
    """All that was learnt of a file; `faute` says why nothing more could be."""

    faute: str | None = None
    chiffrement: str | None = None
    repare: str | None = None
    revisions: int = 1
    pages_total: int | None = None
    feuilles: list[Feuille] = field(default_factory=list)
    plan: list[Signet] = field(default_factory=list)
    champs: dict[str, str] = field(default_factory=dict)
    actif: Actif = field(default_factory=Actif)
    fautes: list[tuple[str, int | None]] = field(default_factory=list)


def _essayer(document: Document, etape: str, lire: Callable[[], T], defaut: T) -> T:
    """Run one step; whatever it raises, what was learnt before is kept."""
    try:
        return lire()
    except Exception:
        document.fautes.append((etape, None))
        return defaut


def _ouvrir(octets: bytes, document: Document) -> pypdf.PdfReader | None:
    """Open the file, with its end mark put back when that alone was missing."""
    faute: Exception | None = None
    marque = b"%%EOF" in octets[-2048:]
    for essai, contenu in (("", octets), ("fin-absente", octets + b"\n%%EOF\n")):
        if essai and marque:
            break
        try:
            lecteur = pypdf.PdfReader(BytesIO(contenu), strict=False)
            if not _deverrouiller(lecteur, document):
                return None
            document.pages_total = len(lecteur.pages)
            document.repare = essai or None
            return lecteur
        except Exception as echec:
            faute = echec
    document.faute = _cause(faute, marque)
    return None


def _revisions(octets: bytes) -> int:
    """Count the states a file went through: one end mark each, a linearized file has two."""
    marques = octets.count(b"%%EOF")
    return max(1, marques - (b"/Linearized" in octets[:2048]))


def _cause(faute: Exception | None, marque: bool) -> str:
    if isinstance(faute, MemoryError | RecursionError | LimitReachedError):
        return "trop-complexe"
    return "endommage" if marque else "tronque"


def _deverrouiller(lecteur: pypdf.PdfReader, document: Document) -> bool:
    """Try the empty password; an owner password alone does not stop a reader."""
    if not lecteur.is_encrypted:
        return True
    try:
        ouvert = bool(lecteur.decrypt(""))
    except Exception:
        document.faute, document.chiffrement = "chiffrement-inconnu", "inconnu"
        return False
    document.chiffrement = "proprietaire" if ouvert else "utilisateur"
    if not ouvert:
        document.faute = "mot-de-passe"
    return ouvert


def _feuille(page: Any, numero: int) -> Feuille:
    """Read one page, once; what it gave before a fault is kept."""
    feuille = Feuille(numero)
    try:
        cadre = [float(v) for v in page.mediabox]
        rotation = int(page.rotation)
        largeur, hauteur = abs(cadre[2] - cadre[0]), abs(cadre[3] - cadre[1])
        turned = rotation % 180 == 90
        unite = float(page.get("/UserUnit", 1))
        feuille.largeur, feuille.hauteur = (hauteur, largeur) if turned else (largeur, hauteur)
        feuille.largeur, feuille.hauteur = feuille.largeur * unite, feuille.hauteur * unite
        if len(ressources(page, "/Font")) > POLICES_MAX:
            feuille.faute = "trop-de-polices"
            return feuille
        boite = (min(cadre[0::2]), min(cadre[1::2]), max(cadre[0::2]), max(cadre[1::2]))
        releve = Releve(feuille, boite, noms_des_images(page), rotation)
        _parcourir(page, feuille, releve)
        feuille.saisies = lire_notes(page)
    except Exception:
        feuille.faute = feuille.faute or "page-illisible"
    return feuille


def _montre_du_texte(contenu: bytes, page: Any, images: frozenset[str]) -> bool:
    """True when the page may show text itself or through a form it places."""
    if _TEXTE.search(contenu):
        return True
    return b"Do" in contenu and len(images) < len(ressources(page, "/XObject"))


def _parcourir(page: Any, feuille: Feuille, releve: Releve) -> None:
    """Walk through the operators of the page; a page without text is only measured."""
    try:
        flux = page.get_contents()
        contenu = b"" if flux is None else flux.get_data()
        if not _montre_du_texte(contenu, page, releve.images):
            _mesurer(contenu, feuille, releve)
            return
        page.extract_text(visitor_operand_after=releve.operateur, visitor_text=releve.morceau)
    except MemoryError:
        feuille.faute = "trop-complexe"
    except LimitReachedError:
        feuille.faute = "trop-complexe"
    except Exception:
        feuille.faute = "page-illisible"
    releve.clore()


def _mesurer(contenu: bytes, feuille: Feuille, releve: Releve) -> None:
    """Measure a page that shows no text: is it blank, a drawing or a picture?"""
    feuille.image = 1.0 if releve.images and b" Do" in contenu else 0.0
    if b"BI" in contenu and b" ID" in contenu:
        feuille.image = 1.0
    feuille.traces = sum(contenu.count(op) for op in (b" l\n", b" c\n", b" re\n", b" l ", b" c "))
    if not feuille.image and not feuille.traces and len(contenu) > 400:
        feuille.traces = len(contenu) // 20


def lire(
    octets: bytes,
    ouvert: Callable[[Document], None] | None = None,
    fin: float | None = None,
) -> Document:
    """Read a PDF whole. Never raises for what the bytes hold: `faute` and `fautes` say it.

    Args:
        ouvert: called once, when pages are counted and fields and outline are known.
        fin: the `time.monotonic()` after which no further page is begun.
    """
    document = Document(revisions=_revisions(octets))
    with ecouter() as ecoute, pypdf.apply_configuration(_CONFIGURATION):
        lecteur = _ouvrir(octets, document)
        if lecteur is None:
            return document
        racine: Any = lecteur.root_object
        document.actif = _essayer(document, "contenu", lambda: chercher_actif(racine), Actif())
        document.plan = _essayer(document, "plan", lambda: lire_signets(lecteur), [])
        document.champs = _essayer(document, "champs", lambda: lire_champs(lecteur), {})
        if ouvert is not None:
            ouvert(document)
        for numero in range(1, (document.pages_total or 0) + 1):
            if _assez(document.feuilles) or (fin is not None and time.monotonic() > fin):
                document.feuilles.append(Feuille(numero, faute="trop-complexe"))
            else:
                _ajouter(document, lecteur, numero)
    if document.repare is None and ecoute.parle_de("xref", "startxref", "rebuil", "incorrect"):
        document.repare = "structure"
    return document


def _assez(feuilles: list[Feuille]) -> bool:
    """True when several pages were beyond our limits: no ordinary dossier is like that."""
    return sum(feuille.faute == "trop-complexe" for feuille in feuilles) >= _PAGES_FOLLES


def _ajouter(document: Document, lecteur: pypdf.PdfReader, numero: int) -> None:
    try:
        page: Any = lecteur.pages[numero - 1]
    except Exception:
        document.feuilles.append(Feuille(numero, faute="page-illisible"))
        return
    document.feuilles.append(_feuille(page, numero))
    with suppress(Exception):
        document.actif.voir_page(page, numero)
