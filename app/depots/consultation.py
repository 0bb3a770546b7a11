"""Opening a received file: always written in the journal that its candidate may read."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.depots.models import Version
from app.examens.models import Inscription
from app.journal import Acte, Evenement, inscrire
from app.stockage.flux import Lecture
from app.stockage.protocole import Stockage

UNE_CONSULTATION = timedelta(minutes=30)


def ouvrir_version(
    db: Session,
    stockage: Stockage,
    inscription: Inscription,
    version: Version,
    auteur: Compte,
    maintenant: datetime,
) -> Lecture:
    """The bytes of a version that this person may read; the opening is journalled.

    Going from page to page asks for the file again: one opening is written for each
    person and version every `UNE_CONSULTATION`.

    Raises:
        ObjetAbsent, StockageIndisponible: before anything is journalled.
    """
    lecture = stockage.open(version.cle)
    donnees = {"version": str(version.id), "piece": version.piece}
    acte, chaine = Acte.DEPOT_VERSION_CONSULTEE, inscription.chaine
    try:
        if not _deja_notee(db, chaine, donnees, auteur, maintenant):
            with ecriture(db):
                inscrire(db, chaine, acte, donnees, auteur.auteur, maintenant)
    except BaseException:
        lecture.close()
        raise
    return lecture


def _deja_notee(
    db: Session, chaine: str, donnees: dict[str, str], auteur: Compte, maintenant: datetime
) -> bool:
    recentes = db.scalars(
        select(Evenement.donnees).where(
            Evenement.chaine == chaine,
            Evenement.acte == str(Acte.DEPOT_VERSION_CONSULTEE),
            Evenement.auteur_id == auteur.id,
            Evenement.le > maintenant - UNE_CONSULTATION,
        )
    )
    return donnees in recentes.all()
