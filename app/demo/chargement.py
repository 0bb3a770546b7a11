"""Loads the demonstration: base rows in one transaction, then the real acts, one by one.

The last entry says that it is whole; without it, the next loading clears and starts again.
"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.conformite.avis import Avis, vue_de
from app.conformite.lectures import verdict_en_vigueur
from app.conformite.models import Decision
from app.conformite.propositions import confirmer
from app.conformite.verdicts import prononcer
from app.demo.documents import fabriquer
from app.demo.donnees import SessionFictive, session_fictive
from app.demo.etat import CHAINE, Etat, etat_de_la_demo
from app.demo.identites import identite
from app.demo.objets import DecisionFictive, EnvoiFictif
from app.demo.peuplement import peupler
from app.demo.refus import BaseDejaServie, DemoImpossible
from app.demo.retrait import retirer
from app.depots.lectures import etat_de
from app.depots.reception import recevoir_fichier
from app.depots.refus import DepotRefuse
from app.depots.tentatives import Envoi
from app.examens.models import Inscription, SessionExamen
from app.journal import Acte, Auteur, inscrire
from app.stockage.protocole import Stockage

DUREE_ENVOI = timedelta(seconds=4)
MACHINE = Auteur(None, "machine")


def charger(db: Session, stockage: Stockage, maintenant: datetime, *, meler: bool = False) -> bool:
    """Load the demonstration around this instant.

    Args:
        meler: load it even beside accounts that are not its own.

    Returns:
        False when it was already there, whole: nothing is done then.

    Raises:
        DemoImpossible: real data stand in the way, or a file cannot be kept.
    """
    etat, session = etat_de_la_demo(db), session_fictive()
    if etat is Etat.CHARGEE:
        return False
    if etat is Etat.INTERROMPUE:
        retirer(db, stockage)
    exiger_place(db, session, meler)
    with ecriture(db):
        peupler(db, session, maintenant)
    for envoi in session.envois:
        _deposer(db, stockage, session, envoi, maintenant)
    for decision in session.decisions:
        _decider(db, decision, maintenant)
    with ecriture(db):
        donnees = {"candidats": len(session.candidats), "envois": len(session.envois)}
        inscrire(db, CHAINE, Acte.DEMO_CHARGEE, donnees, MACHINE, maintenant)
    return True


def exiger_place(db: Session, session: SessionFictive, meler: bool) -> None:
    """Its accounts open with a public password: not beside real ones, unless asked for."""
    reglages = session.reglages
    reelle = select(SessionExamen.id).where(
        SessionExamen.sigle == reglages["sigle"], SessionExamen.annee == reglages["annee"]
    )
    if db.scalar(reelle) is not None:
        raise DemoImpossible(
            f"Une session {reglages['sigle']} {reglages['annee']} existe déjà dans cette base : "
            "la démonstration, qui porte le même nom, ne peut pas y être chargée."
        )
    pris = db.scalar(select(Compte.identifiant).where(Compte.identifiant.in_(session.identifiants)))
    if pris is not None:
        raise DemoImpossible(f"Le compte {pris} existe déjà et n’est pas de la démonstration.")
    if not meler and db.scalar(select(func.count()).select_from(Compte)):
        raise BaseDejaServie


def _deposer(
    db: Session,
    stockage: Stockage,
    session: SessionFictive,
    envoi: EnvoiFictif,
    maintenant: datetime,
) -> None:
    octets = fabriquer(session, envoi)
    debut = maintenant - timedelta(hours=envoi.il_y_a)
    inscription = _inscription(db, envoi.candidat, envoi.epreuve)
    auteur = db.get_one(Compte, inscription.candidat.compte_id)
    remis = Envoi(envoi.piece, envoi.nom, io.BytesIO(octets), debut)
    try:
        recevoir_fichier(db, stockage, inscription, remis, auteur, _a(debut + DUREE_ENVOI))
    except DepotRefuse as refus:
        if refus.cause != envoi.refus:
            cause = refus.__cause__ or refus.phrase
            raise DemoImpossible(f"Un fichier n’a pas pu être enregistré : {cause}") from refus


def _decider(db: Session, decision: DecisionFictive, maintenant: datetime) -> None:
    inscription = _inscription(db, decision.candidat, decision.epreuve)
    vue = vue_de(etat_de(db, inscription), verdict_en_vigueur(db, inscription))
    avis = Avis(
        Decision(decision.decision),
        vue.empreinte,
        decision.motifs,
        decision.texte,
        decision.raison,
    )
    quand = maintenant - timedelta(hours=decision.il_y_a)
    issue = prononcer(db, inscription, avis, _agent(db, decision.auteur), quand)
    if decision.confirme_par and issue.proposition:
        quand = maintenant - timedelta(hours=decision.confirme_il_y_a)
        confirmer(db, issue.proposition, _agent(db, decision.confirme_par), quand)


def _inscription(db: Session, rang: int, epreuve: str) -> Inscription:
    return db.get_one(Inscription, identite("inscription", rang, epreuve))


def _agent(db: Session, identifiant: str) -> Compte:
    return db.get_one(Compte, identite("compte", identifiant))


def _a(instant: datetime) -> Callable[[], datetime]:
    """A clock stopped at this instant."""
    return lambda: instant
