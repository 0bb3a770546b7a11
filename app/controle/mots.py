"""Words of French that the reader needs, read once from `mots.toml`."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_DONNEES: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def _mots(cle: str) -> frozenset[str]:
    return frozenset(_DONNEES[cle].split())


VIDES = _mots("vides")
LIENS = _mots("liens")
ARTICLES = _mots("articles")
COORDINATIONS = _mots("coordinations")
DE_TITRES = VIDES | _mots("titres")
COURANTS = _mots("courants")


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of paper that candidates send by mistake, and the words that betray it."""

    nom: str
    pages_max: int
    minimum: int
    titres: tuple[str, ...]
    signes: tuple[re.Pattern[str], ...]


GENRES = tuple(
    Genre(
        genre["nom"],
        genre["pages_max"],
        genre["minimum"],
        tuple(genre["titres"]),
        tuple(re.compile(signe, re.MULTILINE) for signe in genre["signes"]),
    )
    for genre in _DONNEES["genres"]
)
