"""The circular as data: what each BTS asks for, loaded from TOML into frozen objects.

What may come in: the standard library. Never: the clock, the web, the database.
"""

from app.reglement.catalogue import catalogue, charger_dossier, reglement_de
from app.reglement.chargement import charger
from app.reglement.lecture import ReglementInvalide
from app.reglement.objets import (
    FORMES,
    Composition,
    CompositionInconnue,
    Epreuve,
    EpreuveInconnue,
    Modele,
    Motif,
    Oral,
    Piece,
    PieceInconnue,
    Reglement,
    ReglementInconnu,
    Stage,
    Sujet,
)

__all__ = [
    "FORMES",
    "Composition",
    "CompositionInconnue",
    "Epreuve",
    "EpreuveInconnue",
    "Modele",
    "Motif",
    "Oral",
    "Piece",
    "PieceInconnue",
    "Reglement",
    "ReglementInconnu",
    "ReglementInvalide",
    "Stage",
    "Sujet",
    "catalogue",
    "charger",
    "charger_dossier",
    "reglement_de",
]
