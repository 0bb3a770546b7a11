"""The proper names of a dossier: what the solution is called, and who sells or buys it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.controle.carte import Carte
from app.controle.feuille import Feuille
from app.controle.normalisation import mots, simplifier
from app.controle.titres import Plan

_REVIENT = 5
_TIERS = (
    r"\b(?:chez|soci[ée]t[ée]|entreprise|groupe|agence|clients?|mairie|ville|Monsieur|Madame|M\."
    r"|Mme|à|en|de la SARL|de la SAS)\s+"
)
_NOM_PROPRE = re.compile(r"\b[A-ZÉÈÀ][\w-]{2,}")
_DESTINATAIRE = re.compile(r"\b(?:pour|chez|au sein|auprès)\b")
_INTITULE = re.compile(r"(?:titre|sujet|intitule|theme)(?: du (?:dossier|projet))?\s*:?\s+")
_PAS_UN_INTITULE = re.compile(
    r"·|entreprise|societe|tuteur|tutrice|candidat|lycee|cfa|greta|\bbts\b|session|\be8\b|epreuve"
    r"|mise en (?:oe|œ)uvre|academie|page de garde|\bnom\b|prenom|\bdossier\b|etablissement|@"
    r"|presente par|realise par|annee|20\d\d"
)


@dataclass(frozen=True, slots=True)
class Noms:
    """The proper names of the cover: those of the solution, and all the others."""

    produit: frozenset[str] = frozenset()
    autres: frozenset[str] = frozenset()


def noms_de(plan: Plan, feuilles: Sequence[Feuille], carte: Carte) -> Noms:
    """Tell the product from the company.

    The title on the cover, before « pour », names the product; so does a chapter with a
    proper name that the body never uses as a company's or a place's.
    """
    corps = " ".join(f.texte for f in feuilles if carte.types[f.numero] == "corps")
    intitules, autres = _lignes_de_garde(plan, carte)
    debuts = " ".join(" ".join(_DESTINATAIRE.split(i)[0].split()[1:]) for i in intitules)
    voisins = _propres(autres, corps)
    produits = _propres(debuts, corps) | _des_chapitres(plan, carte, corps)
    return Noms(produits - voisins, voisins)


def _des_chapitres(plan: Plan, carte: Carte, corps: str) -> frozenset[str]:
    """Give the proper names of chapters that come back in the body, and are nobody's."""
    noms: frozenset[str] = frozenset()
    for titre in plan.chapitres:
        if carte.types[titre.page] != "corps" or titre.texte.isupper():
            continue
        for mot in _NOM_PROPRE.findall(" ".join(titre.texte.split()[1:])):
            d_un_tiers = re.search(rf"{_TIERS}{re.escape(mot)}\b", corps)
            if corps.count(mot) >= _REVIENT and d_un_tiers is None:
                noms |= _propres(mot, corps)
    return noms


def _propres(texte: str, corps: str) -> frozenset[str]:
    """Give the words of a text that are proper names: never in small letters in the body."""
    propres = [mot for mot in _NOM_PROPRE.findall(texte) if mot.lower() not in corps]
    return frozenset(part for mot in propres for part in mots(mot) if len(part) >= 3)


def _lignes_de_garde(plan: Plan, carte: Carte) -> tuple[list[str], str]:
    """Part the lines of the cover: those that may be the title, and all the others."""
    intitules: list[str] = []
    autres = ""
    suite = 0.0
    for page in carte.gardes:
        for ligne in plan.lignes[page]:
            dit = _INTITULE.match(simplifier(ligne.texte))
            if dit is None and _PAS_UN_INTITULE.search(simplifier(ligne.texte)):
                autres += " " + ligne.texte
                suite = 0.0
                continue
            if abs(ligne.taille - suite) < 0.4 and dit is None:
                intitules[-1] += " " + ligne.texte
            else:
                intitules.append(ligne.texte[dit.end() :] if dit else ligne.texte)
            suite = ligne.taille
    return [i for i in intitules if len(i.split()) >= 3], autres
