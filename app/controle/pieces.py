"""Is it the right piece for the slot? Forms by their title, other papers by their words."""

import re
from collections.abc import Sequence

from app.controle.carte import Carte
from app.controle.feuille import Feuille
from app.controle.modeles import Formulaire, est_rempli, modele_de_la_page
from app.controle.mots import GENRES
from app.controle.normalisation import lettres, resserrer, simplifier
from app.controle.rapport import Demande
from app.reglement import Modele

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
    feuilles: Sequence[Feuille],
    champs: dict[str, str],
    demande: Demande,
    hors: Sequence[int] = (),
) -> Formulaire | None:
    """Find the official form in a file: where it begins, how far it goes, whether it is filled.

    Args:
        hors: pages that only name forms, as a sommaire does.
    """
    debuts = _debuts(feuilles, demande, hors)
    if not debuts:
        return None
    rang, modele, certain = debuts[0]
    fin = _fin(feuilles, rang, modele)
    pages = feuilles[rang:fin]
    rempli = est_rempli(pages, champs)
    return Formulaire(modele, tuple(f.numero for f in pages), rempli, certain)


def _debuts(
    feuilles: Sequence[Feuille], demande: Demande, hors: Sequence[int]
) -> list[tuple[int, Modele, bool]]:
    """Give the pages where a form may begin: near either end, and not announced elsewhere."""
    trouves = []
    for rang, feuille in enumerate(feuilles):
        if feuille.numero in hors or 3 < rang < len(feuilles) - 8:
            continue
        vu = modele_de_la_page(feuille, demande.reglement, demande.forme)
        if vu is not None and (rang == 0 or not _parmi_les_annexes(feuille, vu[0], demande)):
            trouves.append((rang, *vu))
    return trouves


def _parmi_les_annexes(feuille: Feuille, modele: Modele, demande: Demande) -> bool:
    """True for a form that the candidate joins as an annex: « Annexe 3 : Attestation »."""
    if demande.piece == "dossier" and (modele.epreuve, modele.role) != (demande.epreuve, "fiche"):
        return True
    tete = [simplifier(ligne.texte) for ligne in feuille.lignes[:2]]
    return any(_ANNEXES.match(t) for t in tete) and not _officiel(feuille, modele)


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
