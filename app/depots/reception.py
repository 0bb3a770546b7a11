"""Receiving a file: bytes first, row second, one commit.

A swept orphan is harmless; a row without bytes is not. No transaction is held while
the bytes pass, so a slow upload blocks nobody.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.depots.droits import exiger_ouverture, exiger_piece
from app.depots.formats import ENTETE, format_de
from app.depots.models import Depot, Tentative, Version
from app.depots.refus import (
    DepotRefuse,
    FichierTropGros,
    FichierVide,
    FormatRefuse,
    StockageEnPanne,
)
from app.depots.tentatives import Envoi, nom_lisible, noter_refus, tentative_de
from app.examens.calendrier import Calendrier, calendrier_de
from app.examens.models import Inscription
from app.examens.reglements import epreuve_de
from app.journal import Acte, inscrire
from app.reglement import Piece
from app.stockage.cles import nouvelle_cle
from app.stockage.erreurs import ErreurStockage
from app.stockage.flux import BLOC, Empreinte
from app.stockage.protocole import Stockage
from app.taches import planifier


@dataclass(frozen=True)
class Recu:
    """What the act answers: the version received, and whether it was there already."""

    version: Version
    deja_la: bool


def recevoir_fichier(
    db: Session,
    stockage: Stockage,
    inscription: Inscription,
    envoi: Envoi,
    auteur: Compte,
    horloge: Callable[[], datetime],
) -> Recu:
    """Take a file for an expected pièce of this inscription. Received = deposited.

    The same bytes sent twice in a row make one version. A file that ends after the deadline
    and its margin is kept, marked late, and displaces nothing.

    Args:
        inscription: the author's own, already read through `examens.lectures`.
        horloge: gives the instant at which the last byte is safe.

    Raises:
        DepotRefuse: not kept; the attempt is recorded with its cause.
    """
    try:
        piece = exiger_piece(epreuve_de(inscription), envoi.piece)
        calendrier = exiger_ouverture(calendrier_de(db, inscription), envoi.debut)
        limite = inscription.candidat.session.taille_max
        db.rollback()
        cle, format_, empreinte = _ranger(stockage, envoi, piece, limite)
    except DepotRefuse as refus:
        noter_refus(db, inscription, envoi, refus, auteur, horloge())
        raise
    fin = max(envoi.debut, horloge())  # a clock that steps back must not lose the file
    recu = _Reception(inscription, envoi, cle, format_, empreinte, auteur, fin)
    resultat = recu.inscrire(db, piece, calendrier)
    if resultat.deja_la:
        stockage.delete(cle)
    return resultat


def _ranger(
    stockage: Stockage, envoi: Envoi, piece: Piece, limite: int
) -> tuple[str, str, Empreinte]:
    """Recognise the format by the bytes, then store them, measured as they pass."""
    entete = envoi.flux.read(ENTETE)
    if not entete:
        raise FichierVide
    format_ = format_de(entete)
    if format_ not in piece.formats:
        raise FormatRefuse(format_, piece.formats)
    cle = nouvelle_cle()
    try:
        return cle, format_, stockage.put(cle, _jusqu_a(limite, entete, envoi.flux))
    except ErreurStockage as erreur:
        raise StockageEnPanne from erreur


def _jusqu_a(limite: int, entete: bytes, flux: BinaryIO) -> Iterator[bytes]:
    recus, bloc = 0, entete
    while bloc:
        recus += len(bloc)
        if recus > limite:
            raise FichierTropGros(limite)
        yield bloc
        bloc = flux.read(BLOC)


@dataclass(frozen=True)
class _Reception:
    """Bytes that are safe, on their way to becoming a version."""

    inscription: Inscription
    envoi: Envoi
    cle: str
    format_: str
    empreinte: Empreinte
    auteur: Compte
    fin: datetime

    def inscrire(self, db: Session, piece: Piece, calendrier: Calendrier) -> Recu:
        with ecriture(db):
            depot = _depot_verrouille(db, self.inscription, self.fin)
            jumelle = self._jumelle(depot)
            if jumelle is not None:
                db.add(self._tentative(jumelle))
                return Recu(jumelle, deja_la=True)
            version = self._version(depot, piece, calendrier)
            depot.revision += 1
            db.add(version)
            db.flush()
            db.add(self._tentative(version))
            self._journaliser(db, version)
            planifier(db, "controler-version", {"version": str(version.id)}, self.fin)
        return Recu(version, deja_la=False)

    def _jumelle(self, depot: Depot) -> Version | None:
        """The version just before, when its bytes are these: a form sent twice."""
        memes = [v for v in depot.versions if v.piece == self.envoi.piece]
        derniere = max(memes, key=lambda v: (v.exemplaire, v.rang), default=None)
        if derniere is None or derniere.sha256 != self.empreinte.sha256:
            return None
        return derniere

    def _version(self, depot: Depot, piece: Piece, calendrier: Calendrier) -> Version:
        exemplaire, rang = _place(depot, piece)
        return Version(
            id=uuid.uuid4(),
            depot=depot,
            piece=piece.code,
            exemplaire=exemplaire,
            rang=rang,
            nom_donne=nom_lisible(self.envoi.nom),
            format=self.format_,
            taille=self.empreinte.taille,
            sha256=self.empreinte.sha256,
            crc32=self.empreinte.crc32,
            cle=self.cle,
            recu_debut=self.envoi.debut,
            recu_fin=self.fin,
            hors_delai=not calendrier.est_en_temps(self.envoi.debut, self.fin),
            auteur_id=self.auteur.id,
        )

    def _tentative(self, version: Version) -> Tentative:
        tentative = tentative_de(self.inscription, self.envoi, self.auteur, self.fin)
        tentative.issue, tentative.version_id = "recue", version.id
        return tentative

    def _journaliser(self, db: Session, version: Version) -> None:
        donnees = {
            "version": str(version.id),
            "piece": version.piece,
            "exemplaire": version.exemplaire,
            "rang": version.rang,
            "taille": version.taille,
            "sha256": version.sha256,
            "hors_delai": version.hors_delai,
        }
        inscrire(
            db,
            self.inscription.chaine,
            Acte.DEPOT_VERSION_RECUE,
            donnees,
            self.auteur.auteur,
            self.fin,
        )


def _place(depot: Depot, piece: Piece) -> tuple[int, int]:
    """(exemplaire, rang) of the next file: one more where several are allowed, else a new rang."""
    memes = [v for v in depot.versions if v.piece == piece.code]
    if piece.plusieurs:
        return max((v.exemplaire for v in memes), default=0) + 1, 1
    return 1, max((v.rang for v in memes), default=0) + 1


def _depot_verrouille(db: Session, inscription: Inscription, maintenant: datetime) -> Depot:
    """The dépôt of an inscription, made if absent, locked until the end of the act.

    The inscription's own row is locked first, so two first files at once make one dépôt.
    """
    db.execute(select(Inscription.id).where(Inscription.id == inscription.id).with_for_update())
    depot = db.scalar(
        select(Depot)
        .where(Depot.inscription_id == inscription.id)
        .execution_options(populate_existing=True)
    )
    if depot is None:
        depot = Depot(inscription_id=inscription.id, ouvert_le=maintenant, revision=0)
        db.add(depot)
        db.flush()
    return depot
