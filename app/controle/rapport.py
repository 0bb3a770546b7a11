"""The report of one reading: what the command prints and what the database keeps."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any

from app.reglement import Reglement

MOTEUR = "1"
MACHINE = "lecture automatique"
GRAVITES = ("information", "attention", "bloquant")


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked: the name given to the file, and the slot it was handed in for."""

    fichier: str
    reglement: Reglement
    epreuve: str
    piece: str
    forme: str

    @property
    def nom(self) -> str:
        """Give the bare name, without folder and without control characters."""
        court = PurePath(self.fichier.replace("\\", "/")).name[:255]
        return "".join(c if c.isprintable() else "_" for c in court)


@dataclass(frozen=True, slots=True)
class Constat:
    """One finding. `etat` is `certain`, or `douteux` when the reader cannot be sure."""

    code: str
    gravite: str
    etat: str = "certain"
    page: int | None = None
    constate: Any = None
    attendu: Any = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class SujetLu:
    """What was found of a required subject; `raison` is a French sentence when in doubt."""

    etat: str
    page: int | None = None
    titre: str | None = None
    raison: str | None = None


@dataclass(frozen=True, slots=True)
class ModeleLu:
    """The official form recognised; `rempli` is None when that cannot be told."""

    annexe: str
    rempli: bool | None


@dataclass(frozen=True, slots=True)
class PageLue:
    """The type of one page, counted from 1."""

    page: int
    type: str


@dataclass(slots=True)
class Rapport:
    """All findings on one file. Physical page numbers, from 1; `duree_ms` in milliseconds."""

    fichier: str
    sha256: str
    taille: int
    reglement: str
    revision: str
    moteur: str = MOTEUR
    lisible: bool = False
    texte: str | None = None
    pages_total: int | None = None
    pages_corps_avec_garde: int | None = None
    pages_corps: int | None = None
    pages_corps_sans_sommaire: int | None = None
    annexes_debut: int | None = None
    pages: list[PageLue] = field(default_factory=list)
    sujets: dict[str, SujetLu] = field(default_factory=dict)
    modele: ModeleLu | None = None
    constats: list[Constat] = field(default_factory=list)
    avis: str = "illisible"
    duree_ms: int = 0

    def noter(self, code: str, gravite: str, **details: Any) -> None:
        """Add one finding."""
        self.constats.append(Constat(code, gravite, **details))

    def vers_json(self) -> dict[str, Any]:
        """Give the report as plain data, its keys always in the same order."""
        return asdict(self)

    @classmethod
    def depuis_json(cls, donnees: Mapping[str, Any]) -> "Rapport":
        """Make the report again from `vers_json`. Raises TypeError on unknown keys."""
        valeurs = dict(donnees)
        valeurs["pages"] = [PageLue(**page) for page in valeurs["pages"]]
        valeurs["sujets"] = {code: SujetLu(**lu) for code, lu in valeurs["sujets"].items()}
        valeurs["constats"] = [Constat(**constat) for constat in valeurs["constats"]]
        modele = valeurs["modele"]
        valeurs["modele"] = None if modele is None else ModeleLu(**modele)
        return cls(**valeurs)


def avis_de(rapport: Rapport) -> str:
    """Sum the findings up in one word; it never says conforme or non conforme."""
    if not rapport.lisible:
        return "illisible"
    if any(constat.gravite != "information" for constat in rapport.constats):
        return "a-verifier"
    return "rien-a-signaler"


def rapport_vide(demande: Demande, sha256: str, taille: int) -> Rapport:
    """Give the report of a file of which nothing is known yet but its bytes."""
    reglement = demande.reglement
    return Rapport(
        fichier=demande.nom,
        sha256=sha256,
        taille=taille,
        reglement=reglement.identifiant,
        revision=reglement.revision,
    )
