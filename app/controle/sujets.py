"""The required subjects: found by a heading in the body, doubtful, or not there.

`non-trouve` is said only when every heading of the body is understood, and none of them
is about the subject. Anything less is `douteux`, with its reason in French.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.controle.carte import Carte
from app.controle.feuille import Feuille
from app.controle.lexique import Lexique, est_complement
from app.controle.normalisation import lettres, mots, presentable, simplifier
from app.controle.rapport import SujetLu
from app.controle.sommaire import sans_numero
from app.controle.titres import Plan, Titre
from app.reglement import Piece

NEUTRE = "-neutre"
ASSEZ = 3
_COUPURES = re.compile(r"\s*[:;?!()«»|]\s*|\s+[–—-]\s+")
_LIENS = re.compile(r"\s*[,&/+]\s*")
_NOM_PROPRE = re.compile(r"\b[A-ZÉÈÀ][\w-]{2,}")
_DESTINATAIRE = re.compile(r"\b(?:pour|chez|au sein|auprès)\b")
_INTITULE = re.compile(r"(?:titre|sujet|intitule|theme)(?: du (?:dossier|projet))?\s*:?\s+")
_PAS_UN_INTITULE = re.compile(
    r"·|entreprise|societe|tuteur|tutrice|candidat|lycee|cfa|greta|\bbts\b|session|\be8\b|epreuve"
    r"|mise en (?:oe|œ)uvre|academie|page de garde|\bnom\b|prenom|\bdossier\b|etablissement|@"
    r"|presente par|realise par|annee|20\d\d"
)


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a heading is about: a score per subject, and whether it was understood."""

    titre: Titre
    scores: Mapping[str, int]
    compris: bool


@dataclass(frozen=True, slots=True)
class Noms:
    """The proper names of the cover: those of the solution, and all the others."""

    produit: frozenset[str] = frozenset()
    autres: frozenset[str] = frozenset()


def noms_de_la_garde(plan: Plan, feuilles: Sequence[Feuille], carte: Carte) -> Noms:
    """Tell the product from the company: the title, before « pour », names the product."""
    corps = " ".join(f.texte for f in feuilles if carte.types[f.numero] == "corps")
    intitules, autres = _lignes_de_garde(plan, carte)
    debuts = " ".join(" ".join(_DESTINATAIRE.split(i)[0].split()[1:]) for i in intitules)
    voisins = _propres(autres, corps)
    return Noms(_propres(debuts, corps) - voisins, voisins)


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


class Chercheur:
    """Reads headings with the vocabulary of one pièce."""

    def __init__(self, piece: Piece, noms: Noms) -> None:
        termes = {sujet.code: sujet.termes for sujet in piece.sujets}
        neutres = dict.fromkeys(piece.titres_neutres, 1)
        self._codes = tuple(sujet.code for sujet in piece.sujets)
        self._noms, self._solution = noms, piece.sujet_du_produit
        self._lexique = Lexique({**termes, NEUTRE: neutres})

    def lire(self, titre: Titre, chapitre: bool) -> Lecture:
        """Score one heading."""
        scores = dict.fromkeys(self._codes, 0)
        compris = False
        for segment in _COUPURES.split(sans_numero(titre.texte)):
            suite = mots(_LIENS.sub(" et ", segment))
            if len(suite) == 1 and len(suite[0]) > 14:
                suite = self._lexique.couper(suite[0])
            compris |= self._noter(suite, scores)
        rien = not compris and not any(score >= ASSEZ for score in scores.values())
        vus = set(mots(titre.texte))
        if rien and self._solution and vus & self._noms.produit:
            scores[self._solution] += 3 if chapitre else 2
        compris |= any(score >= ASSEZ - 1 for score in scores.values())
        compris |= not any(scores.values()) and bool(vus & self._noms.autres)
        return Lecture(titre, scores, compris)

    def _noter(self, suite: list[str], scores: dict[str, int]) -> bool:
        """Add up one segment; a subject that only qualifies another does not count."""
        trouves = self._lexique.chercher(suite)
        compris = False
        for rang, occurrence in enumerate(trouves):
            if occurrence.sujet == NEUTRE or occurrence.poids < 0:
                compris = True
            if occurrence.sujet == NEUTRE:
                continue
            avant = [o for o in trouves[:rang] if o.fin < occurrence.debut and o.poids > 0]
            autres = [o for o in avant if o.sujet not in (occurrence.sujet, NEUTRE)]
            amorce = any(o.sujet == occurrence.sujet for o in avant)
            forts = [o for o in autres if o.poids >= 2]
            if forts and not amorce and est_complement(suite, occurrence.debut):
                continue
            scores[occurrence.sujet] += occurrence.poids
        return compris


def chercher_sujets(
    piece: Piece, plan: Plan, feuilles: Sequence[Feuille], carte: Carte, texte: str
) -> dict[str, SujetLu]:
    """Answer for each required subject of the pièce.

    Args:
        texte: `complet`, `partiel`, `ocr` or `absent`, as in the report.
    """
    if texte == "absent":
        raison = "Le fichier ne contient pas de texte lisible par la machine."
        return {sujet.code: SujetLu("douteux", raison=raison) for sujet in piece.sujets}
    chercheur = Chercheur(piece, noms_de_la_garde(plan, feuilles, carte))
    chapitres = {id(t) for t in plan.chapitres}
    titres = [t for t in plan.titres if carte.types[t.page] in ("corps", "sommaire", "blanche")]
    lectures = [chercheur.lire(titre, id(titre) in chapitres) for titre in titres]
    obstacle = _obstacle(plan, carte, feuilles, lectures, texte)
    return {sujet.code: _juger(sujet.code, lectures, chapitres, obstacle) for sujet in piece.sujets}


def _juger(
    code: str, lectures: Sequence[Lecture], chapitres: set[int], obstacle: str | None
) -> SujetLu:
    """Give the state of one subject."""
    surs = [le for le in lectures if le.scores[code] >= ASSEZ]
    for lecture in surs:
        if lecture.titre.force >= 2:
            return _lu("trouve", lecture.titre)
    if surs:
        raison = "Une ligne du corps en parle, sans que l’on soit sûr qu’il s’agit d’un titre."
        return _lu("douteux", surs[0].titre, raison)
    indices = [le for le in lectures if le.scores[code] > 0 and le.titre.force >= 2]
    if indices:
        meilleur = max(indices, key=lambda le: le.scores[code])
        return _lu("douteux", meilleur.titre, "Ce titre pourrait traiter le sujet.")
    if obstacle:
        return SujetLu("douteux", raison=obstacle)
    inconnus = [le.titre for le in lectures if not le.compris and _compte(le.titre, chapitres)]
    if inconnus:
        raison = "Aucun titre ne l’annonce clairement ; celui-ci n’a pas été reconnu."
        return _lu("douteux", inconnus[0], raison)
    return SujetLu("non-trouve", raison="Aucun titre du corps ne porte sur ce sujet.")


def _compte(titre: Titre, chapitres: set[int]) -> bool:
    """True for a heading that cannot be passed over when it is not understood."""
    return titre.force == 3 and len(lettres(titre.texte)) >= 4


def _lu(etat: str, titre: Titre, raison: str | None = None) -> SujetLu:
    return SujetLu(etat, titre.page, presentable(titre.texte), raison)


def _obstacle(
    plan: Plan,
    carte: Carte,
    feuilles: Sequence[Feuille],
    lectures: Sequence[Lecture],
    texte: str,
) -> str | None:
    """Give what forbids the reader to be sure of an absence, None when nothing does."""
    if texte == "ocr":
        return "Le texte vient d’une numérisation : des titres peuvent être mal lus."
    if any(carte.types[f.numero] == "image" for f in feuilles):
        return "Des pages du corps sont des images : un titre peut s’y trouver."
    if any(f.faute for f in feuilles if carte.types[f.numero] == "corps"):
        return "Des pages du corps n’ont pas pu être lues entièrement."
    if sum(le.titre.force == 3 for le in lectures) < 3:
        return "Trop peu de titres ont été reconnus dans le corps."
    muettes = _annonces_sans_titre(plan, lectures)
    if muettes > 0.4:
        return "Une bonne part des titres du sommaire n’a pas été retrouvée dans le corps."
    return None


def _annonces_sans_titre(plan: Plan, lectures: Sequence[Lecture]) -> float:
    """Give the share of the entries of the sommaire that no heading of the body matches."""
    entrees = {e.cle for e in plan.sommaire.entrees if e.page and not e.cle.startswith("annexe")}
    if len(entrees) < 3:
        return 0.0
    return len(entrees - {le.titre.cle for le in lectures}) / len(entrees)
