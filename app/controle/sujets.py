"""The required subjects: found by a heading in the body, doubtful, or not there.

`non-trouve` is said only when every heading of the body is understood, and none of them
is about the subject. Anything less is `douteux`, with its reason in French.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.controle.carte import Carte, chapitres_du_corps
from app.controle.feuille import Feuille
from app.controle.lexique import Lexique, Occurrence, est_complement
from app.controle.mots import VIDES
from app.controle.noms import Noms, noms_de
from app.controle.normalisation import lettres, mots, presentable
from app.controle.rapport import SujetLu
from app.controle.sommaire import sans_numero
from app.controle.titres import Plan, Titre
from app.reglement import Piece

NEUTRE = "-neutre"
ASSEZ = 3
_LIGNES_PARLANTES = 4
_COUPURES = re.compile(r"\s*[:;?!()«»|]\s*|\s+[–—-]\s+")
_LIENS = re.compile(r"\s*[,&/+]\s*")


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a heading is about: a score per subject, and whether it was understood."""

    titre: Titre
    scores: Mapping[str, int]
    compris: bool


_MIENS = frozenset({"mon", "ma", "mes"})
Figes = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def _figes(termes: Mapping[str, Mapping[str, int]]) -> Figes:
    return tuple((sujet, tuple(liste.items())) for sujet, liste in termes.items())


@lru_cache(maxsize=8)
def _lexique(termes: Figes) -> Lexique:
    """One lexicon for all the files read under the same vocabulary."""
    return Lexique({sujet: dict(liste) for sujet, liste in termes})


class Chercheur:
    """Reads headings with the vocabulary of one pièce."""

    def __init__(self, piece: Piece, noms: Noms) -> None:
        termes = {sujet.code: sujet.termes for sujet in piece.sujets}
        neutres = dict.fromkeys(piece.titres_neutres, 1)
        self._codes = tuple(sujet.code for sujet in piece.sujets)
        self._noms, self._solution = noms, piece.sujet_du_produit
        self._lexique = _lexique(_figes({**termes, NEUTRE: neutres}))

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

    def parle_de(self, code: str, ligne: str) -> bool:
        """True when a line of text holds a sure term of the subject."""
        return any(
            o.sujet == code and o.poids >= ASSEZ for o in self._lexique.chercher(mots(ligne))
        )

    def _noter(self, suite: list[str], scores: dict[str, int]) -> bool:
        """Add up one segment; a subject that only qualifies another does not count."""
        trouves = self._lexique.chercher(suite)
        compris, entier = False, not self._restes(suite, trouves)
        for rang, occurrence in enumerate(trouves):
            if occurrence.sujet == NEUTRE or occurrence.poids < 0:
                compris = entier
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

    def _restes(self, suite: list[str], trouves: Sequence[Occurrence]) -> list[str]:
        """The words that the vocabulary leaves out: with one of them nothing is ruled out."""
        couverts = {rang for o in trouves for rang in range(o.debut, o.fin + 1)}
        return [
            mot
            for rang, mot in enumerate(suite)
            if rang not in couverts
            and len(mot) > 2
            and mot not in VIDES | _MIENS
            and mot not in self._noms.autres
        ]


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
    chercheur = Chercheur(piece, noms_de(plan, feuilles, carte))
    titres = [t for t in plan.titres if carte.types[t.page] in ("corps", "sommaire", "blanche")]
    chapitres = {id(t) for t in chapitres_du_corps(plan, carte) or titres}
    lectures = [chercheur.lire(titre, id(titre) in chapitres) for titre in titres]
    obstacle = _obstacle(plan, carte, feuilles, lectures, texte)
    lus = {sujet.code: _juger(sujet.code, lectures, obstacle) for sujet in piece.sujets}
    return {
        code: _relire(chercheur, code, plan, carte) if lu.etat == "non-trouve" else lu
        for code, lu in lus.items()
    }


def _relire(chercheur: Chercheur, code: str, plan: Plan, carte: Carte) -> SujetLu:
    """Before saying that a subject is missing, look for a page of the body that is about it."""
    for page in carte.pages("corps"):
        parlent = sum(chercheur.parle_de(code, ligne.texte) for ligne in plan.lignes[page])
        if parlent >= _LIGNES_PARLANTES:
            raison = "Aucun titre ne l’annonce, mais le texte de cette page en parle beaucoup."
            return SujetLu("douteux", page, None, raison)
    return SujetLu("non-trouve", raison="Aucun titre du corps ne porte sur ce sujet.")


def _juger(code: str, lectures: Sequence[Lecture], obstacle: str | None) -> SujetLu:
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
    inconnus = [le.titre for le in lectures if not le.compris and _compte(le.titre)]
    if inconnus:
        raison = "Aucun titre ne l’annonce clairement ; celui-ci n’a pas été reconnu."
        return _lu("douteux", inconnus[0], raison)
    return SujetLu("non-trouve")


def _compte(titre: Titre) -> bool:
    """True for a heading that cannot be passed over when it is not understood."""
    return titre.force >= 2 and len(lettres(titre.texte)) >= 4


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
