"""Finds the terms of a vocabulary in a heading, with the words between which they stand.

The longest term wins: in « performance de la solution » the word solution is part of a
term of performance, and says nothing of the solution itself.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.controle.mots import ARTICLES, COORDINATIONS, DE_TITRES, LIENS, VIDES
from app.controle.normalisation import simplifier

_MIN_APPROCHE = 7
_MOT_DU_TERME = re.compile(r"[a-z0-9]+\*?")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term found: for whom, with what weight, from which word to which."""

    sujet: str
    poids: int
    debut: int
    fin: int


def _distance_un(a: str, b: str) -> bool:
    """True when one letter changed, added, dropped or swapped makes a of b."""
    if abs(len(a) - len(b)) > 1:
        return False
    court, long = sorted((a, b), key=len)
    i = 0
    while i < len(court) and court[i] == long[i]:
        i += 1
    if len(court) == len(long):
        echange = court[i : i + 2] == long[i : i + 2][::-1] and court[i + 2 :] == long[i + 2 :]
        return court[i + 1 :] == long[i + 1 :] or echange
    return court[i:] == long[i + 1 :]


def _radical(mot: str) -> str:
    """Drop the mark of the plural."""
    if len(mot) > 4 and mot.endswith("aux"):
        return mot[:-3] + "al"
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" else mot


@lru_cache(maxsize=65_536)
def meme_mot(mot: str, modele: str) -> bool:
    """True when a word is the one of the vocabulary, plural or misspelt by one letter."""
    if modele.endswith("*"):
        racine = modele[:-1]
        if mot.startswith(racine):
            return True
        debut = mot[: len(racine)]
        return len(racine) >= _MIN_APPROCHE and _distance_un(debut, racine)
    if mot == modele or _radical(mot) == _radical(modele):
        return True
    long = min(len(mot), len(modele)) >= _MIN_APPROCHE
    return long and mot[:2] == modele[:2] and _distance_un(_radical(mot), _radical(modele))


class Lexique:
    """The terms of several subjects, ready to be looked for in headings."""

    def __init__(self, termes: Mapping[str, Mapping[str, int]]) -> None:
        self._par_debut: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        self._vocabulaire: set[str] = set()
        vus: set[tuple[str, tuple[str, ...]]] = set()
        for sujet, liste in termes.items():
            for terme, poids in liste.items():
                pleins = tuple(m for m in _mots_du_terme(terme) if m not in VIDES)
                if pleins and (sujet, pleins) not in vus:
                    vus.add((sujet, pleins))
                    self._par_debut.setdefault(pleins[0][:2], []).append((pleins, sujet, poids))
                    self._vocabulaire.update(m for m in pleins if not m.endswith("*"))

    def chercher(self, mots_du_titre: Sequence[str]) -> list[Occurrence]:
        """Give the terms found, none overlapping a longer one, in the order of the words."""
        pleins = [(rang, mot) for rang, mot in enumerate(mots_du_titre) if mot not in VIDES]
        possibles = [
            (terme, sujet, poids, pleins[depart : depart + len(terme)])
            for depart, (_, mot) in enumerate(pleins)
            for terme, sujet, poids in self._par_debut.get(mot[:2], ())
            if depart + len(terme) <= len(pleins)
            and all(map(_meme, pleins[depart : depart + len(terme)], terme))
        ]
        pris: dict[int, int] = {}
        trouves: list[Occurrence] = []
        for terme, sujet, poids, suite in sorted(possibles, key=lambda p: -len(p[0])):
            if all(pris.get(rang, 0) <= len(terme) for rang, _ in suite):
                pris |= dict.fromkeys((rang for rang, _ in suite), len(terme))
                trouves.append(Occurrence(sujet, poids, suite[0][0], suite[-1][0]))
        return sorted(trouves, key=lambda o: o.debut)

    def couper(self, colle: str) -> list[str]:
        """Give back the words of a text whose spaces are lost, when the vocabulary knows them."""
        return _couper(colle, frozenset(self._vocabulaire) | DE_TITRES)


def _meme(place: tuple[int, str], modele: str) -> bool:
    return meme_mot(place[1], modele)


@lru_cache(maxsize=16_384)
def _mots_du_terme(terme: str) -> tuple[str, ...]:
    """Split a term of the vocabulary, the star kept on its word."""
    return tuple(_MOT_DU_TERME.findall(simplifier(terme)))


def _couper(colle: str, connus: Iterable[str]) -> list[str]:
    """Cut by the fewest letters left over; give the text whole when little is known of it."""
    dictionnaire = set(connus)
    longueur_max = max(map(len, dictionnaire), default=0)
    cout = [0.0] + [1e9] * len(colle)
    origine = [0] * (len(colle) + 1)
    for fin in range(1, len(colle) + 1):
        for debut in range(max(0, fin - longueur_max), fin):
            connu = colle[debut:fin] in dictionnaire
            prix = cout[debut] + (0.1 if connu else 1.0 * (fin - debut))
            if prix < cout[fin]:
                cout[fin], origine[fin] = prix, debut
    if not colle or cout[-1] > 0.45 * len(colle):
        return [colle]
    coupes: list[str] = []
    fin = len(colle)
    while fin:
        coupes.insert(0, colle[origine[fin] : fin])
        fin = origine[fin]
    return coupes


def est_complement(mots_du_titre: Sequence[str], rang: int) -> bool:
    """True when the word at `rang` only qualifies another: « le marché DE LA formation »."""
    avant = rang - 1
    while avant >= 0 and mots_du_titre[avant] in ARTICLES:
        avant -= 1
    if avant < 0 or mots_du_titre[avant] not in LIENS:
        return False
    return avant == 0 or mots_du_titre[avant - 1] not in COORDINATIONS
