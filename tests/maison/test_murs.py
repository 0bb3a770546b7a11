"""The walls of the house. Each one is also seen to fail: a wall that cannot is not a wall."""

import ast
from collections.abc import Iterator

import pytest

from tests.maison.plan import (
    A_L_HEURE,
    CABLAGE,
    ENTREES_DU_CABLAGE,
    HORLOGES,
    PAROLES_DE_BASE,
    PLAN,
    PORTES,
    UNIQUES,
    Murs,
)
from tests.maison.source import Module, modules, sources

MAISON = sources()
SEPT_LIGNES = '"""' + "mot\n" * 7 + '"""'


def fautes(textes: dict[str, str]) -> list[str]:
    """Everything in these sources that crosses a wall, one sentence each."""
    return [f for fichier in textes.items() for f in fautes_du_fichier(*fichier)] + cercles(textes)


def fautes_du_fichier(chemin: str, texte: str) -> list[str]:
    module = Module(chemin, texte)
    return [
        f"{chemin}:{ligne} {faute}"
        for controle in (_voisins, _dehors, _caches, _portes, _horloge, _plaque)
        for ligne, faute in controle(module)
    ]


def _voisins(module: Module) -> Iterator[tuple[int, str]]:
    for import_ in module.notres:
        if not _permis(module.piece, import_.nom):
            yield import_.ligne, f"{module.piece} brings in {import_.nom}"


def _permis(piece: str, nom: str) -> bool:
    if nom.startswith("."):
        return False
    cible = nom.removeprefix("app.").split(".")
    if cible[0] == piece:
        return True
    if piece in CABLAGE:
        return cible[0] not in CABLAGE or cible[0] in ENTREES_DU_CABLAGE[piece]
    admis = PLAN.get(piece, Murs(frozenset(), frozenset())).notres
    return any(cible[: len(a)] == a for a in (ouvert.split(".") for ouvert in admis))


def _dehors(module: Module) -> Iterator[tuple[int, str]]:
    for import_ in module.dehors:
        bibliotheque = import_.nom.partition(".")[0]
        seules = UNIQUES.get(bibliotheque)
        if seules is not None:
            admis = module.piece in seules
        else:
            admis = module.piece in CABLAGE or bibliotheque in PLAN[module.piece].dehors
        if not admis:
            yield import_.ligne, f"{module.piece} brings in {bibliotheque}"


def _caches(module: Module) -> Iterator[tuple[int, str]]:
    for import_ in module.imports:
        if import_.cache:
            yield import_.ligne, f"import of {import_.nom} hidden in a function"
    for appel, ligne in module.appels():
        if appel in ("__import__", "importlib.import_module", "import_module"):
            yield ligne, f"{appel}: an import that no wall can see"


def _portes(module: Module) -> Iterator[tuple[int, str]]:
    if module.piece not in PORTES:
        return
    for appel, ligne in module.appels():
        porteur, _, verbe = appel.rpartition(".")
        sur_la_base = not porteur or porteur in ("db", "session_bd()", "session")
        if verbe in PAROLES_DE_BASE and sur_la_base:
            yield ligne, f"a door calls {appel}"


def _horloge(module: Module) -> Iterator[tuple[int, str]]:
    if module.chemin in A_L_HEURE:
        return
    for n in ast.walk(module.arbre):
        if isinstance(n, ast.Attribute) and ast.unparse(n).endswith(HORLOGES):
            yield n.lineno, f"looks at the clock: {ast.unparse(n)}"


def _plaque(module: Module) -> Iterator[tuple[int, str]]:
    plaque = ast.get_docstring(module.arbre) or ""
    if module.est_paquet and not 1 <= len(plaque.splitlines()) <= 6:
        yield 1, "a room without its plate (1 to 6 lines)"
    elif not plaque:
        yield 1, "a file that does not say what it holds"


def cercles(textes: dict[str, str]) -> list[str]:
    """Circles of imports: what remains when modules that bring in nothing left are taken away."""
    connus = {module.nom for module in modules(textes)}
    reste = {
        module.nom: {
            cible
            for import_ in module.notres
            for cible in (import_.nom, import_.nom.rpartition(".")[0])
            if cible in connus and cible != module.nom
        }
        for module in modules(textes)
    }
    # A package that re-exports its own modules, and they importing from it, is one circle too.
    while feuilles := [nom for nom, cibles in reste.items() if not cibles & reste.keys()]:
        for nom in feuilles:
            del reste[nom]
    while racines := [n for n in reste if not any(n in cibles for cibles in reste.values())]:
        for nom in racines:
            del reste[nom]
    return [f"circle of imports through {', '.join(sorted(reste))}"] if reste else []


def avec(chemin: str, ajout: str) -> dict[str, str]:
    """The house as it stands, with these lines added to one file."""
    return MAISON | {chemin: MAISON.get(chemin, '"""Une pièce."""\n') + "\n" + ajout + "\n"}


def test_the_house_stands_within_its_walls() -> None:
    assert fautes(MAISON) == []


def test_the_plan_names_the_rooms_that_exist_and_no_other() -> None:
    assert {module.piece for module in modules(MAISON)} <= PLAN.keys() | CABLAGE
    assert PLAN.keys() <= {module.piece for module in modules(MAISON)}


PERCEES = [
    ("app/reglement/objets.py", "from app.controle import rapport", "reglement brings in"),
    ("app/controle/rapport.py", "import flask", "controle brings in flask"),
    ("app/controle/rapport.py", "from sqlalchemy import select", "brings in sqlalchemy"),
    ("app/stockage/local.py", "from app.depots import models", "stockage brings in app.depots"),
    ("app/journal/registre.py", "from flask_login import current_user", "brings in flask_login"),
    ("app/taches/reveil.py", "from app.worker import boucle", "taches brings in app.worker"),
    ("app/archives/plan.py", "from app.stockage import local", "archives brings in app.stockage"),
    ("app/comptes/models.py", "from app.examens import models", "comptes brings in app.examens"),
    ("app/examens/models.py", "from app.depots import models", "examens brings in app.depots"),
    ("app/depots/droits.py", "from app.conformite import avis", "depots brings in app.conformite"),
    ("app/depots/droits.py", "from flask import request", "depots brings in flask"),
    ("app/depots/droits.py", "from pypdf import PdfReader", "depots brings in pypdf"),
    ("app/depots/droits.py", "import boto3", "depots brings in boto3"),
    ("app/depots/droits.py", "from app.candidats import forms", "depots brings in app.candidats"),
    ("app/depots/droits.py", "from app.comptes.acces import personne", "app.comptes.acces"),
    ("app/conformite/avis.py", "from app.oraux import models", "conformite brings in app.oraux"),
    ("app/conformite/avis.py", "import wtforms", "conformite brings in wtforms"),
    ("app/conformite/avis.py", "from . import models", "brings in ."),
    ("app/oraux/kits.py", "from app.application import create_app", "app.application"),
    ("app/candidats/routes.py", "from app.academie import forms", "candidats brings in"),
    ("app/candidats/routes.py", "from app.journal import inscrire", "brings in app.journal"),
    ("app/commissions/routes.py", "from app.stockage.local import StockageLocal", "app.stockage"),
    ("app/commissions/routes.py", "from app.controle.rapport import Rapport", "controle.rapport"),
    ("app/academie/routes.py", "x = select(1)", "a door calls select"),
    ("app/academie/routes.py", "session_bd().commit()", "a door calls session_bd().commit"),
    ("app/academie/routes.py", "db = 0\ndb.execute(1)", "a door calls db.execute"),
    ("app/worker/boucle.py", "from app.candidats import routes", "worker brings in app.candidats"),
    ("app/cli/base.py", "from pypdf import PdfReader", "cli brings in pypdf"),
    ("app/cli/base.py", "from app.application import create_app", "cli brings in app.application"),
    ("app/depots/droits.py", "def f():\n    import json", "hidden in a function"),
    ("app/depots/droits.py", "import importlib\nimportlib.import_module('x')", "no wall can see"),
    ("app/depots/droits.py", "from datetime import datetime\nx = datetime.now()", "the clock"),
    ("app/depots/droits.py", "import time\nx = lambda: time.time()", "the clock"),
    ("app/nouvelle/__init__.py", "import app.base", "nouvelle brings in app.base"),
]


@pytest.mark.parametrize(("chemin", "ajout", "attendu"), PERCEES)
def test_a_hole_in_a_wall_is_seen(chemin: str, ajout: str, attendu: str) -> None:
    vues = fautes_du_fichier(chemin, avec(chemin, ajout)[chemin])
    assert any(attendu in faute for faute in vues), vues


def test_a_room_without_its_plate_is_seen() -> None:
    assert "plate" in fautes_du_fichier("app/depots/__init__.py", "")[0]
    assert "plate" in fautes_du_fichier("app/depots/__init__.py", SEPT_LIGNES)[0]
    assert "does not say" in fautes_du_fichier("app/depots/droits.py", "x = 1\n")[0]


def test_a_circle_of_imports_is_seen() -> None:
    vus = cercles(avec("app/depots/droits.py", "from app.depots import reception"))
    assert vus == ["circle of imports through app.depots.droits, app.depots.reception"]
