"""What the database itself refuses, whoever writes to it, on both engines."""

import uuid
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from app.base import ecriture
from app.conformite.models import AccuseLecture, Proposition, Verdict
from tests.gestes import DEBUT
from tests.monde import Monde, personne_nommee


@pytest.fixture
def ligne(db: Session, monde: Monde) -> dict[str, Any]:
    """A « non conforme » as the law wants it; tests spoil one value of it."""
    return {
        "id": uuid.uuid4(),
        "inscription_id": monde.e8,
        "decision": "non-conforme",
        "motifs": ["fiche-absente"],
        "nombre_motifs": 1,
        "texte": "La fiche manque.",
        "versions_vues": [],
        "auteur_id": personne_nommee(db, monde.gestionnaire).id,
        "confirme_par_id": personne_nommee(db, monde.responsable).id,
        "prononce_le": DEBUT,
        "remplace_id": None,
        "raison": "",
    }


def ecrire(db: Session, *lignes: dict[str, Any]) -> None:
    """Straight into the table, past every act of ours."""
    with ecriture(db):
        for ligne in lignes:
            db.execute(insert(Verdict).values(**ligne))


def suivant(ligne: dict[str, Any], **change: Any) -> dict[str, Any]:
    corrige = {"remplace_id": ligne["id"], "raison": "Mal lu."}
    return {**ligne, "id": uuid.uuid4(), **corrige, **change}


def test_a_lawful_verdict_and_its_correction_are_accepted(db: Session, ligne) -> None:
    ecrire(db, ligne, suivant(ligne))


@pytest.mark.parametrize(
    "change",
    [
        {"motifs": [], "nombre_motifs": 0},
        {"motifs": []},
        {"nombre_motifs": 2},
        {"confirme_par_id": None},
        {"decision": "peut-être"},
        {"decision": "a-regulariser", "texte": ""},
        {"inscription_id": uuid.uuid4()},
        {"confirme_par_id": uuid.uuid4()},
        {"auteur_id": None},
        {"prononce_le": None},
    ],
    ids=repr,
)
def test_an_impossible_verdict_is_refused(db: Session, ligne, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ecrire(db, {**ligne, **change})


def test_the_second_person_is_another_person(db: Session, ligne) -> None:
    with pytest.raises(IntegrityError):
        ecrire(db, {**ligne, "confirme_par_id": ligne["auteur_id"]})


def test_two_verdicts_cannot_be_in_force(db: Session, ligne) -> None:
    with pytest.raises(IntegrityError):
        ecrire(db, ligne, {**ligne, "id": uuid.uuid4()})
    with pytest.raises(IntegrityError):
        ecrire(db, ligne, suivant(ligne), suivant(ligne))


def test_a_correction_says_why_and_cannot_replace_itself(db: Session, ligne) -> None:
    with pytest.raises(IntegrityError):
        ecrire(db, ligne, suivant(ligne, raison=""))
    with pytest.raises(IntegrityError):
        ecrire(db, {**ligne, "remplace_id": ligne["id"], "raison": "Moi-même."})


def test_a_verdict_cannot_replace_that_of_another_inscription(
    db: Session, monde: Monde, ligne
) -> None:
    with pytest.raises(IntegrityError):
        ecrire(db, ligne, suivant(ligne, inscription_id=monde.e8_autre))


def test_a_verdict_is_never_edited(db: Session, ligne) -> None:
    ecrire(db, ligne)
    with pytest.raises(DatabaseError, match="ajout seul"):
        db.execute(update(Verdict).values(decision="conforme"))
    db.rollback()
    with pytest.raises(DatabaseError, match="ajout seul"):
        db.execute(text("UPDATE verdicts SET texte = 'autre'"))


def test_a_verdict_that_was_read_or_corrected_cannot_disappear(
    db: Session, monde: Monde, ligne
) -> None:
    lecture = {"compte_id": personne_nommee(db, monde.candidat).id, "lu_le": DEBUT}
    ecrire(db, ligne)
    with ecriture(db):
        db.add(AccuseLecture(verdict_id=ligne["id"], **lecture))
    with pytest.raises(IntegrityError), ecriture(db):
        db.execute(delete(Verdict))


@pytest.mark.parametrize(
    "change",
    [
        {"reponse": "confirmee"},
        {"reponse": "confirmee", "repondu_le": DEBUT},
        {"repondu_le": DEBUT},
        {"reponse": "confirmee", "repondu_le": DEBUT, "repondu_par_id": "auteur"},
        {"reponse": "declinee", "repondu_le": DEBUT, "repondu_par_id": "autre"},
        {"reponse": "oui", "repondu_le": DEBUT, "repondu_par_id": "autre"},
    ],
    ids=lambda change: "-".join(change),
)
def test_an_impossible_answer_to_a_proposal_is_refused(
    db: Session, monde: Monde, change: dict[str, Any]
) -> None:
    gens = {
        "auteur": personne_nommee(db, monde.responsable).id,
        "autre": personne_nommee(db, monde.second_responsable).id,
    }
    valeurs = {cle: gens.get(v, v) if isinstance(v, str) else v for cle, v in change.items()}
    with pytest.raises(IntegrityError), ecriture(db):
        db.add(proposition(monde, gens["auteur"], **valeurs))


def test_two_proposals_cannot_wait_for_one_inscription(db: Session, monde: Monde) -> None:
    auteur = personne_nommee(db, monde.responsable).id
    with pytest.raises(IntegrityError), ecriture(db):
        db.add_all([proposition(monde, auteur), proposition(monde, auteur)])


def proposition(monde: Monde, auteur: uuid.UUID, **change: Any) -> Proposition:
    commun = {"inscription_id": monde.e8, "auteur_id": auteur, "proposee_le": DEBUT}
    motifs = {"motifs": ["fiche-absente"], "texte": "La fiche manque.", "versions_vues": []}
    return Proposition(**commun, **motifs, **change)
