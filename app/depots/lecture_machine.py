"""The machine's reading of a version: an act of the worker, which may run twice.

The bytes are copied out of the stockage, checked against the hash kept at reception,
read in a child process, and the report is added. No transaction is held meanwhile.
"""

import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.base import ecriture
from app.controle.isolement import controler_isole
from app.controle.ocr import est_utile, reconnaitre
from app.controle.rapport import Demande
from app.controle.rapport import Rapport as RapportLu
from app.depots.models import Depot, Rapport, Version
from app.examens.models import Candidat, Inscription
from app.examens.reglements import reglement_de_session
from app.journal import Acte, Auteur, inscrire
from app.reglement import Reglement
from app.stockage.protocole import Stockage
from app.taches import planifier

MACHINE = Auteur(None, "machine")


def controler_version(
    db: Session, stockage: Stockage, version_id: uuid.UUID, horloge: Callable[[], datetime]
) -> None:
    """Read a version and add its report; nothing to do when this reading exists already.

    Raises:
        ErreurStockage: the bytes cannot be had now; the task is tried again later.
    """
    version = version_a_lire(db, version_id)
    if version is None:
        return
    demande, cle, sha256 = demande_de(version), version.cle, version.sha256
    chaine = version.depot.inscription.chaine
    db.rollback()
    with tempfile.TemporaryDirectory(prefix="lecture-") as dossier:
        chemin = Path(dossier) / "fichier"
        stockage.copy_to_file(cle, chemin, sha256)
        lu = controler_isole(chemin, demande)
    ajouter_rapport(db, version_id, chaine, lu, horloge())


def reconnaitre_version(
    db: Session, stockage: Stockage, version_id: uuid.UUID, horloge: Callable[[], datetime]
) -> None:
    """Look again, by OCR, at a version whose pages are pictures; adds a second report.

    Raises:
        ErreurStockage: the bytes cannot be had now; the task is tried again later.
    """
    version = version_a_lire(db, version_id)
    if version is None or version.rapport is None:
        return
    premier = RapportLu.depuis_json(version.rapport.contenu)
    demande, cle, sha256 = demande_de(version), version.cle, version.sha256
    chaine = version.depot.inscription.chaine
    db.rollback()
    if not est_utile(premier):
        return
    with tempfile.TemporaryDirectory(prefix="lecture-") as dossier:
        chemin = Path(dossier) / "fichier"
        stockage.copy_to_file(cle, chemin, sha256)
        lu = reconnaitre(chemin, demande, premier)
    if lu is not None:
        ajouter_rapport(db, version_id, chaine, lu, horloge())


def version_a_lire(db: Session, version_id: uuid.UUID) -> Version | None:
    """A version with all that the reader is asked about it, or None."""
    return db.scalar(
        select(Version)
        .where(Version.id == version_id)
        .options(
            joinedload(Version.depot)
            .joinedload(Depot.inscription)
            .joinedload(Inscription.candidat)
            .joinedload(Candidat.session)
        )
    )


def demande_de(version: Version, reglement: Reglement | None = None) -> Demande:
    """What the reader is asked about a version, under its session's rules or other ones."""
    inscription = version.depot.inscription
    return Demande(
        fichier=version.nom_donne,
        reglement=reglement or reglement_de_session(inscription.candidat.session),
        epreuve=inscription.epreuve,
        piece=version.piece,
        forme=inscription.forme,
    )


def ajouter_rapport(
    db: Session, version_id: uuid.UUID, chaine: str, lu: RapportLu, maintenant: datetime
) -> bool:
    """Add a report to a version, and plan a second look at pictures of text.

    Returns:
        False when this reading stands already.
    """
    with ecriture(db):
        db.execute(select(Version.id).where(Version.id == version_id).with_for_update())
        if _existe(db, version_id, lu):
            return False
        db.add(
            Rapport(
                version_id=version_id,
                revision=lu.revision,
                moteur=lu.moteur,
                avis=lu.avis,
                pages=lu.pages_total,
                contenu=lu.vers_json(),
                etabli_le=maintenant,
            )
        )
        donnees = {"version": str(version_id), "avis": lu.avis, "revision": lu.revision}
        inscrire(db, chaine, Acte.DEPOT_RAPPORT_ETABLI, donnees, MACHINE, maintenant)
        if est_utile(lu):
            planifier(db, "reconnaitre-version", {"version": str(version_id)}, maintenant)
    return True


def _existe(db: Session, version_id: uuid.UUID, lu: RapportLu) -> bool:
    deja = select(Rapport.id).where(
        Rapport.version_id == version_id,
        Rapport.revision == lu.revision,
        Rapport.moteur == lu.moteur,
    )
    return db.scalar(deja) is not None
