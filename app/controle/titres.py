"""The headings of a document, told from body text by size, weight, place and wording."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.controle.feuille import Feuille, Ligne
from app.controle.normalisation import est_espace, lettres, resserrer, simplifier
from app.controle.sommaire import Sommaire, a_un_numero, cle_de, trouver_sommaire

_LONGUEUR = 130
_LEGENDE = re.compile(r"^(?:figure|tableau|photo|image|schéma|graphique|source|fig\.)\b", re.I)
_NUMERISEUR = re.compile(r"(?:scanne|scanned|numerise|scan)\w*\s+(?:avec|with|by|par|via)\b")
_PUCE = re.compile(r"^[•▪●○■◦‣✓➢➤➔→*·\-–—]\s")


@dataclass(frozen=True, slots=True)
class Titre:
    """A heading. `force` 3: sure; 2: very likely; 1: a short line that may be one."""

    page: int
    texte: str
    cle: str
    taille: float
    force: int
    rang: int
    haut: float
    annonce: bool = False


@dataclass(slots=True)
class Plan:
    """What was understood of the layout of a document."""

    corps: float
    lignes: dict[int, list[Ligne]]
    sommaire: Sommaire
    titres: list[Titre] = field(default_factory=list)

    @property
    def chapitres(self) -> list[Titre]:
        """Give the headings of the highest level: those as large as the usual largest."""
        forts = [t for t in self.titres if t.force == 3 and t.taille >= self.corps * 1.05]
        pages = Counter(round(t.taille) for t in forts)
        tailles = [taille for taille, nombre in pages.items() if nombre >= 3]
        seuil = max(tailles, default=0) - 0.6
        return [t for t in forts if t.taille >= seuil]


def taille_du_corps(feuilles: Sequence[Feuille]) -> float:
    """Give the size, in points, in which most of the text is set."""
    tailles: Counter[float] = Counter()
    for feuille in feuilles:
        for ligne in feuille.lignes:
            tailles[round(ligne.taille * 2) / 2] += len(ligne.texte)
    return tailles.most_common(1)[0][0] if tailles else 11.0


def _courantes(feuilles: Sequence[Feuille]) -> frozenset[str]:
    """Give the running headers and footers, as letters: the same line on many pages."""
    compte: Counter[str] = Counter()
    for feuille in feuilles:
        marges = {lettres(li.texte) for li in feuille.lignes if not 0.115 <= li.haut <= 0.88}
        compte.update(marges)
    seuil = max(3, round(0.22 * len(feuilles)))
    return frozenset(
        cle for cle, nombre in compte.items() if nombre >= seuil and not cle.startswith("annexe")
    )


def _lignes_utiles(feuille: Feuille, courantes: frozenset[str], corps: float) -> list[Ligne]:
    return [
        ligne
        for ligne in feuille.lignes
        if not ligne.cachee
        and not _NUMERISEUR.match(simplifier(ligne.texte))
        and not (not 0.115 <= ligne.haut <= 0.88 and lettres(ligne.texte) in courantes)
        and not (not 0.06 <= ligne.haut <= 0.94 and ligne.taille <= corps)
    ]


def _capitales(texte: str) -> bool:
    grandes = sum(c.isupper() for c in texte)
    return grandes >= 5 and grandes >= 0.8 * sum(c.isalpha() for c in texte)


def _possible(texte: str) -> bool:
    """True for a line that is short enough and does not read like a sentence."""
    if not 3 <= len(texte) <= _LONGUEUR * (2 if est_espace(texte) else 1):
        return False
    if _LEGENDE.match(texte) or _PUCE.match(texte) or texte[-1] in ".;,":
        return False
    return len(lettres(texte)) >= 3


def _force(ligne: Ligne, corps: float, ocr: bool) -> int:
    """Weigh the look of a line alone, from 0 to 3."""
    if not _possible(ligne.texte):
        return 0
    if ocr:
        return _force_ocr(ligne, corps)
    if ligne.taille >= corps * 1.12 and ligne.taille >= corps + 0.9:
        return 3
    if ligne.taille < corps * 0.96 or len(ligne.texte) > 95:
        return 0
    numero, grandes = a_un_numero(resserrer(ligne.texte)), _capitales(ligne.texte)
    if est_espace(ligne.texte) or (ligne.gras and (numero or grandes)):
        return 2
    return 1 if ligne.gras or numero or grandes else 0


def _force_ocr(ligne: Ligne, corps: float) -> int:
    """Weigh a line read from a picture: its size is not to be trusted."""
    if len(ligne.texte) > 75 or not (ligne.texte[0].isupper() or ligne.texte[0].isdigit()):
        return 0
    if a_un_numero(ligne.texte) or (_capitales(ligne.texte) and len(ligne.texte) >= 8):
        return 2
    return 1 if ligne.taille >= corps * 1.25 and len(ligne.texte) <= 60 else 0


def _meme_titre(avant: Ligne, apres: Ligne, hauteur: float) -> bool:
    """True when a heading runs over from one line to the next."""
    ecart = (apres.haut - avant.haut) * hauteur
    return (
        abs(avant.taille - apres.taille) < 0.4
        and avant.gras == apres.gras
        and 0 < ecart < 1.9 * max(avant.taille, 8)
        and not a_un_numero(resserrer(apres.texte))
        and len(avant.texte) + len(apres.texte) <= 170
    )


def _titres_de(feuille: Feuille, lignes: Sequence[Ligne], debut: int, corps: float) -> list[Titre]:
    trouves: list[Titre] = []
    rang = debut
    while rang < len(lignes):
        ligne = lignes[rang]
        force = _force(ligne, corps, feuille.ocr)
        fin = rang
        while force and not feuille.ocr and fin - rang < 3 and fin + 1 < len(lignes):
            suite = lignes[fin + 1]
            if not (_force(suite, corps, feuille.ocr) or suite.taille > corps * 1.12):
                break
            if not _meme_titre(lignes[fin], suite, feuille.hauteur):
                break
            fin += 1
        if force:
            textes = [resserrer(li.texte) for li in lignes[rang : fin + 1]]
            texte = " ".join(" ".join(textes).split())
            trouves.append(
                Titre(feuille.numero, texte, cle_de(texte), ligne.taille, force, rang, ligne.haut)
            )
        rang = fin + 1
    return trouves


def _promouvoir(
    titres: list[Titre], annonces: frozenset[str], signets: set[tuple[int, str]]
) -> None:
    """Headings that the sommaire or the outline announce are sure."""
    for rang, titre in enumerate(titres):
        connu = titre.cle in annonces or (titre.page, titre.cle) in signets
        if connu and len(titre.cle) >= 4:
            titres[rang] = Titre(
                titre.page, titre.texte, titre.cle, titre.taille, 3, titre.rang, titre.haut, True
            )


def _sans_hierarchie(titres: list[Titre]) -> list[Titre]:
    """When nothing is larger than the text, a bold or numbered line is a heading."""
    if sum(titre.force == 3 for titre in titres) >= 3:
        return titres
    return [
        Titre(t.page, t.texte, t.cle, t.taille, max(t.force, 2), t.rang, t.haut, t.annonce)
        for t in titres
    ]


def lire_plan(feuilles: Sequence[Feuille], signets: set[tuple[int, str]]) -> Plan:
    """Find body size, sommaire and headings. `signets`: (page, key) of the outline."""
    corps = taille_du_corps(feuilles)
    courantes = _courantes(feuilles) if len(feuilles) > 3 else frozenset()
    lignes = {f.numero: _lignes_utiles(f, courantes, corps) for f in feuilles}
    sommaire = trouver_sommaire([(f, lignes[f.numero]) for f in feuilles])
    plan = Plan(corps, lignes, sommaire)
    for feuille in feuilles:
        debut = sommaire.fin.get(feuille.numero, -1) + 1
        plan.titres += _titres_de(feuille, lignes[feuille.numero], debut, corps)
    _promouvoir(plan.titres, sommaire.cles, signets)
    plan.titres = _sans_hierarchie(plan.titres)
    return plan
