"""From what was read to findings: each a code, a gravity, what was found and asked."""

from collections.abc import Sequence

from app.controle.carte import Carte
from app.controle.document import Document
from app.controle.feuille import Feuille
from app.controle.rapport import MACHINE, Rapport

_ILLISIBLES = {
    "mot-de-passe": "mot-de-passe",
    "chiffrement-inconnu": "chiffrement-inconnu",
    "tronque": "fichier-tronque",
    "endommage": "fichier-endommage",
    "trop-complexe": "lecture-trop-lourde",
}
_ACTIFS = {
    "javascript": ("contenu-javascript", "attention"),
    "lancement": ("contenu-lancement", "attention"),
    "envoi": ("contenu-envoi", "attention"),
    "fichier-joint": ("fichier-joint", "attention"),
    "media": ("contenu-media", "attention"),
    "xfa": ("formulaire-xfa", "attention"),
    "signature": ("signature-electronique", "information"),
}
_GRAND = 1_700.0
_GEANT = 14_400.0


def noter_illisible(rapport: Rapport, document: Document) -> None:
    """Say why nothing could be read."""
    code = _ILLISIBLES.get(document.faute or "", "fichier-endommage")
    rapport.noter(code, "bloquant", source=MACHINE)


def noter_contenu(rapport: Rapport, document: Document) -> None:
    """Say what the file could do or carry, and how it was mended to be read."""
    trouves = document.actif.trouves
    for quoi, (code, gravite) in _ACTIFS.items():
        if quoi in trouves and not (quoi == "fichier-joint" and "portfolio" in trouves):
            page = min(trouves[quoi]) or None
            rapport.noter(code, gravite, page=page, source=MACHINE)
    if document.chiffrement == "proprietaire":
        rapport.noter("protection-proprietaire", "information", source=MACHINE)
    if document.repare == "fin-absente":
        rapport.noter("fin-de-fichier-absente", "information", source=MACHINE)
    elif document.repare:
        rapport.noter("structure-reparee", "information", source=MACHINE)
    if document.revisions > 1:
        rapport.noter(
            "modifie-apres-coup", "information", constate=document.revisions, source=MACHINE
        )


def noter_pages(rapport: Rapport, feuilles: Sequence[Feuille], carte: Carte) -> None:
    """Say which pages are odd: huge, unreadable, hidden text, pictures."""
    for feuille in feuilles:
        cote = max(feuille.largeur, feuille.hauteur)
        if cote > _GRAND:
            code, gravite = ("page-geante", "attention" if cote > _GEANT else "information")
            taille = f"{feuille.largeur / 72 * 2.54:.0f} × {feuille.hauteur / 72 * 2.54:.0f} cm"
            rapport.noter(code, gravite, page=feuille.numero, constate=taille, source=MACHINE)
    fautives = [f for f in feuilles if f.faute]
    if fautives:
        code = "page-trop-complexe" if fautives[0].faute != "page-illisible" else "page-illisible"
        pages = [f.numero for f in fautives][:50]
        rapport.noter(code, "attention", page=pages[0], constate=pages, source=MACHINE)
    _noter_cache(rapport, feuilles)


def _noter_cache(rapport: Rapport, feuilles: Sequence[Feuille]) -> None:
    """Say where text stands that nobody can see; a word or two is an accident."""
    caches = {
        f.numero: sum(len(li.texte) for li in f.lignes if li.cachee)
        for f in feuilles
        if not f.ocr and not f.image > 0.6
    }
    pages = [page for page, signes in caches.items() if signes >= 8]
    if pages:
        rapport.noter(
            "texte-invisible", "attention", page=pages[0], constate=pages[:50], source=MACHINE
        )


def noter_texte(rapport: Rapport, carte: Carte, incoherent: bool) -> None:
    """Say how much of the file the machine can read."""
    images = carte.pages("image")
    if incoherent:
        rapport.noter("texte-incoherent", "attention", etat="douteux", source=MACHINE)
    elif rapport.texte == "absent":
        rapport.noter("texte-absent", "attention", source=MACHINE)
    elif rapport.texte == "ocr":
        rapport.noter("texte-ocr", "information", source=MACHINE)
    elif images:
        corps = rapport.annexes_debut is None or images[0] < rapport.annexes_debut
        gravite = "attention" if corps else "information"
        rapport.noter("pages-images", gravite, page=images[0], constate=images[:50], source=MACHINE)
