"""Two people at the same second: one decision, and one clear refusal; never two, never none."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.base import Base
from app.comptes.models import Compte
from app.conformite.avis import Avis, vue_de
from app.conformite.lectures import dossier_de, verdict_en_vigueur
from app.conformite.models import AccuseLecture, Decision, Proposition, Verdict
from app.conformite.propositions import confirmer
from app.conformite.refus import DossierChange, PropositionDejaRepondue, PropositionEnAttente
from app.conformite.verdicts import accuser_lecture, prononcer
from app.depots.models import Version
from app.examens.models import Inscription
from app.journal import verifier_chaine
from tests.gestes import DEBUT, Depositaire, ensemble, juger
from tests.monde import Monde, personne_nommee


@pytest.fixture
def dossiers(db: Session, monde: Monde, depositaire: Depositaire) -> list[Any]:
    """Three complete dossiers: each race is run on each, one alone may pass by luck."""
    ids = [monde.e8, monde.e8_autre, monde.e8_rattachee]
    for inscription_id in ids:
        for piece in ("dossier", "fiche"):
            depositaire.deposer(inscription_id, piece)
    db.rollback()
    return ids


def decider(qui: str, inscription_id: Any, vu: str, decision: Decision) -> Callable[[Session], Any]:
    def acte(db: Session) -> Any:
        avis = Avis(decision, vu, ("fiche-absente",), "Un texte.", "Une raison.")
        inscription = db.get_one(Inscription, inscription_id)
        return prononcer(db, inscription, avis, personne_nommee(db, qui), DEBUT)

    return acte


def vu(db: Session, inscription_id: Any) -> str:
    dossier = dossier_de(db, db.get_one(Inscription, inscription_id))
    empreinte = vue_de(dossier.etat, dossier.verdict).empreinte
    db.rollback()
    return empreinte


def nombre(db: Session, table: type[Base]) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(table)) or 0


def genres(resultats: list[Any]) -> set[str]:
    return {type(resultat).__name__ for resultat in resultats}


def test_two_verdicts_at_once_make_one(app: Flask, db: Session, monde: Monde, dossiers) -> None:
    for rang, inscription_id in enumerate(dossiers, start=1):
        ecran = vu(db, inscription_id)
        resultats = ensemble(
            app,
            decider(monde.gestionnaire, inscription_id, ecran, Decision.CONFORME),
            decider(monde.responsable, inscription_id, ecran, Decision.A_REGULARISER),
        )
        assert genres(resultats) == {"Issue", DossierChange.__name__}, resultats
        assert nombre(db, Verdict) == rang
        assert verifier_chaine(db, f"inscription:{inscription_id}") is None


def test_two_proposals_at_once_make_one(app: Flask, db: Session, monde: Monde, dossiers) -> None:
    for rang, inscription_id in enumerate(dossiers, start=1):
        ecran = vu(db, inscription_id)
        resultats = ensemble(
            app,
            decider(monde.gestionnaire, inscription_id, ecran, Decision.NON_CONFORME),
            decider(monde.responsable, inscription_id, ecran, Decision.NON_CONFORME),
        )
        assert genres(resultats) == {"Issue", PropositionEnAttente.__name__}, resultats
        assert nombre(db, Proposition) == rang


def test_two_confirmations_at_once_make_one_verdict(
    app: Flask, db: Session, monde: Monde, dossiers
) -> None:
    for rang, inscription_id in enumerate(dossiers, start=1):
        attente = juger(db, monde.gestionnaire, inscription_id, Decision.NON_CONFORME).proposition
        assert attente is not None
        proposition_id = attente.id
        db.rollback()

        def oui(qui: str, cible: Any = proposition_id) -> Callable[[Session], Any]:
            return lambda db: confirmer(
                db, db.get_one(Proposition, cible), personne_nommee(db, qui), DEBUT
            )

        resultats = ensemble(app, oui(monde.responsable), oui(monde.second_responsable))
        assert genres(resultats) == {"Verdict", PropositionDejaRepondue.__name__}, resultats
        assert nombre(db, Verdict) == rang


def test_a_file_and_a_verdict_at_once_are_never_confused(
    app: Flask, db: Session, monde: Monde, dossiers
) -> None:
    """Either the file came first and the verdict is refused, or the verdict names other files."""
    for inscription_id in dossiers:
        ecran = vu(db, inscription_id)
        avant = set(db.scalars(select(Version.id)))
        db.rollback()
        verdict, version = ensemble(
            app,
            decider(monde.gestionnaire, inscription_id, ecran, Decision.CONFORME),
            lambda autre, i=inscription_id: Depositaire(app, autre).deposer(i).id,
        )
        db.rollback()
        assert version not in avant
        dossier = dossier_de(db, db.get_one(Inscription, inscription_id))
        if isinstance(verdict, DossierChange):
            assert dossier.verdict is None
        else:
            assert dossier.verdict_perime
        assert verifier_chaine(db, f"inscription:{inscription_id}") is None


def test_a_double_click_on_reading_a_decision_keeps_one_instant(
    app: Flask, db: Session, monde: Monde, dossiers
) -> None:
    for rang, inscription_id in enumerate(dossiers, start=1):
        juger(db, monde.gestionnaire, inscription_id)
        candidat_id = db.get_one(Inscription, inscription_id).candidat.compte_id
        db.rollback()

        def lire(db: Session, i: Any = inscription_id, qui: Any = candidat_id) -> None:
            verdict = verdict_en_vigueur(db, db.get_one(Inscription, i))
            assert verdict is not None
            accuser_lecture(db, verdict, db.get_one(Compte, qui), DEBUT)

        assert ensemble(app, lire, lire, lire) == [None, None, None]
        assert nombre(db, AccuseLecture) == rang
