"""The sizes of the house (design, budgets): small files, short functions, shorter routes."""

import ast
from statistics import median

import pytest

from tests.maison.source import FONCTION, RACINE, Module, lignes, modules, sources

FICHIER, FONCTION_MAX, MEDIANE, ROUTE, ARGUMENTS = 250, 30, 8, 15, 6

DISPENSES: dict[str, tuple[int, str]] = {}
"""« file: function » → the size allowed instead, and the reason. Few."""

MAISON = modules(sources())
ESSAIS = [
    Module(f.relative_to(RACINE).as_posix(), f.read_text())
    for f in sorted((RACINE / "tests").rglob("*.py"))
]


def budget(module: Module, fonction: FONCTION) -> int:
    dispense = DISPENSES.get(f"{module.chemin}: {fonction.name}")
    if dispense:
        return dispense[0]
    return ROUTE if est_route(fonction) else FONCTION_MAX


def est_route(fonction: FONCTION) -> bool:
    """Hung on a blueprint: `@porte.get(…)`, `@porte.post(…)`, `@porte.route(…)`."""
    decorateurs = [ast.unparse(d) for d in fonction.decorator_list]
    return any(d.startswith(("porte.get(", "porte.post(", "porte.route(")) for d in decorateurs)


def trop_longues(module: Module) -> list[str]:
    return [
        f"{module.chemin}: {f.name} ({lignes(f)} lines, {budget(module, f)} allowed)"
        for f in module.fonctions
        if lignes(f) > budget(module, f)
    ]


def arguments(fonction: FONCTION) -> int:
    args = fonction.args
    return len([a for a in args.posonlyargs + args.args + args.kwonlyargs if a.arg != "self"])


@pytest.mark.parametrize("module", MAISON + ESSAIS, ids=lambda m: m.chemin)
def test_a_file_is_read_in_one_sitting(module: Module) -> None:
    hauteur = len(module.texte.splitlines())
    assert hauteur <= FICHIER, f"{module.chemin}: {hauteur} lines"


def test_no_function_and_no_route_is_longer_than_its_budget() -> None:
    assert [f for module in MAISON for f in trop_longues(module)] == []


def test_half_of_the_functions_are_very_short() -> None:
    assert median(lignes(f) for module in MAISON for f in module.fonctions) <= MEDIANE


def test_no_function_asks_for_more_than_a_handful_of_things() -> None:
    gourmandes = [
        f"{module.chemin}: {f.name} ({arguments(f)})"
        for module in MAISON
        for f in module.fonctions
        if arguments(f) > ARGUMENTS
    ]
    assert gourmandes == []


def test_each_waiver_is_still_needed_and_says_why() -> None:
    connues = {f"{m.chemin}: {f.name}": lignes(f) for m in MAISON for f in m.fonctions}
    assert DISPENSES.keys() <= connues.keys()
    assert [n for n, (_, raison) in DISPENSES.items() if len(raison.split()) < 5] == []


def test_a_long_function_and_a_long_route_are_seen() -> None:
    corps = "    x = 1\n" * ROUTE
    route = Module("app/x.py", f"@porte.get('/')\ndef page():\n{corps}")
    fonction = Module("app/x.py", f"def acte():\n{corps}")
    assert trop_longues(route) == ["app/x.py: page (16 lines, 15 allowed)"]
    assert trop_longues(fonction) == []
    assert trop_longues(Module("app/x.py", f"def acte():\n{corps * 2}")) != []


def test_a_docstring_costs_nothing() -> None:
    module = Module("app/x.py", 'def acte():\n    """' + "mot\n" * 40 + '"""\n    return 1\n')
    assert trop_longues(module) == []
