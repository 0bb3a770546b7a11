"""The second pair of eyes: a responsable confirms or declines a « non conforme »."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte, Role
from app.conformite.avis import Avis, exiger_instructeur, verrouiller, vue_de
from app.conformite.lectures import peut_instruire, verdict_en_vigueur
from app.conformite.models import Decision, Proposition, Verdict
from app.conformite.redaction import ecrire_verdict, rediger_verdict
from app.conformite.refus import (
    DossierChange,
    PropositionDejaRepondue,
    RaisonManquante,
    SecondePersonneRequise,
)
from app.depots.lectures import etat_de
from app.journal import Acte, inscrire
from app.refus import Interdit, Introuvable


def proposition_visible(db: Session, auteur: Compte, proposition_id: uuid.UUID) -> Proposition:
    """A proposal of the académies that this person judges. Raises Introuvable."""
    proposition = db.get(Proposition, proposition_id)
    if proposition is None or not peut_instruire(db, auteur, proposition.inscription):
        raise Introuvable
    return proposition


def confirmer(
    db: Session, proposition: Proposition, auteur: Compte, maintenant: datetime
) -> Verdict:
    """A responsable who is someone else makes a proposal a verdict.

    Raises:
        SecondePersonneRequise: the author of the proposal, or not a responsable.
        DossierChange: a file came since; PropositionDejaRepondue.
    """
    inscription = proposition.inscription
    with ecriture(db):
        _exiger_repondant(db, proposition, auteur)
        precedent = verdict_en_vigueur(db, inscription)
        vue = vue_de(etat_de(db, inscription), precedent)
        if vue.versions != proposition.versions_vues:
            raise DossierChange
        avis = Avis(
            Decision.NON_CONFORME,
            vue.empreinte,
            proposition.motifs,
            proposition.texte,
            proposition.raison or "Non-conformité confirmée par un responsable.",
        )
        verdict = rediger_verdict(inscription, avis, vue, proposition.auteur, maintenant, precedent)
        verdict.confirme_par_id = auteur.id
        _repondre(proposition, "confirmee", "", auteur, maintenant)
        return ecrire_verdict(db, inscription, verdict, auteur, maintenant)


def decliner(
    db: Session, proposition: Proposition, raisons: str, auteur: Compte, maintenant: datetime
) -> None:
    """A responsable answers no, with written reasons; the dossier is open to decision again."""
    if not raisons.strip():
        raise RaisonManquante
    with ecriture(db):
        _exiger_repondant(db, proposition, auteur)
        _repondre(proposition, "declinee", raisons.strip(), auteur, maintenant)
        donnees = {"proposition": str(proposition.id)}
        acte, chaine = Acte.VERDICT_PROPOSITION_DECLINEE, proposition.inscription.chaine
        inscrire(db, chaine, acte, donnees, auteur.auteur, maintenant)


def retirer(db: Session, proposition: Proposition, auteur: Compte, maintenant: datetime) -> None:
    """The author takes the proposal back; the dossier is open to decision again.

    Raises:
        Interdit: somebody else's proposal; PropositionDejaRepondue.
    """
    with ecriture(db):
        _exiger_en_attente(db, proposition)
        if auteur.id != proposition.auteur_id:
            raise Interdit("Seule la personne qui a fait cette proposition peut la retirer.")
        _repondre(proposition, "retiree", "", auteur, maintenant)
        donnees = {"proposition": str(proposition.id)}
        acte, chaine = Acte.VERDICT_PROPOSITION_RETIREE, proposition.inscription.chaine
        inscrire(db, chaine, acte, donnees, auteur.auteur, maintenant)


def _exiger_en_attente(db: Session, proposition: Proposition) -> None:
    verrouiller(db, proposition.inscription)
    db.refresh(proposition)
    if proposition.reponse is not None:
        raise PropositionDejaRepondue


def _exiger_repondant(db: Session, proposition: Proposition, auteur: Compte) -> None:
    _exiger_en_attente(db, proposition)
    exiger_instructeur(db, auteur, proposition.inscription)
    if auteur.role != Role.RESPONSABLE or auteur.id == proposition.auteur_id:
        raise SecondePersonneRequise


def _repondre(
    proposition: Proposition, reponse: str, raisons: str, auteur: Compte, quand: datetime
) -> None:
    proposition.reponse, proposition.raisons = reponse, raisons
    proposition.repondu_par_id, proposition.repondu_le = auteur.id, quand
