"""Strict reading of a TOML file: each fault is told with its file, its key and its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")
_SEGMENT = re.compile(r'\s*(?:"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+))\s*(\.|$|=)')


class ReglementInvalide(ValueError):
    """A règlement file is not well formed; the message names file, line and key."""

    def __init__(self, fichier: str, ligne: int, cle: str, probleme: str) -> None:
        self.fichier, self.ligne, self.cle, self.probleme = fichier, ligne, cle, probleme
        super().__init__(f"{fichier}, ligne {ligne}, « {cle} » : {probleme}")


def _segments(texte: str) -> tuple[str, ...]:
    """Split `a.b."c d"`, or what stands before the sign =, into its keys."""
    trouves: list[str] = []
    position = 0
    while cle := _SEGMENT.match(texte, position):
        trouves.append(next(groupe for groupe in cle.groups()[:3] if groupe is not None))
        position = cle.end()
        if cle[4] != ".":
            break
    return tuple(trouves)


def _cles(texte: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give each (line, full path) that the file defines, in its order."""
    table: tuple[str, ...] = ()
    for numero, brute in enumerate(texte.splitlines(), start=1):
        ligne = brute.strip()
        if ligne.startswith("["):
            table = _segments(ligne.strip("[] ").split("]")[0])
            yield numero, table
        elif "=" in ligne and not ligne.startswith("#"):
            yield numero, table + _segments(ligne)


def ligne_de(texte: str, chemin: tuple[str, ...]) -> int:
    """Give the line of the key at `chemin`, or of the nearest table that holds it."""
    meilleure, profondeur = 1, 0
    for numero, trouve in _cles(texte):
        commun = len(trouve) if chemin[: len(trouve)] == trouve else 0
        if commun > profondeur:
            meilleure, profondeur = numero, commun
    return meilleure


def _nature(valeur: object, attendu: type) -> bool:
    """True when the value is of that type; a boolean is never a number."""
    if isinstance(valeur, bool):
        return attendu is bool
    return isinstance(valeur, attendu)


@dataclass(slots=True)
class Noeud:
    """A table of the file; what is not asked for before `fini` is a fault."""

    donnees: dict[str, Any]
    texte: str
    fichier: str
    chemin: tuple[str, ...] = ()
    lus: set[str] = field(default_factory=set)

    def refuser(self, cle: str, probleme: str) -> NoReturn:
        """Raise ReglementInvalide for that key of this table."""
        chemin = (*self.chemin, cle) if cle else self.chemin
        ligne = ligne_de(self.texte, chemin)
        raise ReglementInvalide(self.fichier, ligne, ".".join(chemin), probleme)

    def _prendre(self, cle: str, attendu: type, nom: str) -> Any:
        self.lus.add(cle)
        if cle not in self.donnees:
            self.refuser(cle, f"cette clé est obligatoire ({nom}) et manque.")
        valeur = self.donnees[cle]
        if not _nature(valeur, attendu):
            self.refuser(cle, f"{nom} attendu, « {valeur} » trouvé.")
        return valeur

    def chaine(self, cle: str) -> str:
        """Give a text that is not empty."""
        valeur: str = self._prendre(cle, str, "un texte")
        if not valeur.strip():
            self.refuser(cle, "ce texte ne peut pas être vide.")
        return valeur

    def choix(self, cle: str, permis: tuple[str, ...]) -> str:
        """Give a text that is one of `permis`."""
        valeur = self.chaine(cle)
        if valeur not in permis:
            self.refuser(cle, f"« {valeur} » est inconnu ; valeurs : {', '.join(permis)}.")
        return valeur

    def entier(self, cle: str, mini: int = 1, maxi: int = 100_000) -> int:
        """Give a whole number between two bounds."""
        valeur: int = self._prendre(cle, int, "un nombre entier")
        if not mini <= valeur <= maxi:
            self.refuser(cle, f"{valeur} n’est pas entre {mini} et {maxi}.")
        return valeur

    def nombre(self, cle: str) -> float:
        """Give a number, whole or not, above zero."""
        self.lus.add(cle)
        valeur = self.donnees[cle]
        if isinstance(valeur, bool) or not isinstance(valeur, int | float) or valeur <= 0:
            self.refuser(cle, f"un nombre positif attendu, « {valeur} » trouvé.")
        return float(valeur)

    def drapeau(self, cle: str) -> bool:
        """Give true or false."""
        valeur: bool = self._prendre(cle, bool, "true ou false")
        return valeur

    def chaines(self, cle: str, permis: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Give a list of texts, each one of `permis` when given, none twice."""
        valeurs: list[Any] = self._prendre(cle, list, "une liste de textes")
        for valeur in valeurs:
            if not isinstance(valeur, str) or not valeur.strip():
                self.refuser(cle, f"« {valeur} » n’est pas un texte.")
            if permis is not None and valeur not in permis:
                self.refuser(cle, f"« {valeur} » est inconnu ; valeurs : {', '.join(permis)}.")
        if len(set(valeurs)) != len(valeurs):
            self.refuser(cle, "une valeur est écrite deux fois.")
        return tuple(valeurs)

    def a(self, cle: str) -> bool:
        """True when the table holds that optional key."""
        return cle in self.donnees

    def table(self, cle: str) -> "Noeud":
        """Give the table of that name, itself to be read whole."""
        valeur: dict[str, Any] = self._prendre(cle, dict, "une table")
        return Noeud(valeur, self.texte, self.fichier, (*self.chemin, cle))

    def tables(self, cle: str) -> Iterator[tuple[str, "Noeud"]]:
        """Give the tables found under that name, none when it is absent."""
        if self.a(cle):
            ensemble = self.table(cle)
            for nom in ensemble.donnees:
                yield nom, ensemble.table(nom)

    def fini(self) -> None:
        """Refuse the keys that nobody has asked for."""
        for cle in self.donnees:
            if cle not in self.lus:
                self.refuser(cle, "cette clé est inconnue (faute de frappe ?).")


def ouvrir(chemin: Path) -> Noeud:
    """Read a TOML file. Raises ReglementInvalide when it is not TOML, in UTF-8."""
    try:
        texte = chemin.read_text(encoding="utf-8")
        return Noeud(tomllib.loads(texte), texte, chemin.name)
    except tomllib.TOMLDecodeError as faute:
        ligne = re.search(r"line (\d+)", str(faute))
        numero = int(ligne[1]) if ligne else texte.count("\n") + 1
        raise ReglementInvalide(chemin.name, numero, "syntaxe", str(faute)) from faute
    except (OSError, UnicodeDecodeError) as faute:
        raise ReglementInvalide(chemin.name, 1, "fichier", f"illisible : {faute}") from faute


class Table(Mapping[str, T]):
    """A mapping that nobody can change, and that can be sent to another process."""

    __slots__ = ("_donnees",)

    def __init__(self, donnees: Mapping[str, T]) -> None:
        self._donnees = dict(donnees)

    def __getitem__(self, cle: str) -> T:
        return self._donnees[cle]

    def __iter__(self) -> Iterator[str]:
        return iter(self._donnees)

    def __len__(self) -> int:
        return len(self._donnees)

    def __repr__(self) -> str:
        return f"Table({self._donnees!r})"
