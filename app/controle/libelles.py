"""From a constat to a sentence: one for the candidate, one for the gestionnaire."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from app.controle.rapport import Constat, Rapport
from app.reglement import ReglementInconnu, reglement_de

Public = Literal["candidat", "gestionnaire"]
_SUITE_MAX = 12


@dataclass(frozen=True, slots=True)
class Libelle:
    """What is shown of a constat; `aide` is the slug of the help page, "" when none."""

    titre: str
    phrase: str
    quoi_faire: str
    aide: str

    @property
    def a_faire(self) -> str:
        """Give what to do: another name of `quoi_faire`."""
        return self.quoi_faire


@cache
def _phrases() -> dict[str, dict[str, str]]:
    chemin = Path(__file__).with_name("libelles.toml")
    return tomllib.loads(chemin.read_text(encoding="utf-8"))


def codes() -> frozenset[str]:
    """Give every code that has its sentences."""
    return frozenset(_phrases())


def _valeur(valeur: Any, code: str) -> str:
    """Write a value as a person would: a list of pages, a span of weeks, a number."""
    if valeur is None:
        return "contenu inattendu" if code == "mauvaise-piece" else "non déterminé"
    if isinstance(valeur, list | tuple):
        if code == "stage-duree":
            return " à ".join(map(str, valeur))
        suite = ", ".join(map(str, valeur[:_SUITE_MAX]))
        return suite if len(valeur) <= _SUITE_MAX else f"{suite}…"
    if isinstance(valeur, float):
        return f"{valeur:g}".replace(".", ",")
    if code == "mauvaise-piece" and str(valeur).isdigit():
        return f"annexe {valeur}"
    return str(valeur)


def libelle(
    constat: Constat | Mapping[str, Any],
    public: Public = "candidat",
    sujets: Mapping[str, str] | None = None,
) -> Libelle:
    """Give the sentences of one constat. An unknown code (an old report) gives a plain one.

    Args:
        constat: the object, or its JSON.
        sujets: the names of the subjects by code, for the constats about them.
    """
    donnees = asdict(constat) if isinstance(constat, Constat) else dict(constat)
    code = str(donnees["code"])
    phrases = _phrases().get(code)
    if phrases is None:
        return Libelle("Constat", f"Constat « {code} ».", "", "")
    doute = "_doute" if donnees.get("etat") == "douteux" else ""
    valeurs = {
        "constate": _valeur(donnees.get("constate"), code),
        "attendu": _valeur(donnees.get("attendu"), code),
        "sujet": (sujets or {}).get(str(donnees.get("attendu")), str(donnees.get("attendu"))),
    }
    phrase = phrases.get(public + doute, phrases[public])
    faire = phrases.get("a_faire" + doute, phrases["a_faire"]) if public == "candidat" else ""
    return Libelle(
        phrases["titre"], _remplir(phrase, valeurs), _remplir(faire, valeurs), phrases["aide"]
    )


def _remplir(phrase: str, valeurs: Mapping[str, str]) -> str:
    """Put the values in; what comes from a file is never itself a pattern."""
    morceaux = phrase.split("{")
    debut, suite = morceaux[0], morceaux[1:]
    for morceau in suite:
        nom, _, reste = morceau.partition("}")
        debut += valeurs[nom] + reste
    return debut


def libelles_de(rapport: Rapport | Mapping[str, Any], public: Public = "candidat") -> list[Libelle]:
    """Give the sentences of every constat of a report, in the same order."""
    donnees = rapport.vers_json() if isinstance(rapport, Rapport) else rapport
    sujets = _sujets(str(donnees.get("reglement", "")))
    return [libelle(constat, public, sujets) for constat in donnees["constats"]]


@cache
def _sujets(identifiant: str) -> Mapping[str, str]:
    """Give the names of the subjects of a règlement of the catalogue."""
    try:
        reglement = reglement_de(identifiant)
    except ReglementInconnu:
        return {}
    return {
        sujet.code: sujet.libelle
        for epreuve in reglement.epreuves
        for piece in epreuve.pieces
        for sujet in piece.sujets
    }
