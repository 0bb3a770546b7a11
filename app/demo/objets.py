"""What the TOML files of the demonstration say, as frozen objects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AcademieFictive:
    cle: str
    code: str
    nom: str
    fuseau: str
    pilote: str = ""


@dataclass(frozen=True)
class EtablissementFictif:
    cle: str
    uai: str
    nom: str
    ville: str
    academie: str
    habilite: bool


@dataclass(frozen=True)
class CandidatFictif:
    """`inscriptions`: the forme of each épreuve (circular, 1.4)."""

    rang: int
    numero: str
    nom: str
    prenom: str
    naissance: date
    statut: str
    academie: str
    etablissement: str
    inscriptions: Mapping[str, str]

    @property
    def nom_complet(self) -> str:
        return f"{self.prenom} {self.nom.upper()}"


@dataclass(frozen=True)
class AgentFictif:
    identifiant: str
    nom: str
    role: str
    academie: str = ""
    etablissement: str = ""


@dataclass(frozen=True)
class CreneauFictif:
    """Opening and closing days; `cloture` may be « dans-l-heure »."""

    academie: str
    epreuve: str
    forme: str
    ouverture: int
    cloture: int | str


@dataclass(frozen=True)
class CommissionFictive:
    """Days of the window, first day of the passages, minutes between two, members' qualités."""

    nom: str
    academie: str
    epreuve: str
    forme: str
    lieu: str
    ouvre: int
    ferme: int
    jour: int
    pas: int
    candidats: tuple[int, ...]
    membres: Mapping[str, str]


@dataclass(frozen=True)
class DerogationFictive:
    candidat: int
    epreuve: str
    jour: int
    motif: str
    auteur: str
    il_y_a: int


@dataclass(frozen=True)
class DocumentFictif:
    """A PDF to make. `de`: the épreuve whose fiche was sent here; `coupe`: half of its bytes."""

    genre: str
    affaire: str = ""
    style: str = "normal"
    sans: tuple[str, ...] = ()
    de: str = ""
    vide: bool = False
    scan: bool = False
    coupe: bool = False


@dataclass(frozen=True)
class EnvoiFictif:
    """A file handed in `il_y_a` hours before the loading; `refus`: the cause of its refusal."""

    candidat: int
    epreuve: str
    piece: str
    document: DocumentFictif
    nom: str
    il_y_a: int
    refus: str = ""


@dataclass(frozen=True)
class DecisionFictive:
    candidat: int
    epreuve: str
    decision: str
    auteur: str
    il_y_a: int
    motifs: tuple[str, ...] = ()
    texte: str = ""
    raison: str = ""
    confirme_par: str = ""
    confirme_il_y_a: int = 0


@dataclass(frozen=True)
class CompteDemo:
    """One account to try: who it is, how to sign in, what to do first."""

    role: str
    nom: str
    identifiant: str
    mot_de_passe: str
    a_faire: str
