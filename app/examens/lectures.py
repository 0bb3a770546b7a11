"""Every read of this room, scoped to a person: what is not theirs is not found."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.comptes.models import Compte
from app.examens.models import (
    Candidat,
    Etablissement,
    Inscription,
    Poste,
    Referent,
    Regroupement,
    SessionExamen,
)
from app.refus import Introuvable


def candidat_de(db: Session, compte: Compte) -> Candidat:
    """The candidate that this account is. Raises Introuvable."""
    candidat = db.scalar(
        select(Candidat)
        .where(Candidat.compte_id == compte.id)
        .options(
            joinedload(Candidat.academie),
            joinedload(Candidat.session),
            joinedload(Candidat.etablissement),
        )
    )
    if candidat is None:
        raise Introuvable
    return candidat


def inscriptions_du_candidat(db: Session, compte: Compte) -> Sequence[Inscription]:
    """All inscriptions of the signed-in candidate, by épreuve."""
    return db.scalars(_du_candidat(compte).order_by(Inscription.epreuve)).all()


def inscription_du_candidat(db: Session, compte: Compte, inscription_id: uuid.UUID) -> Inscription:
    """One inscription of the signed-in candidate. Raises Introuvable for anybody else's."""
    inscription = db.scalar(_du_candidat(compte).where(Inscription.id == inscription_id))
    if inscription is None:
        raise Introuvable
    return inscription


def _du_candidat(compte: Compte) -> Select[Inscription]:
    return (
        select(Inscription)
        .join(Inscription.candidat)
        .where(Candidat.compte_id == compte.id)
        .options(
            contains_eager(Inscription.candidat).joinedload(Candidat.session),
            contains_eager(Inscription.candidat).joinedload(Candidat.academie),
        )
    )


def est_visible_par(compte: Compte) -> ColumnElement[bool]:
    """The condition on a Candidat that this member of staff sees it (circular, 1.3).

    Those of its own académie, and those of the rattachées that its own pilots in their session.
    """
    return Candidat.academie_id.in_(_postes(compte)) | _est_pilote_par(compte)


def est_instruit_par(compte: Compte) -> ColumnElement[bool]:
    """The condition on a Candidat that this member of staff checks its dossiers.

    The pilote manages the exam of its rattachées, which keep the inscription only (1.3):
    so a rattachée's staff reads its own candidates and does not judge them.
    """
    sien = Candidat.academie_id.in_(_postes(compte)) & ~_regroupement().exists()
    return sien | _est_pilote_par(compte)


def _postes(compte: Compte) -> Select[uuid.UUID]:
    return select(Poste.academie_id).where(Poste.compte_id == compte.id)


def _est_pilote_par(compte: Compte) -> ColumnElement[bool]:
    return _regroupement().where(Regroupement.pilote_id.in_(_postes(compte))).exists()


def _regroupement() -> Select[uuid.UUID]:
    """What attaches the candidate's académie to a pilote, in the candidate's own session."""
    return select(Regroupement.id).where(
        Regroupement.session_id == Candidat.session_id,
        Regroupement.rattachee_id == Candidat.academie_id,
    )


def etablissement_de(db: Session, compte: Compte) -> Etablissement:
    """The établissement of which this account is the référent. Raises Introuvable."""
    etablissement = db.scalar(
        select(Etablissement).join(Referent).where(Referent.compte_id == compte.id)
    )
    if etablissement is None:
        raise Introuvable
    return etablissement


def inscriptions_de_l_etablissement(
    db: Session, etablissement: Etablissement
) -> Sequence[Inscription]:
    """Every inscription of the candidates of one établissement, by name."""
    return db.scalars(
        select(Inscription)
        .join(Inscription.candidat)
        .where(Candidat.etablissement_id == etablissement.id)
        .options(
            contains_eager(Inscription.candidat).joinedload(Candidat.session),
            contains_eager(Inscription.candidat).joinedload(Candidat.academie),
        )
        .order_by(Candidat.nom, Candidat.prenom, Inscription.epreuve)
    ).all()


def session_nommee(db: Session, nom: str) -> SessionExamen:
    """The exam session of a name « SIGLE-AAAA ». Raises Introuvable."""
    sigle, _, annee = nom.rpartition("-")
    session = None
    if annee.isdigit():
        session = db.scalar(
            select(SessionExamen).where(
                SessionExamen.sigle == sigle, SessionExamen.annee == int(annee)
            )
        )
    if session is None:
        raise Introuvable
    return session
