"""Who sees whom: a candidate itself, an établissement its own, an académie its regroupement."""

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Role
from app.conformite.lectures import (
    dossiers_suivis,
    epreuves_suivies,
    inscription_visible,
    peut_instruire,
)
from app.examens.lectures import (
    candidat_de,
    etablissement_de,
    inscription_du_candidat,
    inscriptions_de_l_etablissement,
    inscriptions_du_candidat,
)
from app.examens.models import Academie, Inscription, Regroupement, SessionExamen
from app.refus import Introuvable
from tests.monde import Monde, compte, inscription, personne_nommee


def vues_par(db: Session, identifiant: str) -> set[uuid.UUID]:
    page = dossiers_suivis(db, personne_nommee(db, identifiant))
    return {dossier.etat.inscription.id for dossier in page.dossiers}


def jugees_par(db: Session, identifiant: str) -> set[uuid.UUID]:
    agent = personne_nommee(db, identifiant)
    return {i.id for i in db.scalars(select(Inscription)) if peut_instruire(db, agent, i)}


def test_the_pilote_sees_and_judges_the_whole_regroupement(db: Session, monde: Monde) -> None:
    tout = {monde.e5, monde.e8, monde.e8_autre, monde.e8_rattachee}
    assert vues_par(db, monde.gestionnaire) == tout
    assert jugees_par(db, monde.gestionnaire) == tout


def test_the_rattachee_sees_its_own_and_judges_none(db: Session, monde: Monde) -> None:
    assert vues_par(db, monde.gestionnaire_rattachee) == {monde.e8_rattachee}
    assert jugees_par(db, monde.gestionnaire_rattachee) == set()


def test_an_academie_alone_sees_and_judges_its_own(db: Session, monde: Monde) -> None:
    assert vues_par(db, monde.gestionnaire_ailleurs) == {monde.e8_ailleurs}
    assert jugees_par(db, monde.gestionnaire_ailleurs) == {monde.e8_ailleurs}


@pytest.mark.parametrize("qui", ["candidat", "referent", "membre", "administrateur"])
def test_nobody_else_judges_anything(db: Session, monde: Monde, qui: str) -> None:
    assert jugees_par(db, getattr(monde, qui)) == set()


@pytest.fixture
def autre_annee(db: Session, monde: Monde) -> dict[str, uuid.UUID]:
    """The next session, without a regroupement: one candidate in each of the three académies."""
    with ecriture(db):
        session = SessionExamen(
            id=uuid.uuid4(), sigle="CCST", annee=2027, reglement="ccst-2026", taille_max=2_000_000
        )
        db.add(session)
        db.flush()
        return {
            code: inscription(db, session, lieu, f"27{code}", "E8")[0].id
            for code, lieu in ((a.code, a) for a in db.scalars(select(Academie)))
        }


def test_a_regroupement_binds_its_own_session_only(
    db: Session, monde: Monde, autre_annee: dict[str, uuid.UUID]
) -> None:
    """What the pilote of one year saw of another académie is not hers the year after (1.3)."""
    assert autre_annee["REU"] not in vues_par(db, monde.gestionnaire)
    assert autre_annee["NOR"] in vues_par(db, monde.gestionnaire)
    assert autre_annee["REU"] in jugees_par(db, monde.gestionnaire_rattachee)
    with pytest.raises(Introuvable):
        inscription_visible(db, personne_nommee(db, monde.gestionnaire), autre_annee["REU"])


def test_the_pilote_of_another_session_sees_only_that_one(
    db: Session, monde: Monde, autre_annee: dict[str, uuid.UUID]
) -> None:
    ailleurs, reu = (
        db.scalars(select(Academie.id).where(Academie.code == c)).one() for c in ("AIL", "REU")
    )
    suivante = db.get_one(Inscription, autre_annee["REU"]).candidat.session_id
    with ecriture(db):
        db.add(Regroupement(session_id=suivante, pilote_id=ailleurs, rattachee_id=reu))
    vues = vues_par(db, monde.gestionnaire_ailleurs)
    assert vues == {monde.e8_ailleurs, autre_annee["AIL"], autre_annee["REU"]}
    assert autre_annee["REU"] not in jugees_par(db, monde.gestionnaire_rattachee)


def test_the_list_of_epreuves_is_that_of_visible_candidates(db: Session, monde: Monde) -> None:
    assert list(epreuves_suivies(db, personne_nommee(db, monde.gestionnaire))) == ["E5", "E8"]
    assert list(epreuves_suivies(db, personne_nommee(db, monde.gestionnaire_ailleurs))) == ["E8"]


def test_a_candidate_finds_its_own_inscriptions_only(db: Session, monde: Monde) -> None:
    moi = personne_nommee(db, monde.candidat)
    assert [i.id for i in inscriptions_du_candidat(db, moi)] == [monde.e5, monde.e8]
    assert inscription_du_candidat(db, moi, monde.e8).id == monde.e8
    for autre in (monde.e8_autre, monde.e8_ailleurs, uuid.uuid4()):
        with pytest.raises(Introuvable):
            inscription_du_candidat(db, moi, autre)


def test_an_etablissement_sees_its_candidates_and_no_other(db: Session, monde: Monde) -> None:
    lycee = etablissement_de(db, personne_nommee(db, monde.referent))
    vues = {i.id for i in inscriptions_de_l_etablissement(db, lycee)}
    assert vues == {monde.e5, monde.e8}


def test_an_account_without_its_place_finds_nothing(db: Session, monde: Monde) -> None:
    with ecriture(db):
        compte(db, "sans-lycee", Role.ETABLISSEMENT)
        compte(db, "sans-inscription", Role.CANDIDAT)
    with pytest.raises(Introuvable):
        etablissement_de(db, personne_nommee(db, "sans-lycee"))
    with pytest.raises(Introuvable):
        candidat_de(db, personne_nommee(db, "sans-inscription"))
