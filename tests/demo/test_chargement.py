"""The demonstration once loaded: as promised, true, and each sees only its own."""

import hashlib
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.demo import charger_demo, comptes_demo, demo_chargee
from app.comptes.models import Compte
from app.comptes.mots_de_passe import est_juste
from app.conformite.lectures import dossiers_suivis, propositions_a_confirmer
from app.conformite.models import Decision, Verdict
from app.demo.donnees import session_fictive
from app.demo.objets import CompteDemo
from app.depots.models import Depot, Tentative, Version
from app.examens.lectures import inscriptions_de_l_etablissement, inscriptions_du_candidat
from app.examens.models import Candidat, Derogation, Inscription, Referent, SessionExamen
from app.journal import Tete, verifier_chaine
from app.oraux.lectures import commissions_de, dossiers_de, est_ouverte
from app.taches import Tache
from tests.demo.conftest import INSTANT, document, fichiers, rangees

SESSION = session_fictive()


def compte_nomme(db: Session, identifiant: str) -> Compte:
    return db.scalars(select(Compte).where(Compte.identifiant == identifiant)).one()


def suivis(db: Session, identifiant: str) -> set[str]:
    """The académies of the candidates that a member of staff sees."""
    compte, codes = compte_nomme(db, identifiant), set()
    pages = dossiers_suivis(db, compte).pages
    for numero in range(1, pages + 1):
        for dossier in dossiers_suivis(db, compte, numero=numero).dossiers:
            codes.add(dossier.etat.inscription.candidat.academie.code)
    return codes


def test_it_holds_what_was_promised(app_demo: Flask) -> None:
    lignes = rangees(app_demo)
    promis = {
        "sessions_examen": 1,
        "academies": 4,
        "regroupements": 2,
        "etablissements": 6,
        "candidats": 60,
        "commissions": 4,
        "derogations": 1,
        "depots": 25,
        "echeances": 40,
    }
    assert {table: lignes[table] for table in promis} == promis
    assert lignes["inscriptions"] > 180
    assert lignes["comptes"] == 60 + len(SESSION.agents)


def test_the_session_says_that_it_is_fictitious(db_demo: Session) -> None:
    assert [s.fictive for s in db_demo.scalars(select(SessionExamen))] == [True]


def test_each_file_kept_has_its_row_its_attempt_and_a_task_for_the_reader(
    app_demo: Flask, db_demo: Session
) -> None:
    versions = db_demo.scalars(select(Version)).all()
    assert fichiers(app_demo) == {v.cle for v in versions}
    taches = db_demo.scalars(select(Tache)).all()
    assert {t.arguments["version"] for t in taches} == {str(v.id) for v in versions}
    issues = Counter(db_demo.scalars(select(Tentative.issue)))
    assert issues == {"recue": len(versions), "refusee": 1}


def test_the_files_kept_are_those_that_were_made(db_demo: Session) -> None:
    gardees = sorted(db_demo.scalars(select(Version.sha256)))
    refaites = [document(e) for e in SESSION.envois if not e.refus]
    assert gardees == sorted(hashlib.sha256(octets).hexdigest() for octets in refaites)


def test_loading_again_changes_nothing(app_demo: Flask) -> None:
    avant = rangees(app_demo), fichiers(app_demo)
    assert charger_demo(app_demo, INSTANT + timedelta(days=1)) is False
    assert demo_chargee(app_demo)
    assert (rangees(app_demo), fichiers(app_demo)) == avant


def test_every_journal_is_whole(db_demo: Session) -> None:
    chaines = db_demo.scalars(select(Tete.chaine)).all()
    assert len(chaines) > 20
    assert [faute for c in chaines if (faute := verifier_chaine(db_demo, c))] == []


def test_nothing_is_dated_after_the_loading(db_demo: Session) -> None:
    assert max(db_demo.scalars(select(Version.recu_fin))) <= INSTANT
    assert max(db_demo.scalars(select(Verdict.prononce_le))) <= INSTANT


def test_decisions_of_each_kind_and_one_that_waits_for_the_responsable(db_demo: Session) -> None:
    remplaces = set(db_demo.scalars(select(Verdict.remplace_id)))
    verdicts = [v for v in db_demo.scalars(select(Verdict)) if v.id not in remplaces]
    assert Counter(v.decision for v in verdicts) == {
        Decision.CONFORME: 2,
        Decision.A_REGULARISER: 1,
        Decision.NON_CONFORME: 1,
    }
    responsable = compte_nomme(db_demo, "responsable@normandie.example")
    assert len(propositions_a_confirmer(db_demo, responsable)) == 1


def test_one_file_came_late_and_one_candidate_has_more_time(db_demo: Session) -> None:
    tardifs = db_demo.scalars(select(Version).where(Version.hors_delai)).all()
    assert [v.nom_donne for v in tardifs] == ["E7 CASSEGRIN.pdf"]
    (derogation,) = db_demo.scalars(select(Derogation))
    assert derogation.cloture > INSTANT


def test_the_first_candidate_has_all_to_do_and_is_heard_by_the_commission_shown(
    db_demo: Session,
) -> None:
    candidat = compte_nomme(db_demo, comptes_demo()[0].identifiant)
    inscriptions = inscriptions_du_candidat(db_demo, candidat)
    ids = {i.id for i in inscriptions}
    assert db_demo.scalars(select(Depot).where(Depot.inscription_id.in_(ids))).all() == []
    membre = compte_nomme(db_demo, "commission@normandie.example")
    ouvertes = [c for c in commissions_de(db_demo, membre) if est_ouverte(c, INSTANT)]
    entendues = {d.passage.inscription_id for c in ouvertes for d in dossiers_de(db_demo, c)}
    assert ids & entendues


def test_the_second_candidate_has_files_and_a_decision_to_read(db_demo: Session) -> None:
    candidat = compte_nomme(db_demo, comptes_demo()[1].identifiant)
    ids = {i.id for i in inscriptions_du_candidat(db_demo, candidat)}
    deposees = db_demo.scalars(select(Depot).where(Depot.inscription_id.in_(ids))).all()
    verdicts = db_demo.scalars(select(Verdict).where(Verdict.inscription_id.in_(ids))).all()
    assert len(deposees) == 3
    assert {v.decision for v in verdicts} == {Decision.CONFORME, Decision.A_REGULARISER}


@pytest.mark.parametrize("compte", comptes_demo(tous=True), ids=lambda c: c.role)
def test_every_account_shown_opens_with_the_password_shown(
    db_demo: Session, compte: CompteDemo
) -> None:
    empreinte = compte_nomme(db_demo, compte.identifiant).mot_de_passe
    assert est_juste(empreinte, compte.mot_de_passe)


def test_each_academie_sees_its_own_and_the_pilote_its_whole_regroupement(
    db_demo: Session,
) -> None:
    assert suivis(db_demo, "gestionnaire@normandie.example") == {
        "DEMO-NOR",
        "DEMO-REU",
        "DEMO-MAR",
    }
    assert suivis(db_demo, "gestionnaire@reunion.example") == {"DEMO-REU"}
    assert suivis(db_demo, "gestionnaire@besancon.example") == {"DEMO-BES"}


def test_an_etablissement_follows_its_own_candidates(db_demo: Session) -> None:
    referent = compte_nomme(db_demo, "etablissement@tancremont.example")
    poste = db_demo.scalars(select(Referent).where(Referent.compte_id == referent.id)).one()
    inscriptions = inscriptions_de_l_etablissement(db_demo, poste.etablissement)
    assert {i.candidat.etablissement_id for i in inscriptions} == {poste.etablissement_id}
    assert len({i.candidat_id for i in inscriptions}) == 15


def test_names_and_numbers_are_those_of_the_file(db_demo: Session) -> None:
    lignes = db_demo.execute(select(Candidat.numero, Candidat.nom, Candidat.prenom))
    attendus = {(c.numero, c.nom, c.prenom) for c in SESSION.candidats.values()}
    assert {tuple(ligne) for ligne in lignes} == attendus
    formes = Counter(db_demo.scalars(select(Inscription.forme)))
    assert formes["ccf"] > 60
    assert formes["ponctuelle"] > 60
