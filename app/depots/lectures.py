"""Reads of dépôts. Whose they may be is said by the caller's inscription, already scoped."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.depots.models import Depot, Version
from app.depots.retenue import est_illisible, versions_retenues
from app.examens.models import Inscription
from app.examens.reglements import epreuve_de
from app.refus import Introuvable
from app.reglement import Epreuve, Piece


@dataclass(frozen=True)
class EtatPiece:
    """One expected pièce: everything received for it, and what counts."""

    piece: Piece
    versions: tuple[Version, ...]
    retenues: tuple[Version, ...]

    @property
    def manque(self) -> bool:
        return self.piece.obligatoire and not self.retenues

    @property
    def est_illisible(self) -> bool:
        """Received, but the machine could read none of the files that count."""
        return bool(self.retenues) and all(est_illisible(v) for v in self.retenues)


@dataclass(frozen=True)
class EtatDepot:
    """A dépôt seen whole: its inscription, the épreuve's rules, each pièce's state."""

    inscription: Inscription
    epreuve: Epreuve
    depot: Depot | None
    pieces: tuple[EtatPiece, ...]

    @property
    def retenues(self) -> tuple[Version, ...]:
        return tuple(version for piece in self.pieces for version in piece.retenues)

    @property
    def manquantes(self) -> tuple[Piece, ...]:
        return tuple(etat.piece for etat in self.pieces if etat.manque)

    @property
    def sujets(self) -> dict[str, str]:
        """The required subjects of the épreuve's pièces: code and wording of the règlement."""
        return {s.code: s.libelle for piece in self.epreuve.pieces for s in piece.sujets}

    @property
    def est_complet(self) -> bool:
        """Nothing obligatory is missing, or unreadable as far as the machine can tell."""
        return not any(e.manque or (e.piece.obligatoire and e.est_illisible) for e in self.pieces)

    @property
    def completude(self) -> str:
        """« complet », « incomplet », or « illisible » when all is there but cannot be read."""
        if self.manquantes:
            return "incomplet"
        return "complet" if self.est_complet else "illisible"

    @property
    def avis(self) -> str:
        """The machine's opinion on the whole: that of its most doubtful file."""
        rapports = [version.rapport for version in self.retenues]
        if not rapports:
            return "aucun-fichier"
        if any(rapport is None for rapport in rapports):
            return "en-lecture"
        avis = {rapport.avis for rapport in rapports if rapport}
        return next(a for a in ("illisible", "a-verifier", "rien-a-signaler") if a in avis)


def etat_de(db: Session, inscription: Inscription) -> EtatDepot:
    """The state of one inscription's dépôt."""
    return etats_de(db, [inscription])[0]


def etats_de(db: Session, inscriptions: Iterable[Inscription]) -> Sequence[EtatDepot]:
    """The states of several dépôts, in three queries whatever their number."""
    demandees = list(inscriptions)
    depots = db.scalars(
        select(Depot)
        .where(Depot.inscription_id.in_([i.id for i in demandees]))
        .options(selectinload(Depot.versions).selectinload(Version.rapports))
    ).all()
    par_inscription = {depot.inscription_id: depot for depot in depots}
    return [_etat(i, par_inscription.get(i.id)) for i in demandees]


def _etat(inscription: Inscription, depot: Depot | None) -> EtatDepot:
    epreuve = epreuve_de(inscription)
    versions = depot.versions if depot else []
    retenues = versions_retenues(versions)
    pieces = tuple(
        EtatPiece(
            piece,
            tuple(v for v in versions if v.piece == piece.code),
            tuple(v for v in retenues if v.piece == piece.code),
        )
        for piece in epreuve.pieces
    )
    return EtatDepot(inscription, epreuve, depot, pieces)


def version_parmi(etat: EtatDepot, version_id: uuid.UUID) -> Version:
    """One version of a dépôt that the person may see whole. Raises Introuvable."""
    for piece in etat.pieces:
        for version in piece.versions:
            if version.id == version_id:
                return version
    raise Introuvable
