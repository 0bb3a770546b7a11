"""Reads an attestation de stage: its dates, and how many weeks they make."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.controle.normalisation import simplifier

_MOIS = {
    nom: rang
    for rang, noms in enumerate(
        ("janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin",
         "juillet juil", "aout", "septembre sept", "octobre oct", "novembre nov",
         "decembre dec"), start=1)
    for nom in noms.split()
}  # fmt: skip
_DATE = re.compile(
    r"\b(\d{1,2})(?:er)?\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\b"
    r"|\b(\d{1,2})(?:er)?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?\b"
)
_SEMAINES = re.compile(r"\b(\d{1,2})\s*(?:\(\s*\w+\s*\)\s*)?semaines?\b")
_LIEN = re.compile(
    r"\s*(?:au|a|jusqu['\s]?au|-|–|et|inclus)\s*(?:le\s+)?(?:\w+di\s+|dimanche\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Periode:
    """A period of the placement, both days included."""

    debut: date
    fin: date

    @property
    def semaines(self) -> int:
        """Count the weeks, a week begun on Monday and ended on Friday being whole."""
        return ((self.fin - self.debut).days + 4) // 7


@dataclass(frozen=True, slots=True)
class StageLu:
    """What the attestation says: its periods, and the total it states, in weeks."""

    periodes: tuple[Periode, ...]
    annonce: int | None

    @property
    def semaines(self) -> int | None:
        """Give the total of weeks: what is stated, else what the dates make."""
        if self.annonce is not None:
            return self.annonce
        return sum(p.semaines for p in self.periodes) or None


def _date(trouve: re.Match[str], annee: int | None) -> tuple[date | None, int | None]:
    """Read one date; a day without a year takes the year of the date that follows."""
    jour, mois = trouve[1] or trouve[4], trouve[2] or _MOIS.get(trouve[5] or "")
    texte = trouve[3] or trouve[6]
    an = int(texte) if texte else annee
    if not mois or an is None:
        return None, None
    an += 2000 if an < 100 else 0
    try:
        return date(an, int(mois), int(jour)), an
    except ValueError:
        return None, None


def lire_stage(texte: str) -> StageLu:
    """Find the periods « du … au … » and the number of weeks in the text of a form."""
    simple = " ".join(simplifier(texte).split())
    trouves = list(_DATE.finditer(simple))
    dates: list[tuple[date, re.Match[str]]] = []
    annee: int | None = None
    for trouve in reversed(trouves):
        lue, an = _date(trouve, annee)
        if lue is not None:
            annee = an
            dates.insert(0, (lue, trouve))
    periodes = [
        Periode(debut, fin)
        for (debut, a), (fin, b) in pairwise(dates)
        if debut < fin and b.start() - a.end() < 30 and _LIEN.search(simple[a.end() : b.start()])
    ]
    semaines = [int(nombre) for nombre in _SEMAINES.findall(simple)]
    return StageLu(tuple(dict.fromkeys(periodes)), max(semaines, default=None))
