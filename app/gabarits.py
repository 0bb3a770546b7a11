"""What templates may call: French dates, sizes, plurals, and the links of a list's pages.

Everything but `url_de_page` is a pure function: the clock and the time zone are arguments.
Nothing depends on the locale of the machine. Numbers and their units are joined by a
non-breaking space (U+00A0), thousands by a narrow one (U+202F), as French typography asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, request
from jinja2 import StrictUndefined

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
HEURES = {
    "Europe/Paris": "heure de Paris",
    "Indian/Reunion": "heure de La Réunion",
    "Indian/Mayotte": "heure de Mayotte",
    "America/Martinique": "heure de la Martinique",
    "America/Guadeloupe": "heure de la Guadeloupe",
    "America/Cayenne": "heure de la Guyane",
    "America/Miquelon": "heure de Saint-Pierre-et-Miquelon",
    "America/St_Barthelemy": "heure de Saint-Barthélemy",
    "America/Marigot": "heure de Saint-Martin",
    "Pacific/Noumea": "heure de Nouvelle-Calédonie",
    "Pacific/Tahiti": "heure de Tahiti",
    "Pacific/Marquesas": "heure des îles Marquises",
    "Pacific/Gambier": "heure des îles Gambier",
    "Pacific/Wallis": "heure de Wallis-et-Futuna",
    "UTC": "temps universel",
}
ROLES = {
    "candidat": "Candidat",
    "etablissement": "Établissement",
    "gestionnaire": "Gestionnaire",
    "responsable": "Responsable",
    "commission": "Membre de commission",
    "administrateur": "Administrateur",
}
PARIS = "Europe/Paris"
NBSP = "\u00a0"
FINE = "\u202f"


@dataclass(frozen=True)
class Plage:
    """Consecutive pages of one type: physical page numbers, from 1, both ends included."""

    type: str
    debut: int
    fin: int


def nom_du_fuseau(fuseau: str) -> str:
    """Give the French name of the clock of an IANA zone, or the zone itself when unknown."""
    return HEURES.get(fuseau, f"fuseau {fuseau}")


def _local(moment: datetime, fuseau: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("un instant sans fuseau ne peut pas être affiché")
    return moment.astimezone(ZoneInfo(fuseau))


def jour(moment: datetime, fuseau: str = PARIS) -> str:
    """Give « lundi 23 novembre 2026 » in that zone. Raises ValueError on a naive datetime."""
    local = _local(moment, fuseau)
    quantieme = "1er" if local.day == 1 else str(local.day)
    mois = MOIS[local.month - 1]
    return f"{JOURS[local.weekday()]} {quantieme}{NBSP}{mois}{NBSP}{local.year}"


def heure(moment: datetime, fuseau: str = PARIS) -> str:
    """Give « 18 h 00 » in that zone. Raises ValueError on a naive datetime."""
    local = _local(moment, fuseau)
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def instant(moment: datetime, fuseau: str = PARIS) -> str:
    """Give « lundi 23 novembre 2026 à 18 h 00 (heure de La Réunion) »: always with its zone."""
    return f"{jour(moment, fuseau)} à {heure(moment, fuseau)} ({nom_du_fuseau(fuseau)})"


def instant_precis(moment: datetime, fuseau: str = PARIS) -> str:
    """Give the instant to the second, for a proof: « … à 18 h 00 min 07 s (heure de Paris) »."""
    seconde = f"min{NBSP}{_local(moment, fuseau).second:02d}{NBSP}s"
    nom = nom_du_fuseau(fuseau)
    return f"{jour(moment, fuseau)} à {heure(moment, fuseau)}{NBSP}{seconde} ({nom})"


def _duree(ecart: timedelta) -> str:
    minutes = int(ecart.total_seconds()) // 60
    heures, jours = minutes // 60, minutes // 1440
    if jours >= 2:
        return f"{jours}{NBSP}jours"
    if jours == 1:
        return f"1{NBSP}jour" + (f" et {heures - 24}{NBSP}h" if heures > 24 else "")
    if heures:
        return f"{heures}{NBSP}h" + (f"{NBSP}{minutes % 60:02d}" if minutes % 60 else "")
    return f"{minutes}{NBSP}min"


def dans(moment: datetime, maintenant: datetime) -> str:
    """Give « dans 2 h 10 », « il y a 3 jours », or « à l'instant » under one minute.

    Rounded down, so that the time left before a deadline is never overstated.
    """
    ecart = abs(moment - maintenant)
    if ecart < timedelta(minutes=1):
        return "à l'instant" if moment <= maintenant else "dans moins d'une minute"
    return f"dans {_duree(ecart)}" if moment > maintenant else f"il y a {_duree(ecart)}"


def nombre(valeur: int | float) -> str:
    """Give 1 234 567 or 12,5: French separators, at most one decimal for a float."""
    texte = f"{valeur:,}" if isinstance(valeur, int) else f"{valeur:,.1f}".removesuffix(".0")
    return texte.replace(",", FINE).replace(".", ",")


def taille(octets: int) -> str:
    """Give a size in octets as « 512 octets », « 378 ko », « 4,9 Mo » (1 ko = 1 000 octets)."""
    if octets < 1000:
        return pluriel(octets, "octet")
    rang = next((n for n in range(1, 4) if octets < 999.5 * 1000**n), 4)
    valeur = octets / 1000**rang
    unite = ("ko", "Mo", "Go", "To")[rang - 1]
    return f"{nombre(round(valeur) if valeur >= 9.95 else round(valeur, 1))}{NBSP}{unite}"


def pluriel(compte: int, mot: str, mots: str | None = None) -> str:
    """Give « 0 page », « 1 page », « 3 pages »; `mots` is the plural when it is not mot + s."""
    accorde = mot if abs(compte) < 2 else (mots or f"{mot}s")
    return f"{nombre(compte)}{NBSP}{accorde}"


def role_en_clair(role: object) -> str:
    """Give the French name of a role (its code, or an enum whose value is the code)."""
    code = str(getattr(role, "value", role))
    return ROLES.get(code, code)


def plages(pages: Iterable[Mapping[str, Any]]) -> list[Plage]:
    """Group the page map of a Rapport into runs of consecutive pages of one type."""
    runs = (list(run) for _, run in groupby(pages, key=lambda page: page["type"]))
    return [Plage(run[0]["type"], run[0]["page"], run[-1]["page"]) for run in runs]


def page_du_pdf(url: str, numero: int) -> str:
    """Give the address of a PDF opened at a physical page, from 1.

    The page is in the query too: a viewer in a frame does not move when only the fragment changes.
    """
    liaison = "&" if "?" in url else "?"
    return f"{url}{liaison}page={numero}#page={numero}&navpanes=0"


def url_de_page(numero: int) -> str:
    """Give the address of this list at another page, its other criteria kept."""
    criteres = {**request.args.to_dict(flat=False), "page": [numero]}
    return f"{request.path}?{urlencode(criteres, doseq=True)}"


FILTRES = (
    instant, instant_precis, jour, heure, dans, nombre, taille, pluriel, plages, page_du_pdf,
    role_en_clair,
)  # fmt: skip


def equiper(app: Flask) -> None:
    """Give templates their filters; a name misspelt in a template fails instead of showing ''."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update({filtre.__name__: filtre for filtre in FILTRES})
    app.jinja_env.globals["url_de_page"] = url_de_page
