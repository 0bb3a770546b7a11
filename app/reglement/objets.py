"""The règlement of one BTS session, as frozen objects. Every one quotes its `source`."""

from collections.abc import Mapping
from dataclasses import dataclass

FORMES = ("ccf", "ponctuelle")


class _Inconnu(LookupError):
    """Something was asked for by a code that the règlement does not know."""

    quoi = "Élément inconnu"

    def __init__(self, code: str, connus: tuple[str, ...]) -> None:
        self.code = code
        self.connus = connus
        super().__init__(f"{self.quoi} : « {code} ». Valeurs possibles : {', '.join(connus)}.")


class ReglementInconnu(_Inconnu):
    """No règlement of that identifier was loaded."""

    quoi = "Règlement inconnu"


class EpreuveInconnue(_Inconnu):
    """The règlement has no épreuve of that code."""

    quoi = "Épreuve inconnue"


class PieceInconnue(_Inconnu):
    """The épreuve expects no pièce of that code."""

    quoi = "Pièce inconnue"


class CompositionInconnue(_Inconnu):
    """The règlement names no commission for that forme of the épreuve."""

    quoi = "Aucune commission n’est prévue pour cette forme"


@dataclass(frozen=True, slots=True)
class Sujet:
    """A subject that a dossier must treat, with the words by which students announce it.

    `termes` maps a phrase to its weight: 3 in a heading is enough, 1 or 2 is a clue, a
    negative weight speaks against. A word that ends in `*` stands for all its endings.
    """

    code: str
    libelle: str
    termes: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class Modele:
    """An official form (an annexe of the circular) and the words that reveal it."""

    annexe: str
    titre: str
    pages: int
    role: str
    epreuve: str
    forme: str | None
    signes: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A thing that the candidate hands in for one épreuve.

    `titres_neutres`: headings that are about none of the subjects. `sujet_du_produit`: the
    subject of a heading that names the product on the cover.
    """

    code: str
    libelle: str
    obligatoire: bool
    plusieurs: bool
    formats: tuple[str, ...]
    pages_max: int | None
    modeles: Mapping[str, Modele]
    garde: Modele | None
    sujets: tuple[Sujet, ...]
    titres_neutres: tuple[str, ...]
    sujet_du_produit: str | None
    source: str

    def modele(self, forme: str) -> Modele | None:
        """Give the official form expected for this forme, None when the pièce is free."""
        return self.modeles.get(forme)


@dataclass(frozen=True, slots=True)
class Composition:
    """Who sits in a commission; those of `peut_manquer` may be absent."""

    qualites: tuple[str, ...]
    peut_manquer: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Oral:
    """How long the oral of one forme lasts, in minutes."""

    duree: int
    preparation: int
    source: str


@dataclass(frozen=True, slots=True)
class Epreuve:
    """An épreuve (or the stage) for which something is deposited."""

    code: str
    libelle: str
    coefficient: float | None
    facultative: bool
    conformite: bool
    formes: tuple[str, ...]
    pieces: tuple[Piece, ...]
    compositions: Mapping[str, Composition]
    oraux: Mapping[str, Oral]
    source: str

    def piece(self, code: str) -> Piece:
        """Give the pièce of that code. Raises PieceInconnue."""
        for piece in self.pieces:
            if piece.code == code:
                return piece
        raise PieceInconnue(code, tuple(piece.code for piece in self.pieces))

    def composition(self, forme: str) -> Composition:
        """Give the commission of that forme. Raises CompositionInconnue."""
        try:
            return self.compositions[forme]
        except KeyError:
            raise CompositionInconnue(forme, tuple(self.compositions)) from None


@dataclass(frozen=True, slots=True)
class Motif:
    """A ground of non-conformité that a text knows, for the épreuves named."""

    code: str
    libelle: str
    epreuves: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Durations of the work placement, in weeks."""

    semaines_min: int
    semaines_max: int
    consecutives_premiere_annee: int
    source: str


@dataclass(frozen=True, slots=True)
class Reglement:
    """All that one circular asks, for one BTS and one session.

    `revision` is a short hash of the rules: it changes when a rule or a word of the
    vocabulary changes, not when a comment does.
    """

    identifiant: str
    sigle: str
    bts: str
    session: int
    revision: str
    qualites: Mapping[str, str]
    modeles: Mapping[str, Modele]
    epreuves: tuple[Epreuve, ...]
    motifs: tuple[Motif, ...]
    stage: Stage
    source: str

    def epreuve(self, code: str) -> Epreuve:
        """Give the épreuve of that code. Raises EpreuveInconnue."""
        for epreuve in self.epreuves:
            if epreuve.code == code:
                return epreuve
        raise EpreuveInconnue(code, tuple(epreuve.code for epreuve in self.epreuves))

    def motifs_de(self, epreuve: str) -> tuple[Motif, ...]:
        """Give the grounds of non-conformité that exist for that épreuve."""
        return tuple(motif for motif in self.motifs if epreuve in motif.epreuves)
