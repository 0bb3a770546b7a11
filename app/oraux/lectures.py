"""Reads for a member of commission: its own commissions, within their window, and nothing else."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.comptes.models import Compte
from app.conformite.lectures import verdicts_en_vigueur
from app.conformite.models import Decision, Verdict
from app.depots.lectures import EtatDepot, etats_de
from app.examens.models import Candidat, Inscription
from app.oraux.models import Commission, Membre, Passage
from app.oraux.refus import FenetreFermee
from app.refus import Introuvable


@dataclass(frozen=True)
class DossierDePassage:
    """A passage as the commission sees it. A « non valide » candidate has no dossier to read."""

    passage: Passage
    etat: EtatDepot
    verdict: Verdict | None

    @property
    def est_interroge(self) -> bool:
        """Circular 3.2: after a non-conformité the candidate, even present, is not interrogated."""
        return self.verdict is None or self.verdict.decision != Decision.NON_CONFORME

    @property
    def situation(self) -> str:
        if self.verdict is None:
            return "en-instruction"
        if self.est_interroge and not self.verdict.porte_sur(self.etat.retenues):
            return "a-reprendre"
        return self.verdict.decision


def commissions_de(db: Session, compte: Compte) -> Sequence[Commission]:
    """The commissions of which this person is a member, by opening."""
    return db.scalars(
        select(Commission)
        .join(Commission.membres)
        .where(Membre.compte_id == compte.id)
        .options(
            joinedload(Commission.academie),
            joinedload(Commission.session),
            selectinload(Commission.passages),
        )
        .order_by(Commission.ouvre_le, Commission.nom)
    ).all()


def commission_de(db: Session, compte: Compte, commission_id: uuid.UUID) -> Commission:
    """One commission of this member, whatever its window. Raises Introuvable."""
    commission = db.scalar(
        select(Commission)
        .join(Commission.membres)
        .where(Commission.id == commission_id, Membre.compte_id == compte.id)
        .options(
            joinedload(Commission.academie),
            joinedload(Commission.session),
            selectinload(Commission.membres).joinedload(Membre.compte),
        )
    )
    if commission is None:
        raise Introuvable
    return commission


def commission_ouverte(
    db: Session, compte: Compte, commission_id: uuid.UUID, maintenant: datetime
) -> Commission:
    """The same, within its window only. Raises Introuvable, FenetreFermee."""
    commission = commission_de(db, compte, commission_id)
    if not est_ouverte(commission, maintenant):
        raise FenetreFermee(commission.ouvre_le, commission.ferme_le, maintenant)
    return commission


def est_ouverte(commission: Commission, maintenant: datetime) -> bool:
    return commission.ouvre_le <= maintenant < commission.ferme_le


def dossiers_de(db: Session, commission: Commission) -> list[DossierDePassage]:
    """The passages of a commission in their order, with what may be read for each."""
    passages = db.scalars(
        select(Passage)
        .where(Passage.commission_id == commission.id)
        .options(
            joinedload(Passage.inscription)
            .joinedload(Inscription.candidat)
            .options(joinedload(Candidat.session), joinedload(Candidat.etablissement))
        )
        .order_by(Passage.debut)
    ).all()
    inscriptions = [passage.inscription for passage in passages]
    verdicts = verdicts_en_vigueur(db, inscriptions)
    etats = etats_de(db, inscriptions)
    return [
        DossierDePassage(passage, etat, verdicts.get(passage.inscription_id))
        for passage, etat in zip(passages, etats, strict=True)
    ]


def dossier_de_passage(
    db: Session, commission: Commission, passage_id: uuid.UUID
) -> DossierDePassage:
    """One dossier of this commission. Raises Introuvable: not its own, or not to be read."""
    for dossier in dossiers_de(db, commission):
        if dossier.passage.id == passage_id and dossier.est_interroge:
            return dossier
    raise Introuvable
