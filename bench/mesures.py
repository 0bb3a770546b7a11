"""What a benchmark gives, how it is shown and kept."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTATS = Path(__file__).with_name("resultats.jsonl")


@dataclass(frozen=True)
class Mesure:
    """One figure, its peer's in the same run, and the goal that the ratio is held to.

    `objectif` reads « <= 1.15 » or « >= 1.8 »; empty when the figure is only told.
    """

    banc: str
    nom: str
    valeur: float
    unite: str
    pair: str = ""
    valeur_du_pair: float | None = None
    rapport: float | None = None
    objectif: str = ""

    @property
    def atteint(self) -> bool | None:
        """Whether the goal is met; None without goal."""
        if not self.objectif or self.rapport is None:
            return None
        sens, _, borne = self.objectif.partition(" ")
        return self.rapport <= float(borne) if sens == "<=" else self.rapport >= float(borne)


def montrer(mesures: Iterable[Mesure]) -> str:
    """A table, one figure a line."""
    lignes = [("figure", "value", "peer", "value", "ratio", "goal", "")]
    for m in mesures:
        lignes.append(
            (
                m.nom,
                f"{m.valeur:.4g} {m.unite}",
                m.pair,
                "" if m.valeur_du_pair is None else f"{m.valeur_du_pair:.4g} {m.unite}",
                "" if m.rapport is None else f"{m.rapport:.2f}",
                m.objectif,
                {True: "met", False: "MISSED", None: ""}[m.atteint],
            )
        )
    largeurs = [max(len(ligne[n]) for ligne in lignes) for n in range(len(lignes[0]))]
    return "\n".join(
        "  ".join(mot.ljust(n) for mot, n in zip(ligne, largeurs, strict=True)).rstrip()
        for ligne in lignes
    )


def garder(mesures: Iterable[Mesure]) -> None:
    """Add one JSON line a figure to `resultats.jsonl`."""
    quand = datetime.now(UTC).isoformat(timespec="seconds")
    with RESULTATS.open("a", encoding="utf-8") as fichier:
        for mesure in mesures:
            ligne = {"le": quand, "python": platform.python_version(), **asdict(mesure)}
            fichier.write(json.dumps(ligne, ensure_ascii=False) + "\n")
