"""Going back: an author takes its proposal back; what two pronounced, one alone does not undo."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.conformite.models import Decision, Proposition
from app.conformite.propositions import confirmer, decliner, retirer
from app.conformite.refus import PropositionDejaRepondue
from app.journal import Evenement, verifier_chaine
from app.refus import Interdit
from tests.gestes import DEBUT, juger
from tests.monde import Monde, personne_nommee

NON, A_REGULARISER = Decision.NON_CONFORME, Decision.A_REGULARISER


@pytest.fixture
def proposition(db: Session, monde: Monde) -> Proposition:
    attente = juger(db, monde.gestionnaire, monde.e8, NON).proposition
    assert attente is not None
    return attente


def test_its_author_takes_a_proposal_back_and_the_dossier_is_open_again(
    db: Session, monde: Monde, proposition: Proposition
) -> None:
    retirer(db, proposition, personne_nommee(db, monde.gestionnaire), DEBUT)
    assert proposition.reponse == "retiree"
    assert juger(db, monde.gestionnaire, monde.e8, A_REGULARISER).verdict is not None
    acte = Evenement.acte == "verdict:proposition:retiree"
    assert db.scalar(select(func.count()).select_from(Evenement).where(acte)) == 1
    assert verifier_chaine(db, f"inscription:{monde.e8}") is None


def test_nobody_else_takes_it_back(db: Session, monde: Monde, proposition: Proposition) -> None:
    with pytest.raises(Interdit):
        retirer(db, proposition, personne_nommee(db, monde.responsable), DEBUT)
    assert proposition.reponse is None


def test_what_was_answered_is_not_taken_back_nor_the_reverse(
    db: Session, monde: Monde, proposition: Proposition
) -> None:
    auteur, responsable = (
        personne_nommee(db, qui) for qui in (monde.gestionnaire, monde.responsable)
    )
    retirer(db, proposition, auteur, DEBUT)
    for acte in (
        lambda: retirer(db, proposition, auteur, DEBUT),
        lambda: confirmer(db, proposition, responsable, DEBUT),
        lambda: decliner(db, proposition, "Non.", responsable, DEBUT),
    ):
        with pytest.raises(PropositionDejaRepondue):
            acte()


def test_a_confirmed_non_conformity_is_undone_by_a_responsable_alone(
    db: Session, monde: Monde, proposition: Proposition
) -> None:
    confirmer(db, proposition, personne_nommee(db, monde.responsable), DEBUT)
    with pytest.raises(Interdit, match="confirmée par un responsable"):
        juger(db, monde.gestionnaire, monde.e8, A_REGULARISER, raison="Mal lu.")
    issue = juger(db, monde.responsable, monde.e8, A_REGULARISER, raison="Mal lu.")
    assert issue.verdict is not None
