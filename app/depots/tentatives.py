"""Every attempt to send a file is kept, with how it ended and whose fault it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.depots.models import Tentative
from app.depots.refus import DepotRefuse
from app.examens.models import Inscription
from app.journal import Acte, inscrire


@dataclass(frozen=True)
class Envoi:
    """What a person sends: for which pièce, under which name, the bytes, and since when."""

    piece: str
    nom: str
    flux: BinaryIO
    debut: datetime


def nom_lisible(nom: str) -> str:
    """The name given by a person, as a label only: no folder, no control character."""
    dernier = nom.replace("\\", "/").rpartition("/")[2]
    propre = "".join(c for c in dernier if c.isprintable()).strip()
    return propre[-255:] or "sans nom"


def tentative_de(
    inscription: Inscription, envoi: Envoi, auteur: Compte, fin: datetime
) -> Tentative:
    return Tentative(
        inscription_id=inscription.id,
        piece=envoi.piece[:20],
        compte_id=auteur.id,
        debut=envoi.debut,
        fin=fin,
        nom_donne=nom_lisible(envoi.nom),
    )


def noter_refus(
    db: Session,
    inscription: Inscription,
    envoi: Envoi,
    refus: DepotRefuse,
    auteur: Compte,
    maintenant: datetime,
) -> None:
    """Keep the attempt: after the deadline, the responsable sees who was hit by our faults."""
    with ecriture(db):
        tentative = tentative_de(inscription, envoi, auteur, maintenant)
        tentative.issue = "echouee" if refus.faute == "service" else "refusee"
        tentative.cause, tentative.faute = refus.cause, refus.faute
        db.add(tentative)
        donnees = {"piece": tentative.piece, "cause": refus.cause, "faute": refus.faute}
        inscrire(
            db,
            inscription.chaine,
            Acte.DEPOT_TENTATIVE_REFUSEE,
            donnees,
            auteur.auteur,
            maintenant,
        )
