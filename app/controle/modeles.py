"""Which official form a page belongs to, and whether its boxes are filled in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.controle.feuille import Feuille
from app.controle.normalisation import lettres, simplifier
from app.reglement import Modele, Reglement

_TETE = 14
_NUMERO = re.compile(r"annexe\s*(?:n\s*[°o]?\s*)?(\d{1,2})\b")
_CCF = re.compile(r"controle en cours de formation|\bccf\b")
_PONCTUEL = re.compile(r"\bponctuel(?:le)?s?\b")
_VIDE = re.compile(
    r"(?:[.…_]\s?){6,}|…{2,}|[\[<(]\s*(?:à|a) compl[ée]ter[^\])>]*[\])>]|\[\s*…?\s*\]", re.I
)


@dataclass(frozen=True, slots=True)
class Formulaire:
    """An official form found: the model, its pages, and how sure its number is."""

    modele: Modele
    pages: tuple[int, ...]
    rempli: bool
    certain: bool


def _tete(feuille: Feuille) -> str:
    lignes = [ligne.texte for ligne in feuille.lignes if not ligne.cachee]
    return " ".join(lignes[:_TETE])


def _candidats(tete: str, reglement: Reglement) -> list[Modele]:
    """Give the models whose title stands at the head of the page."""
    colle = lettres(tete)
    return [
        modele
        for modele in reglement.modeles.values()
        if modele.role != "garde" and any(lettres(signe) in colle for signe in modele.signes)
    ]


def modele_de_la_page(
    feuille: Feuille, reglement: Reglement, forme: str
) -> tuple[Modele, bool] | None:
    """Give the form that begins on this page, and whether its number is written on it."""
    tete = _tete(feuille)
    candidats = _candidats(tete, reglement)
    if not candidats:
        return None
    simple = simplifier(tete)
    numeros = set(_NUMERO.findall(simple))
    nommes = [modele for modele in candidats if modele.annexe in numeros]
    if len(nommes) == 1:
        return nommes[0], True
    dite = "ccf" if _CCF.search(simple) else "ponctuelle" if _PONCTUEL.search(simple) else None
    for voulue in (dite, forme):
        for modele in candidats:
            if voulue and modele.forme in (voulue, None):
                return modele, voulue == dite
    return candidats[0], False


def est_rempli(feuilles: Sequence[Feuille], champs: dict[str, str]) -> bool:
    """True when somebody has written in the boxes: on the page, in fields, or over it."""
    if champs:
        remplis = sum(bool(valeur) for valeur in champs.values())
        if remplis >= max(2, 0.3 * len(champs)):
            return True
    if sum(len(feuille.saisies) for feuille in feuilles) > 60:
        return True
    lignes = [li for f in feuilles for li in f.lignes if not li.cachee]
    vides = sum(bool(_VIDE.search(ligne.texte)) for ligne in lignes)
    redigees = sum(
        len(ligne.texte) > 55 and not ligne.gras and not _VIDE.search(ligne.texte)
        for ligne in lignes
    )
    if vides >= 0.2 * len(lignes) and vides > redigees:
        return False
    signes = sum(len(_VIDE.sub("", ligne.texte)) for ligne in lignes)
    return redigees >= max(2, len(feuilles)) or signes >= 420 * len(feuilles)
