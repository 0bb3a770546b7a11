"""The règlements that this installation knows: one TOML file each, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from app.reglement.chargement import charger
from app.reglement.lecture import ReglementInvalide
from app.reglement.objets import Reglement, ReglementInconnu

DOSSIER = Path(__file__).parent


def charger_dossier(dossier: Path) -> Mapping[str, Reglement]:
    """Read every règlement of a folder, by identifier. Raises ReglementInvalide."""
    trouves: dict[str, Reglement] = {}
    for chemin in sorted(dossier.glob("*.toml")):
        reglement = charger(chemin)
        if reglement.identifiant in trouves:
            probleme = f"« {reglement.identifiant} » est déjà celui d’un autre règlement."
            raise ReglementInvalide(chemin.name, 1, "identifiant", probleme)
        trouves[reglement.identifiant] = reglement
    return MappingProxyType(trouves)


@cache
def catalogue(dossier: Path | None = None) -> Mapping[str, Reglement]:
    """Give the règlements shipped with the application, and those of `dossier` if given."""
    livres = charger_dossier(DOSSIER)
    if dossier is None:
        return livres
    return MappingProxyType({**livres, **charger_dossier(dossier)})


def reglement_de(identifiant: str, dossier: Path | None = None) -> Reglement:
    """Give one règlement of the catalogue. Raises ReglementInconnu."""
    connus = catalogue(dossier)
    if identifiant not in connus:
        raise ReglementInconnu(identifiant, tuple(connus))
    return connus[identifiant]
