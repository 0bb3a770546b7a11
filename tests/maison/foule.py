"""More candidates for the campaign: rows put in at once, as an import and many hands would."""

import uuid
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.base import Base, ecriture
from app.comptes.models import Compte
from app.conformite.models import Proposition, Verdict
from app.depots.models import Depot, Rapport, Version
from app.examens.models import Candidat, Inscription
from app.oraux.models import Commission, Membre, Passage
from tests.gestes import DEBUT
from tests.monde import Monde, personne_nommee

_rang = count(100)


def grossir(db: Session, monde: Monde, combien: int) -> None:
    """Candidates of the same académie and établissement, each with files, a decision, an hour."""
    modele = db.get_one(Inscription, monde.e8).candidat
    commission = db.get_one(Commission, monde.commission)
    agent = personne_nommee(db, monde.gestionnaire)
    contenu = db.scalars(select(Rapport.contenu).limit(1)).one()
    lots = [_un_candidat(modele, commission, agent, contenu, next(_rang)) for _ in range(combien)]
    with ecriture(db):
        for lignes in zip(*lots, strict=True):
            db.add_all(lignes)
            db.flush()
    db.expire_all()


def _un_candidat(
    modele: Candidat, commission: Commission, agent: Compte, contenu: dict[str, Any], rang: int
) -> list[Base]:
    candidat = Candidat(
        id=uuid.uuid4(),
        session_id=modele.session_id,
        numero=f"26{rang:05d}",
        nom=f"Foule {rang}",
        prenom="Camille",
        date_naissance=date(2005, 1, 1),
        statut="individuel",
        academie_id=modele.academie_id,
        etablissement_id=modele.etablissement_id,
    )
    inscription = Inscription(
        id=uuid.uuid4(), candidat_id=candidat.id, epreuve="E8", forme="ponctuelle"
    )
    depot = Depot(id=uuid.uuid4(), inscription_id=inscription.id, ouvert_le=DEBUT)
    version = _version(depot, agent)
    lecture = {"revision": "r", "moteur": "1", "avis": "a-verifier", "pages": 1}
    rapport = Rapport(version_id=version.id, contenu=contenu, etabli_le=DEBUT, **lecture)
    autre = _autre_commission(commission, rang)
    return [
        candidat,
        inscription,
        depot,
        version,
        rapport,
        _decision(inscription, agent, rang),
        autre,
        Membre(commission_id=autre.id, compte_id=commission.membres[0].compte_id, qualite="sti"),
        _passage(commission, inscription, rang),
    ]


def _version(depot: Depot, agent: Compte) -> Version:
    return Version(
        id=uuid.uuid4(),
        depot_id=depot.id,
        piece="dossier",
        rang=1,
        nom_donne="dossier.pdf",
        format="pdf",
        taille=1000,
        sha256="0" * 64,
        crc32=0,
        cle=f"foule/{uuid.uuid4().hex}",
        recu_debut=DEBUT,
        recu_fin=DEBUT,
        auteur_id=agent.id,
    )


def _decision(inscription: Inscription, agent: Compte, rang: int) -> Verdict | Proposition:
    commun = {
        "inscription_id": inscription.id,
        "texte": "Un texte.",
        "versions_vues": [],
        "auteur_id": agent.id,
    }
    if rang % 3:
        return Proposition(motifs=["fiche-absente"], proposee_le=DEBUT, **commun)
    return Verdict(
        decision="a-regulariser", motifs=[], nombre_motifs=0, prononce_le=DEBUT, **commun
    )


def _autre_commission(commission: Commission, rang: int) -> Commission:
    colonnes = ("session_id", "academie_id", "epreuve", "forme", "lieu", "ouvre_le", "ferme_le")
    copie = {nom: getattr(commission, nom) for nom in colonnes}
    return Commission(id=uuid.uuid4(), nom=f"E8 – Commission {rang}", **copie)


def _passage(commission: Commission, inscription: Inscription, rang: int) -> Passage:
    debut = DEBUT + timedelta(days=12, minutes=30 * rang)
    return Passage(commission_id=commission.id, inscription_id=inscription.id, debut=debut)
