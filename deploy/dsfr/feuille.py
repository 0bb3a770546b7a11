"""Reduce a minified style sheet: leave out rules nobody can match and variables nobody reads.

What is kept is kept as it stands and in its order, so what is shown does not change.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

JETON = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\)|[{};]""")
COMMENTAIRE = re.compile(r"/\*(?!!).*?\*/|/\*!.*?\*/", re.DOTALL)
CLASSE = re.compile(r"\.(fr-[a-zA-Z0-9_-]+)")
NEGATION = re.compile(r":not\((?:[^()]|\([^()]*\))*\)")
LECTURE = re.compile(r"var\((--[a-zA-Z0-9-]+)")
ADRESSE = re.compile(r"""url\((["']?)([^)"']+)\1\)""")


@dataclass
class Regle:
    """One rule: its head, then either declarations or, in a @media, more rules."""

    entete: str
    declarations: list[str] = field(default_factory=list)
    regles: list["Regle"] = field(default_factory=list)


def lire(css: str) -> list[Regle]:
    """Parse a minified sheet. Comments are dropped, licence included: the caller puts it back."""
    racine = Regle("")
    pile, debut = [racine], 0
    css = COMMENTAIRE.sub("", css)
    for jeton in JETON.finditer(css):
        signe = jeton.group()
        if signe not in "{};":
            continue
        morceau, debut = css[debut : jeton.start()].strip(), jeton.end()
        _avancer(pile, signe, morceau)
    return racine.regles


def _avancer(pile: list[Regle], signe: str, morceau: str) -> None:
    if signe == "{":
        regle = Regle(morceau)
        pile[-1].regles.append(regle)
        pile.append(regle)
        return
    if morceau:
        pile[-1].declarations.append(morceau)
    if signe == "}":
        pile.pop()


def ecrire(regles: list[Regle]) -> str:
    """Give the sheet back, minified."""
    return "".join(
        f"{regle.entete}{{{ecrire(regle.regles)}{';'.join(regle.declarations)}}}"
        for regle in regles
    )


def decouper(selecteurs: str) -> list[str]:
    """Split a selector list on its outer commas (those of :is() and :not() are inside)."""
    morceaux, profondeur, debut = [], 0, 0
    for place, signe in enumerate(selecteurs):
        profondeur += {"(": 1, ")": -1}.get(signe, 0)
        if signe == "," and not profondeur:
            morceaux.append(selecteurs[debut:place])
            debut = place + 1
    return [*morceaux, selecteurs[debut:]]


def garder(regles: list[Regle], utile: Callable[[str], bool]) -> list[Regle]:
    """Keep the selectors that `utile` keeps (it sees them without :not()), and no empty rule."""
    gardees = []
    for regle in regles:
        if regle.entete.startswith(("@media", "@supports")):
            regle.regles = garder(regle.regles, utile)
        elif not regle.entete.startswith("@"):
            regle.entete = ",".join(s for s in decouper(regle.entete) if utile(NEGATION.sub("", s)))
        if regle.entete and (regle.regles or regle.declarations):
            gardees.append(regle)
    return gardees


def toutes(regles: list[Regle]) -> Iterator[Regle]:
    """Give every rule, those of @media included."""
    for regle in regles:
        yield regle
        yield from toutes(regle.regles)


def variables_lues(regles: list[Regle]) -> set[str]:
    """Give the names of variables that some declaration reads."""
    return {
        nom for regle in toutes(regles) for d in regle.declarations for nom in LECTURE.findall(d)
    }


def garder_variables(regles: list[Regle], lues_ailleurs: set[str]) -> list[Regle]:
    """Drop the variables nobody reads, again and again until none is left."""
    retrait = True
    while retrait:
        lues, retrait = variables_lues(regles) | lues_ailleurs, False
        for regle in toutes(regles):
            utiles = [d for d in regle.declarations if _utile(d, lues)]
            retrait = retrait or len(utiles) < len(regle.declarations)
            regle.declarations = utiles
    return garder(regles, lambda selecteur: True)


def _utile(declaration: str, lues: set[str]) -> bool:
    return not declaration.startswith("--") or declaration.split(":", 1)[0] in lues


def adresses(css: str) -> set[str]:
    """Give the files a sheet asks for (data: excepted), as it writes them."""
    return {a for _, a in ADRESSE.findall(css) if not a.startswith("data:")}
