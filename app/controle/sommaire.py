"""The table of contents: on which pages it stands, and what it announces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.controle.feuille import Feuille, Ligne
from app.controle.normalisation import lettres, resserrer

_TITRES = {
    "sommaire", "tabledesmatieres", "plan", "plandudossier", "contenu", "sommairedudossier",
    "tabledumatieres", "sommairegeneral", "plangeneral", "sommairedetaille", "monsommaire",
    "lesommaire", "tabledesmatiere", "plandemondossier", "plandurapport", "contents", "table",
    "deroule", "deroulement", "derouledudossier", "aumenu", "feuillederoute",
    "plandumemoire", "structuredudossier", "organisationdudossier", "cequevousallezlire",
}  # fmt: skip
_RENVOI = re.compile(
    r"^(?P<titre>.*?\S)\s*(?:[.…·_\-–\s]{2,}|\s)\s*(?:p(?:age|\.)?\s*)?(?P<page>\d{1,3})$"
)
_POINTS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}|(?:·\s?){4,}")
_LIMITE = 12


@dataclass(frozen=True, slots=True)
class Entree:
    """One line of the sommaire; `page` is the number printed, None when there is none."""

    titre: str
    cle: str
    page: int | None


@dataclass(slots=True)
class Sommaire:
    """The pages of the sommaire, and its entries in order."""

    pages: list[int] = field(default_factory=list)
    entrees: list[Entree] = field(default_factory=list)
    fin: dict[int, int] = field(default_factory=dict)

    @property
    def cles(self) -> frozenset[str]:
        """Give the entries as letters only, numbering left out."""
        return frozenset(entree.cle for entree in self.entrees if len(entree.cle) >= 4)


_NUMERO = re.compile(
    r"^\s*(?:(?:(?i:chapitre|partie|section|titre|axe|th[eè]me|[ée]tape))\s*n?°?\s*)?"
    r"(?:(?:\d{1,2}(?:\s?\.\s?\d{1,2})*|[IVX]{1,5}(?:\s?\.\s?\d{1,2})*|[A-H]\d{0,2})"
    r"(?:\s*[.)/:°–—-]+\s*|\s+(?=[A-ZÀ-Ý]))|[a-h]\s*[.)/]\s*)(?=\S)"
)


def sans_numero(titre: str) -> str:
    """Give a heading without its number: « II.1 Le marché » is « Le marché »."""
    court = _NUMERO.sub("", titre, count=1)
    return court if len(lettres(court)) >= 3 else titre


def cle_de(titre: str) -> str:
    """Give what is compared of a heading: its letters, without its number."""
    return lettres(sans_numero(resserrer(titre)))


def a_un_numero(titre: str) -> bool:
    """True when a heading starts with a number, a letter or a roman figure and a mark."""
    return sans_numero(titre) != titre


def _est_renvoi(texte: str) -> bool:
    trouve = _RENVOI.match(texte)
    return trouve is not None and len(lettres(trouve["titre"])) >= 3


def _rang_du_titre(lignes: Sequence[Ligne]) -> int | None:
    for rang, ligne in enumerate(lignes[:_LIMITE]):
        if lettres(resserrer(ligne.texte)) in _TITRES:
            return rang
    return None


def _fin(lignes: Sequence[Ligne], debut: int) -> int:
    """Give the rank of the last line that is still the sommaire."""
    derniere = debut
    for rang in range(debut, len(lignes)):
        texte = lignes[rang].texte
        if _POINTS.search(texte) or (_est_renvoi(texte) and len(texte) < 110):
            derniere = rang
    return derniere


def _entrees(lignes: Sequence[Ligne], debut: int, fin: int) -> list[Entree]:
    """Read the entries; one that runs over two lines is put together again."""
    trouvees: list[Entree] = []
    attente = ""
    for ligne in lignes[debut : fin + 1]:
        texte = _POINTS.sub("  ", ligne.texte).strip()
        renvoi = _RENVOI.match(texte)
        titre = f"{attente} {renvoi['titre'] if renvoi else texte}".strip(" .…·_-")
        if not renvoi and not _POINTS.search(ligne.texte):
            attente = titre if len(titre) < 140 else ""
            if titre and len(trouvees) < 200:
                trouvees.append(Entree(titre, cle_de(titre), None))
            continue
        if attente and trouvees and trouvees[-1].page is None:
            titre = _choisir(attente, titre, trouvees)
        attente = ""
        trouvees.append(Entree(titre, cle_de(titre), int(renvoi["page"]) if renvoi else None))
    return trouvees


def _choisir(attente: str, titre: str, trouvees: list[Entree]) -> str:
    """Tell an entry broken in two from a part title that has no page of its own."""
    suite = titre[len(attente) :].strip()
    if suite[:1].islower():
        trouvees.pop()
        return titre
    return suite


def _est_une_page(feuille: Feuille, lignes: Sequence[Ligne], titre: int | None) -> bool:
    renvois = sum(_est_renvoi(ligne.texte) for ligne in lignes)
    if titre is None:
        points = sum(
            bool(_POINTS.search(ligne.texte)) and ligne.texte[-1].isdigit() for ligne in lignes
        )
        return points >= 4 and points >= 0.4 * len(lignes)
    longues = sum(len(ligne.texte) > 75 and not _POINTS.search(ligne.texte) for ligne in lignes)
    return renvois >= 2 or (len(lignes) - titre >= 4 and longues <= 0.15 * len(lignes))


def _suite(lignes: Sequence[Ligne]) -> bool:
    renvois = sum(_est_renvoi(ligne.texte) for ligne in lignes)
    return renvois >= 3 and renvois >= 0.6 * len(lignes)


def trouver_sommaire(pages: Sequence[tuple[Feuille, Sequence[Ligne]]]) -> Sommaire:
    """Find the sommaire among the first pages; `pages` have no running lines left."""
    sommaire = Sommaire()
    for feuille, lignes in pages[:15]:
        if sommaire.pages:
            if feuille.numero != sommaire.pages[-1] + 1 or not _suite(lignes):
                break
            rang = None
        else:
            rang = _rang_du_titre(lignes)
            if not _est_une_page(feuille, lignes, rang):
                continue
        debut = 0 if rang is None else rang + 1
        fin = _fin(lignes, debut)
        fin = fin if fin > debut else len(lignes) - 1
        sommaire.pages.append(feuille.numero)
        sommaire.fin[feuille.numero] = fin
        sommaire.entrees += _entrees(lignes, debut, fin)
    return sommaire
