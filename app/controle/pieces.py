"""Is it the right piece for the slot? Forms by their title, other papers by their words."""

import re
from collections.abc import Sequence

from app.controle.carte import Carte
from app.controle.feuille import Feuille
from app.controle.modeles import Formulaire, est_rempli, modele_de_la_page
from app.controle.mots import GENRES
from app.controle.normalisation import lettres, resserrer, simplifier
from app.controle.rapport import Demande
from app.reglement import Modele, Reglement

_ANNEXES = re.compile(r"^\W*(?:annexes?\b|(?:table|liste) des annexes)")
_DOSSIER = ("sommaire", "pagedegarde", "dossierprofessionnel", "dossierdexpertise")


def genre_etranger(feuilles: Sequence[Feuille]) -> str | None:
    """Give what a short paper is when it is none of the expected pieces."""
    lignes = [simplifier(li.texte) for f in feuilles[:6] for li in f.lignes if not li.cachee]
    tete, texte = " ".join(lignes[:8]), "\n".join(lignes)
    for genre in GENRES:
        vus = sum(bool(signe.search(texte)) for signe in genre.signes)
        dit = any(titre in tete for titre in genre.titres)
        if len(feuilles) <= genre.pages_max and (dit or vus >= genre.minimum):
            return genre.nom
    return None


def formulaire_de(
    feuilles: Sequence[Feuille], champs: dict[str, str], demande: Demande
) -> Formulaire | None:
    """Find the official form in a file: where it begins, how far it goes, whether it is filled."""
    debuts = _debuts(feuilles, demande.reglement, demande.forme)
    if not debuts:
        return None
    rang, modele, certain = debuts[0]
    fin = _fin(feuilles, rang, modele)
    pages = feuilles[rang:fin]
    rempli = est_rempli(pages, champs)
    return Formulaire(modele, tuple(f.numero for f in pages), rempli, certain)


def _debuts(
    feuilles: Sequence[Feuille], reglement: Reglement, forme: str
) -> list[tuple[int, Modele, bool]]:
    trouves = []
    for rang, feuille in enumerate(feuilles):
        if rang > 3 and rang < len(feuilles) - 8:
            continue
        vu = modele_de_la_page(feuille, reglement, forme)
        if vu is not None:
            trouves.append((rang, *vu))
    return trouves


def _fin(feuilles: Sequence[Feuille], rang: int, modele: Modele) -> int:
    """Give the rank after the last page of the form."""
    minimum = rang + modele.pages
    fin = rang + 1
    while fin < len(feuilles):
        tete = [resserrer(li.texte) for li in feuilles[fin].lignes[:5]]
        officiel = _officiel(feuilles[fin], modele)
        if any(_ANNEXES.match(simplifier(texte)) for texte in tete) and not officiel:
            return fin
        if any(lettres(texte).startswith(_DOSSIER) for texte in tete):
            return fin
        if fin >= minimum and not officiel and len(feuilles) - rang > modele.pages + 2:
            return fin
        fin += 1
    return fin


def _officiel(feuille: Feuille, modele: Modele) -> bool:
    """True when a page still bears the title or the number of the form at its head."""
    tete = " ".join(ligne.texte for ligne in feuille.lignes[:5])
    if any(lettres(signe) in lettres(tete) for signe in modele.signes):
        return True
    numero = re.search(r"annexe\s*(?:n\s*[°o]?\s*)?(\d{1,2})\b", simplifier(tete))
    return numero is not None and numero[1] == modele.annexe and "bts" in simplifier(tete)


def est_un_dossier(carte: Carte) -> bool:
    """True for what looks like a dossier: a cover or a sommaire, and a body of some length."""
    return len(carte.pages("corps")) >= 6 and bool(carte.pages("sommaire", "garde"))
