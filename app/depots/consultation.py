"""Opening a received file: always written in the journal that its candidate may read."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.depots.models import Version
from app.examens.models import Inscription
from app.journal import Acte, inscrire
from app.stockage.flux import Lecture
from app.stockage.protocole import Stockage


def ouvrir_version(
    db: Session,
    stockage: Stockage,
    inscription: Inscription,
    version: Version,
    auteur: Compte,
    maintenant: datetime,
) -> Lecture:
    """The bytes of a version that this person may read; the opening is journalled.

    Raises:
        ObjetAbsent, StockageIndisponible: before anything is journalled.
    """
    lecture = stockage.open(version.cle)
    donnees = {"version": str(version.id), "piece": version.piece}
    acte, chaine = Acte.DEPOT_VERSION_CONSULTEE, inscription.chaine
    try:
        with ecriture(db):
            inscrire(db, chaine, acte, donnees, auteur.auteur, maintenant)
    except BaseException:
        lecture.close()
        raise
    return lecture
