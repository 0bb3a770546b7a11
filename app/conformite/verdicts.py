"""Pronouncing a verdict: a human decides, two when it costs the diploma.

A verdict quotes the exact versions seen. If a file or a decision came meanwhile, it is
refused with a sentence. Nothing is edited: a correction is a new verdict with its reason.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte
from app.conformite.avis import (
    Avis,
    exiger_avis_recevable,
    exiger_dossier_complet,
    exiger_instructeur,
    exiger_retour_permis,
    verrouiller,
    vue_de,
)
from app.conformite.lectures import propositions_en_attente, verdict_en_vigueur
from app.conformite.models import AccuseLecture, Decision, Proposition, Verdict
from app.conformite.redaction import ecrire_proposition, ecrire_verdict, rediger_verdict
from app.conformite.refus import PropositionEnAttente
from app.depots.lectures import etat_de
from app.examens.models import Inscription
from app.journal import Acte, inscrire


@dataclass(frozen=True)
class Issue:
    """A verdict in force, or a proposal that waits for a second person."""

    verdict: Verdict | None = None
    proposition: Proposition | None = None


def prononcer(
    db: Session, inscription: Inscription, avis: Avis, auteur: Compte, maintenant: datetime
) -> Issue:
    """Record a decision; a « non conforme » becomes a proposal for a responsable.

    Raises:
        Interdit: not staff of the académie that manages this candidate's exam, or a gestionnaire
            alone against a confirmed « non conforme ».
        DossierChange: what the reviewer saw is no longer what stands.
        PieceManquante: « conforme » while an obligatory pièce is missing.
        MotifManquant, TexteManquant, RaisonManquante, PropositionEnAttente.
    """
    with ecriture(db):
        verrouiller(db, inscription)
        exiger_instructeur(db, auteur, inscription)
        if propositions_en_attente(db, [inscription]):
            raise PropositionEnAttente
        precedent = verdict_en_vigueur(db, inscription)
        etat = etat_de(db, inscription)
        vue = vue_de(etat, precedent)
        exiger_retour_permis(precedent, auteur)
        exiger_avis_recevable(inscription, avis, vue, precedent)
        if avis.decision is Decision.CONFORME:
            exiger_dossier_complet(etat)
        if avis.decision is Decision.NON_CONFORME:
            return Issue(
                proposition=ecrire_proposition(db, inscription, avis, vue, auteur, maintenant)
            )
        verdict = rediger_verdict(inscription, avis, vue, auteur, maintenant, precedent)
        return Issue(verdict=ecrire_verdict(db, inscription, verdict, auteur, maintenant))


def accuser_lecture(db: Session, verdict: Verdict, auteur: Compte, maintenant: datetime) -> None:
    """The candidate opens the decision: kept once, with its instant."""
    inscription = verdict.inscription
    with ecriture(db):
        verrouiller(db, inscription)
        if db.get(AccuseLecture, verdict.id) is not None:
            return
        db.add(AccuseLecture(verdict_id=verdict.id, compte_id=auteur.id, lu_le=maintenant))
        donnees = {"verdict": str(verdict.id)}
        inscrire(db, inscription.chaine, Acte.VERDICT_LU, donnees, auteur.auteur, maintenant)
