"""Reading stored files again, with other rules or another engine, before anything is applied.

Lists what would change; adds reports only when asked, and never touches an older one.
"""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.controle.differences import differences
from app.controle.isolement import controler_isole
from app.controle.rapport import Rapport as RapportLu
from app.depots.lecture_machine import ajouter_rapport, demande_de, version_a_lire
from app.depots.models import Depot, Version
from app.examens.models import Candidat, Inscription
from app.refus import Introuvable
from app.reglement import Reglement
from app.stockage.erreurs import ObjetAbsent, ObjetAltere
from app.stockage.protocole import Stockage


@dataclass(frozen=True)
class Relecture:
    """One file read again. `lu` is None when its bytes cannot be had: `changements` says so."""

    version_id: uuid.UUID
    chaine: str
    numero: str
    epreuve: str
    piece: str
    nom: str
    changements: tuple[str, ...]
    lu: RapportLu | None


def versions_de_session(
    db: Session, session_id: uuid.UUID, revision: str | None = None
) -> list[uuid.UUID]:
    """The versions of a session; with `revision`, those whose latest report is of that revision."""
    versions = db.scalars(
        select(Version)
        .join(Version.depot)
        .join(Depot.inscription)
        .join(Inscription.candidat)
        .where(Candidat.session_id == session_id)
        .options(selectinload(Version.rapports))
        .order_by(Candidat.numero, Inscription.epreuve, Version.piece, Version.rang)
    )
    return [
        version.id
        for version in versions
        if revision is None or (version.rapport and version.rapport.revision == revision)
    ]


def relire(
    db: Session, stockage: Stockage, version_id: uuid.UUID, reglement: Reglement | None = None
) -> Relecture:
    """Read one stored file again and compare with its latest report; nothing is written.

    Args:
        reglement: rules to try instead of the session's own.

    Raises:
        Introuvable: no such version.
    """
    version = version_a_lire(db, version_id)
    if version is None:
        raise Introuvable
    avant = version.rapport.contenu if version.rapport else None
    demande, cle, sha256 = demande_de(version, reglement), version.cle, version.sha256
    identite = _identite(version)
    db.rollback()
    with tempfile.TemporaryDirectory(prefix="relecture-") as dossier:
        chemin = Path(dossier) / "fichier"
        try:
            stockage.copy_to_file(cle, chemin, sha256)
        except (ObjetAbsent, ObjetAltere) as erreur:
            return Relecture(*identite, (str(erreur),), None)
        lu = controler_isole(chemin, demande)
    change = differences(avant, lu.vers_json()) if avant else ["première lecture"]
    return Relecture(*identite, tuple(change), lu)


def _identite(version: Version) -> tuple[uuid.UUID, str, str, str, str, str]:
    inscription = version.depot.inscription
    numero = inscription.candidat.numero
    return (
        version.id,
        inscription.chaine,
        numero,
        inscription.epreuve,
        version.piece,
        version.nom_donne,
    )


def appliquer(db: Session, relectures: Iterator[Relecture], horloge: Callable[[], datetime]) -> int:
    """Add the reports of these readings; returns how many were new.

    A report of the same rules and engine that stands already is left as it is.
    """
    nouveaux = 0
    for relecture in relectures:
        if relecture.lu is not None:
            nouveaux += ajouter_rapport(
                db, relecture.version_id, relecture.chaine, relecture.lu, horloge()
            )
    return nouveaux
