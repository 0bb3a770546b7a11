"""A verdict: by one person, by two when it costs the diploma, and on what was really seen."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.conformite.avis import Avis, vue_de
from app.conformite.lectures import dossier_de, historique_des_verdicts, verdict_en_vigueur
from app.conformite.models import AccuseLecture, Decision, Proposition, Verdict
from app.conformite.propositions import confirmer, decliner
from app.conformite.refus import (
    DossierChange,
    MotifManquant,
    PieceManquante,
    PropositionDejaRepondue,
    PropositionEnAttente,
    RaisonManquante,
    SecondePersonneRequise,
    TexteManquant,
)
from app.conformite.verdicts import accuser_lecture, prononcer
from app.examens.models import Inscription
from app.journal import Evenement, verifier_chaine
from app.refus import Interdit
from tests.gestes import DEBUT, Depositaire, juger
from tests.monde import Monde, personne_nommee

NON = Decision.NON_CONFORME
A_REGULARISER = Decision.A_REGULARISER


@pytest.fixture
def complet(monde: Monde, depositaire: Depositaire) -> Monde:
    """The E8 dossier of the candidate has its two obligatory pièces."""
    for piece in ("dossier", "fiche"):
        depositaire.deposer(monde.e8, piece)
    return monde


def proposer(db: Session, monde: Monde, auteur: str | None = None) -> Proposition:
    issue = juger(db, auteur or monde.gestionnaire, monde.e8, NON)
    assert issue.proposition is not None
    assert issue.verdict is None
    return issue.proposition


def en_vigueur(db: Session, monde: Monde) -> Verdict | None:
    return verdict_en_vigueur(db, db.get_one(Inscription, monde.e8))


def repondre_oui(db: Session, monde: Monde, proposition: Proposition, qui: str) -> Verdict:
    return confirmer(db, proposition, personne_nommee(db, qui), DEBUT)


def actes(db: Session, monde: Monde) -> list[str]:
    chaine = f"inscription:{monde.e8}"
    assert verifier_chaine(db, chaine) is None
    requete = select(Evenement.acte).where(Evenement.chaine == chaine).order_by(Evenement.rang)
    return [a for a in db.scalars(requete) if a.startswith("verdict:")]


def test_one_person_pronounces_a_conforme(db: Session, complet: Monde) -> None:
    verdict = juger(db, complet.gestionnaire, complet.e8).verdict
    assert verdict is not None
    assert (verdict.decision, verdict.confirme_par_id) == ("conforme", None)
    assert {v["piece"] for v in verdict.versions_vues} == {"dossier", "fiche"}
    assert actes(db, complet) == ["verdict:decision:prononcee"]


def test_a_conforme_needs_every_obligatory_piece(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    depositaire.deposer(monde.e8, "dossier")
    with pytest.raises(PieceManquante, match="iche"):
        juger(db, monde.gestionnaire, monde.e8)


def test_a_non_conforme_is_only_a_proposal_until_a_responsable_confirms(
    db: Session, monde: Monde
) -> None:
    proposition = proposer(db, monde)
    assert en_vigueur(db, monde) is None
    verdict = repondre_oui(db, monde, proposition, monde.responsable)
    assert (verdict.decision, verdict.motifs) == ("non-conforme", ["fiche-absente"])
    assert verdict.auteur_id == personne_nommee(db, monde.gestionnaire).id
    assert verdict.confirme_par_id == personne_nommee(db, monde.responsable).id
    assert actes(db, monde) == [
        "verdict:proposition:enregistree",
        "verdict:decision:prononcee",
    ]


def test_the_author_of_a_proposal_cannot_confirm_it(db: Session, monde: Monde) -> None:
    proposition = proposer(db, monde, monde.responsable)
    with pytest.raises(SecondePersonneRequise):
        repondre_oui(db, monde, proposition, monde.responsable)
    assert en_vigueur(db, monde) is None
    assert repondre_oui(db, monde, proposition, monde.second_responsable).decision == NON


def test_a_gestionnaire_cannot_confirm(db: Session, monde: Monde) -> None:
    proposition = proposer(db, monde, monde.responsable)
    with pytest.raises(SecondePersonneRequise):
        repondre_oui(db, monde, proposition, monde.gestionnaire)


@pytest.mark.parametrize("qui", ["gestionnaire_rattachee", "gestionnaire_ailleurs", "candidat"])
def test_who_does_not_manage_the_exam_neither_decides_nor_confirms(
    db: Session, monde: Monde, qui: str
) -> None:
    with pytest.raises(Interdit):
        juger(db, getattr(monde, qui), monde.e8, A_REGULARISER)
    proposition = proposer(db, monde)
    with pytest.raises(Interdit):
        repondre_oui(db, monde, proposition, getattr(monde, qui))


def test_a_proposal_is_declined_with_reasons_and_the_dossier_is_open_again(
    db: Session, monde: Monde
) -> None:
    proposition, responsable = proposer(db, monde), personne_nommee(db, monde.responsable)
    with pytest.raises(RaisonManquante):
        decliner(db, proposition, "  ", responsable, DEBUT)
    decliner(db, proposition, "La fiche est là.", responsable, DEBUT)
    assert (proposition.reponse, proposition.raisons) == ("declinee", "La fiche est là.")
    assert en_vigueur(db, monde) is None
    assert juger(db, monde.gestionnaire, monde.e8, A_REGULARISER).verdict is not None


def test_a_proposal_is_answered_once(db: Session, monde: Monde) -> None:
    proposition = proposer(db, monde)
    repondre_oui(db, monde, proposition, monde.responsable)
    with pytest.raises(PropositionDejaRepondue):
        repondre_oui(db, monde, proposition, monde.second_responsable)
    with pytest.raises(PropositionDejaRepondue):
        decliner(db, proposition, "Non.", personne_nommee(db, monde.responsable), DEBUT)


def test_nothing_else_is_decided_while_a_proposal_waits(db: Session, monde: Monde) -> None:
    proposer(db, monde)
    for decision in (A_REGULARISER, NON):
        with pytest.raises(PropositionEnAttente):
            juger(db, monde.responsable, monde.e8, decision)


def test_a_file_received_meanwhile_stops_the_decision(
    db: Session, complet: Monde, depositaire: Depositaire
) -> None:
    inscription = db.get_one(Inscription, complet.e8)
    vu = dossier_de(db, inscription)
    avis = Avis(Decision.CONFORME, vue_de(vu.etat, vu.verdict).empreinte)
    depositaire.deposer(complet.e8, "fiche")
    with pytest.raises(DossierChange):
        prononcer(db, inscription, avis, personne_nommee(db, complet.gestionnaire), DEBUT)


def test_a_file_received_meanwhile_stops_the_confirmation(
    db: Session, complet: Monde, depositaire: Depositaire
) -> None:
    proposition = proposer(db, complet)
    depositaire.deposer(complet.e8, "fiche")
    with pytest.raises(DossierChange):
        repondre_oui(db, complet, proposition, complet.responsable)
    assert en_vigueur(db, complet) is None


def test_a_late_file_that_displaces_nothing_does_not_stop_a_decision(
    db: Session, complet: Monde, depositaire: Depositaire
) -> None:
    proposition = proposer(db, complet)
    depositaire.deposer(complet.e8, "fiche", debut=DEBUT.replace(month=6))
    assert repondre_oui(db, complet, proposition, complet.responsable)


@pytest.mark.parametrize(
    ("decision", "motifs", "texte", "refus"),
    [
        (A_REGULARISER, (), "  ", TexteManquant),
        (NON, ("fiche-absente",), "", TexteManquant),
        (NON, (), "Il manque la fiche.", MotifManquant),
        (NON, ("motif-invente",), "Il manque la fiche.", MotifManquant),
        (NON, ("fiche-absente", "motif-invente"), "Il manque la fiche.", MotifManquant),
    ],
)
def test_a_decision_says_why(db: Session, monde: Monde, decision, motifs, texte, refus) -> None:
    with pytest.raises(refus):
        juger(db, monde.gestionnaire, monde.e8, decision, motifs, texte)


def test_a_correction_needs_a_reason_and_keeps_what_it_corrects(
    db: Session, complet: Monde
) -> None:
    premier = juger(db, complet.gestionnaire, complet.e8).verdict
    with pytest.raises(RaisonManquante):
        juger(db, complet.responsable, complet.e8, A_REGULARISER)
    second = juger(db, complet.responsable, complet.e8, A_REGULARISER, raison="Mal lu.").verdict
    assert premier is not None
    assert second is not None
    assert (second.remplace_id, second.raison) == (premier.id, "Mal lu.")
    vigueur = en_vigueur(db, complet)
    assert vigueur is not None
    assert vigueur.id == second.id
    historique = historique_des_verdicts(db, db.get_one(Inscription, complet.e8))
    assert {v.id for v in historique} == {premier.id, second.id}


def test_a_non_conforme_may_correct_an_earlier_verdict(db: Session, complet: Monde) -> None:
    juger(db, complet.gestionnaire, complet.e8)
    with pytest.raises(RaisonManquante):
        juger(db, complet.gestionnaire, complet.e8, NON)
    issue = juger(db, complet.gestionnaire, complet.e8, NON, raison="Signature fausse.")
    assert issue.proposition is not None
    verdict = repondre_oui(db, complet, issue.proposition, complet.responsable)
    assert verdict.remplace_id is not None
    assert "Signature fausse." in verdict.raison


def test_the_reading_of_a_decision_is_kept_once_with_its_instant(
    db: Session, complet: Monde
) -> None:
    verdict = juger(db, complet.gestionnaire, complet.e8).verdict
    assert verdict is not None
    candidat = personne_nommee(db, complet.candidat)
    for instant in (DEBUT, DEBUT.replace(hour=12)):
        accuser_lecture(db, verdict, candidat, instant)
    assert db.scalars(select(AccuseLecture.lu_le)).all() == [DEBUT]
    assert actes(db, complet).count("verdict:decision:lue") == 1


def test_a_refused_decision_leaves_nothing_behind(db: Session, monde: Monde) -> None:
    with pytest.raises(MotifManquant):
        juger(db, monde.gestionnaire, monde.e8, NON, ())
    for table in (Verdict, Proposition, Evenement):
        assert db.scalar(select(func.count()).select_from(table)) == 0
