"""A member opens one file of a passage, in the page or to keep it."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.comptes.models import Compte
from app.depots.consultation import ouvrir_version
from app.depots.models import Version
from app.oraux.lectures import DossierDePassage
from app.refus import Introuvable
from app.stockage.flux import Lecture
from app.stockage.protocole import Stockage


def ouvrir_piece(
    db: Session,
    stockage: Stockage,
    dossier: DossierDePassage,
    version_id: uuid.UUID,
    auteur: Compte,
    maintenant: datetime,
) -> tuple[Version, Lecture]:
    """The bytes of a version that counts in this dossier; journalled.

    Raises:
        Introuvable: not in this dossier, or displaced by another version.
    """
    for version in dossier.etat.retenues:
        if version.id == version_id:
            inscription = dossier.passage.inscription
            return version, ouvrir_version(db, stockage, inscription, version, auteur, maintenant)
    raise Introuvable
