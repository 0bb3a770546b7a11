"""Reads the house as text, by its syntax trees: modules, imports, calls. Executes none of it."""

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
FONCTION = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> dict[str, str]:
    """Every Python file of the house: path from the root of the project, and text."""
    fichiers = sorted((RACINE / "app").rglob("*.py"))
    return {f.relative_to(RACINE).as_posix(): f.read_text() for f in fichiers}


@dataclass(frozen=True)
class Import:
    """One name brought in: `app.depots.models.Version`, `flask.request`…; `cache` in a function."""

    nom: str
    ligne: int
    cache: bool


@dataclass(frozen=True)
class Module:
    chemin: str
    texte: str

    @property
    def nom(self) -> str:
        return self.chemin.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def est_paquet(self) -> bool:
        return self.chemin.endswith("/__init__.py")

    @property
    def piece(self) -> str:
        """The room: `depots` for app/depots/models.py, `base` for app/base.py."""
        return [*self.nom.split("."), "app"][1]

    @cached_property
    def arbre(self) -> ast.Module:
        return ast.parse(self.texte, self.chemin)

    @cached_property
    def fonctions(self) -> list[FONCTION]:
        return [n for n in ast.walk(self.arbre) if isinstance(n, FONCTION)]

    @cached_property
    def imports(self) -> list[Import]:
        caches = {id(n) for fonction in self.fonctions for n in ast.walk(fonction)}
        return [
            Import(nom, n.lineno, id(n) in caches)
            for n in ast.walk(self.arbre)
            if isinstance(n, ast.Import | ast.ImportFrom)
            for nom in _noms(n)
        ]

    @property
    def notres(self) -> list[Import]:
        return [i for i in self.imports if i.nom == "app" or i.nom.startswith(("app.", "."))]

    @property
    def dehors(self) -> list[Import]:
        """What comes from other libraries, the standard one left out."""
        connus = sys.stdlib_module_names | {"app", ""}
        return [i for i in self.imports if i.nom.partition(".")[0] not in connus]

    def appels(self) -> Iterator[tuple[str, int]]:
        """Every call, by its last name and whole: `select`, `db.commit`, with its line."""
        for n in ast.walk(self.arbre):
            if isinstance(n, ast.Call):
                yield ast.unparse(n.func), n.lineno


def _noms(n: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(n, ast.Import):
        return [alias.name for alias in n.names]
    debut = "." * n.level + (n.module or "")
    return [f"{debut}.{alias.name}" for alias in n.names]


def modules(textes: Mapping[str, str]) -> list[Module]:
    return [Module(chemin, texte) for chemin, texte in textes.items()]


def lignes(fonction: FONCTION) -> int:
    """How long a function is: from `def` to its end, its docstring left out."""
    entete = fonction.body[0]
    docstring = ast.get_docstring(fonction, clean=False) is not None
    retire = (entete.end_lineno or 0) - entete.lineno + 1 if docstring else 0
    return (fonction.end_lineno or 0) - fonction.lineno + 1 - retire
