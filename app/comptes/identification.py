"""Signing in and out, each time written in the journal."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte, nouveau_jeton
from app.comptes.mots_de_passe import LEURRE, est_a_renouveler, est_juste, hacher
from app.journal import Acte, Auteur, inscrire

ANONYME = Auteur(None, "anonyme")


def compte_du_jeton(db: Session, jeton: str) -> Compte | None:
    """The active account whose sign-in cookie this is."""
    return db.scalar(select(Compte).where(Compte.jeton == jeton, Compte.actif))


def ouvrir_session(
    db: Session, identifiant: str, mot_de_passe: str, maintenant: datetime
) -> Compte | None:
    """Check a person's credentials; None when they do not match an active account.

    The answer and its delay are the same for an unknown account and a wrong password.
    """
    compte = _compte_actif(db, identifiant)
    empreinte = compte.mot_de_passe if compte else LEURRE
    db.rollback()  # hashing takes 0.3 s: hold no transaction meanwhile
    if not est_juste(empreinte, mot_de_passe) or compte is None:
        _noter_refus(db, compte, maintenant)
        return None
    with ecriture(db):
        if est_a_renouveler(empreinte):
            compte.mot_de_passe = hacher(mot_de_passe)
        inscrire(
            db, f"compte:{compte.id}", Acte.COMPTE_SESSION_OUVERTE, {}, compte.auteur, maintenant
        )
    return compte


def fermer_session(db: Session, compte: Compte, maintenant: datetime) -> None:
    """Sign out everywhere: no cookie given before this one opens anything any more."""
    with ecriture(db):
        compte.jeton = nouveau_jeton()
        inscrire(
            db, f"compte:{compte.id}", Acte.COMPTE_SESSION_FERMEE, {}, compte.auteur, maintenant
        )


def _compte_actif(db: Session, identifiant: str) -> Compte | None:
    cherche = identifiant.strip().casefold()
    return db.scalar(select(Compte).where(Compte.identifiant == cherche, Compte.actif))


def _noter_refus(db: Session, compte: Compte | None, maintenant: datetime) -> None:
    """Only a known account has a journal: an unknown name typed here is not ours to keep."""
    if compte is None:
        return
    with ecriture(db):
        inscrire(db, f"compte:{compte.id}", Acte.COMPTE_SESSION_REFUSEE, {}, ANONYME, maintenant)
