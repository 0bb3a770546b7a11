"""The reading of one file, from its bytes to its report. Pure: no clock but its own watch."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.controle import comparaison, constats
from app.controle.carte import Carte, dresser, est_une_image
from app.controle.document import Document, lire
from app.controle.feuille import Feuille
from app.controle.modeles import Formulaire
from app.controle.mots import COURANTS
from app.controle.normalisation import mots
from app.controle.octets import NOMS, lisible, nature
from app.controle.pieces import formulaire_de
from app.controle.rapport import (
    MACHINE,
    MOTEUR,
    Demande,
    ModeleLu,
    PageLue,
    Rapport,
    SujetLu,
    avis_de,
    rapport_vide,
)
from app.controle.sommaire import cle_de
from app.controle.sujets import chercher_sujets
from app.controle.titres import Plan, lire_plan
from app.reglement import Piece

__all__ = ["MOTEUR", "Demande", "controler"]

Premier = Callable[[Rapport], None]
_MOTS_MIN = 100
_PART_MIN = 0.05
_VOYELLES_MIN = 0.3


@dataclass(frozen=True, slots=True)
class _Lu:
    """What was understood of the pages, before any rule is applied."""

    feuilles: Sequence[Feuille]
    plan: Plan
    carte: Carte
    formulaire: Formulaire | None


def controler(
    fichier: Path | bytes,
    demande: Demande,
    premier: Premier | None = None,
    echeance: float | None = None,
) -> Rapport:
    """Read a file and give its report, whatever the bytes are.

    Args:
        fichier: the path of the file, or its bytes.
        premier: called once with what is known before any page is read.
        echeance: seconds after which no further page is begun; the report says so.

    Raises:
        EpreuveInconnue, PieceInconnue: the règlement does not know what is asked.
        OSError: the path cannot be opened.
    """
    debut = time.monotonic()
    piece = demande.reglement.epreuve(demande.epreuve).piece(demande.piece)
    octets = fichier if isinstance(fichier, bytes) else fichier.read_bytes()
    rapport = rapport_vide(demande, hashlib.sha256(octets).hexdigest(), len(octets))
    genre = nature(octets) if octets else None
    if not octets:
        rapport.noter("fichier-vide", "bloquant", source=MACHINE)
    elif genre == "pdf":
        fin = None if echeance is None else debut + echeance
        _lire_pdf(octets, demande, piece, rapport, premier, fin)
    else:
        _lire_autre(octets, genre, piece, rapport)
    rapport.avis = avis_de(rapport)
    rapport.duree_ms = round((time.monotonic() - debut) * 1000)
    return rapport


def _lire_autre(octets: bytes, genre: str | None, piece: Piece, rapport: Rapport) -> None:
    """Report on a file that is no PDF: an annexe may be one, a dossier may not."""
    if genre is not None and genre in piece.formats:
        rapport.lisible = lisible(octets, genre)
        if not rapport.lisible:
            rapport.noter("fichier-tronque", "bloquant", constate=genre, source=MACHINE)
        return
    nom = NOMS.get(genre or "", "un fichier d’un genre inconnu")
    rapport.noter(
        "pas-un-pdf" if piece.formats == ("pdf",) else "format-refuse",
        "bloquant",
        constate=nom,
        attendu=", ".join(piece.formats),
        source=piece.source,
    )


def _lire_pdf(
    octets: bytes,
    demande: Demande,
    piece: Piece,
    rapport: Rapport,
    premier: Premier | None,
    fin: float | None,
) -> None:
    """Open the PDF, say first what is known at once, then read its pages."""

    def ouvert(document: Document) -> None:
        rapport.pages_total = document.pages_total
        rapport.lisible = True
        if premier is not None:
            premier(rapport)

    document = lire(octets, ouvert, fin)
    rapport.pages_total = document.pages_total
    portfolio = "portfolio" in document.actif.trouves
    rapport.lisible = document.faute is None and bool(document.pages_total) and not portfolio
    if document.faute is not None or not document.pages_total:
        constats.noter_illisible(rapport, document)
        return
    constats.noter_contenu(rapport, document)
    if portfolio:
        rapport.noter("portfolio", "bloquant", source=MACHINE)
    _analyser(document, demande, piece, rapport)


def _analyser(document: Document, demande: Demande, piece: Piece, rapport: Rapport) -> None:
    """Understand the pages; a fault here never loses what the file said before."""
    feuilles = document.feuilles
    signets = {(signet.page, cle_de(signet.titre)) for signet in document.plan}
    plan = lire_plan(feuilles, signets)
    lu = formulaire_de(feuilles, document.champs, demande, plan.sommaire.pages)
    libre = piece.code in ("annexes", "supports")
    fiches = lu.pages if lu is not None and not libre else ()
    carte = dresser(feuilles, plan, fiches, avec_annexes=not libre)
    incoherent = _est_incoherent(feuilles)
    rapport.texte = "absent" if incoherent else _texte(feuilles, plan)
    rapport.pages = [PageLue(page, genre) for page, genre in carte.types.items()]
    if not libre:
        _compter(rapport, carte, piece)
    constats.noter_pages(rapport, feuilles, carte)
    constats.noter_texte(rapport, carte, incoherent)
    _comparer(rapport, demande, piece, _Lu(feuilles, plan, carte, lu))


def _compter(rapport: Rapport, carte: Carte, piece: Piece) -> None:
    """Give the three counts of the body; without text a dossier's cannot be told."""
    rapport.annexes_debut = carte.annexes_debut
    if rapport.texte != "absent" or piece.pages_max is None:
        comptes = carte.comptes()
        rapport.pages_corps_avec_garde, rapport.pages_corps = comptes[:2]
        rapport.pages_corps_sans_sommaire = comptes[2]


def _comparer(rapport: Rapport, demande: Demande, piece: Piece, lu: _Lu) -> None:
    """Set what was read against what the règlement asks of the pièce."""
    fiche = lu.formulaire
    if fiche is not None and rapport.texte != "absent":
        rapport.modele = ModeleLu(fiche.modele.annexe, fiche.rempli)
    if piece.sujets:
        rapport.sujets = chercher_sujets(
            piece, lu.plan, lu.feuilles, lu.carte, rapport.texte or "absent"
        )
    if comparaison.noter_piece(rapport, piece, lu.feuilles, lu.carte, fiche):
        raison = "Ce fichier ne semble pas être la pièce attendue."
        rapport.sujets = {code: SujetLu("douteux", raison=raison) for code in rapport.sujets}
        return
    comparaison.noter_limite(rapport, piece, lu.carte)
    comparaison.noter_sujets(rapport, piece)
    if not any(constat.code == "mauvaise-piece" for constat in rapport.constats):
        comparaison.noter_formulaire(rapport, demande, piece, fiche)
    if piece.code == "attestation":
        comparaison.noter_stage(rapport, demande, lu.feuilles)


def _texte(feuilles: Sequence[Feuille], plan: Plan) -> str:
    """Say how much of the document is text: all of it, some, by OCR, none."""
    signes = {n: sum(len(ligne.texte) for ligne in lignes) for n, lignes in plan.lignes.items()}
    lues = [f for f in feuilles if signes[f.numero] >= 5]
    if sum(signes[f.numero] for f in lues) < 40 * max(1, len(lues)):
        return "absent"
    if sum(f.ocr for f in lues) > 0.5 * len(lues):
        return "ocr"
    images = [f for f in feuilles if signes[f.numero] < 20 and est_une_image(f)]
    return "partiel" if images else "complet"


def _est_incoherent(feuilles: Sequence[Feuille]) -> bool:
    """True for text whose codes mean nothing: no common word, and hardly a vowel."""
    lus = [mot for f in feuilles for mot in mots(f.texte) if mot.isalpha()]
    if len(lus) < _MOTS_MIN or any(f.ocr for f in feuilles):
        return False
    if sum(mot in COURANTS for mot in lus) >= _PART_MIN * len(lus):
        return False
    lettres = "".join(lus)
    return sum(map(lettres.count, "aeiouy")) < _VOYELLES_MIN * len(lettres)
