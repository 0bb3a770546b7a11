"""The journal: added to, chained, and whatever is done to it by hand is seen."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.base import ecriture
from app.journal import Acte, Auteur, Evenement, Tete, inscrire, verifier_chaine
from app.journal.registre import ORIGINE, empreinte_de
from tests.gestes import ensemble

CHAINE = "inscription:essai"
MACHINE = Auteur(None, "machine")
LE = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)
DONNEES = {"version": "é – « 1 »", "rang": 2, "hors_delai": False, "b": None, "a": [1, {"z": 1}]}


def ajouter(db: Session, combien: int = 1, chaine: str = CHAINE) -> None:
    for _ in range(combien):
        with ecriture(db):
            inscrire(db, chaine, Acte.DEPOT_VERSION_RECUE, DONNEES, MACHINE, LE)


def lever_la_garde(db: Session) -> None:
    """What somebody with every right on the database would do first."""
    sur = "" if db.get_bind().dialect.name == "sqlite" else " ON evenements"
    db.execute(text(f"DROP TRIGGER evenements_ajout_seul{sur}"))
    db.commit()


def falsifier(db: Session, requete: str) -> str | None:
    db.execute(text(requete))
    db.commit()
    return verifier_chaine(db, CHAINE)


def test_a_chain_that_nobody_touched_is_whole(db: Session) -> None:
    ajouter(db, 3)
    assert verifier_chaine(db, CHAINE) is None
    lignes = db.scalars(select(Evenement).order_by(Evenement.rang)).all()
    assert [ligne.rang for ligne in lignes] == [1, 2, 3]
    assert lignes[0].precedente == ORIGINE
    assert [a.empreinte for a in lignes[:-1]] == [b.precedente for b in lignes[1:]]


def test_each_subject_has_its_own_chain(db: Session) -> None:
    ajouter(db, 2)
    ajouter(db, 1, "commission:essai")
    assert verifier_chaine(db, "commission:essai") is None
    assert db.scalars(select(Tete.rang).order_by(Tete.rang)).all() == [1, 2]


def test_several_entries_of_one_act_follow_each_other(db: Session) -> None:
    with ecriture(db):
        for _ in range(3):
            inscrire(db, CHAINE, Acte.DEPOT_VERSION_RECUE, DONNEES, MACHINE, LE)
    assert verifier_chaine(db, CHAINE) is None
    assert db.scalar(select(Tete.rang)) == 3


def test_an_act_that_is_rolled_back_leaves_no_entry(db: Session) -> None:
    def acte() -> None:
        with ecriture(db):
            inscrire(db, CHAINE, Acte.DEPOT_VERSION_RECUE, DONNEES, MACHINE, LE)
            raise ZeroDivisionError

    ajouter(db)
    with pytest.raises(ZeroDivisionError):
        acte()
    assert db.scalar(select(func.count()).select_from(Evenement)) == 1
    assert verifier_chaine(db, CHAINE) is None


def test_the_database_refuses_to_edit_an_entry(db: Session) -> None:
    ajouter(db)
    with pytest.raises(DatabaseError, match="ajout seul"):
        db.execute(update(Evenement).values(role="autre"))


@pytest.mark.parametrize(
    "change",
    [
        "role = 'candidat'",
        "acte = 'verdict:decision:lue'",
        "le = '2026-04-02 09:00:00+00:00'",
        "donnees = '{}'",
        "auteur_id = '00000000000000000000000000000001'",
        "empreinte = precedente",
    ],
)
def test_an_entry_changed_by_hand_is_seen(db: Session, change: str) -> None:
    ajouter(db, 3)
    lever_la_garde(db)
    vu = falsifier(db, f"UPDATE evenements SET {change} WHERE rang = 2")
    assert vu == f"{CHAINE} : l’entrée 2 a été modifiée."


def test_an_entry_changed_with_its_fingerprint_is_seen_by_the_next(db: Session) -> None:
    ajouter(db, 3)
    lever_la_garde(db)
    db.expire_on_commit = False
    seconde = db.scalars(select(Evenement).where(Evenement.rang == 2)).one()
    seconde.role = "candidat"
    vraie = empreinte_de(seconde)
    db.rollback()
    vu = falsifier(
        db, f"UPDATE evenements SET role = 'candidat', empreinte = '{vraie}' WHERE rang = 2"
    )
    assert vu == f"{CHAINE} : l’entrée 3 a été modifiée."


@pytest.mark.parametrize(
    ("rang", "phrase"),
    [(1, "l’entrée 1 manque"), (2, "l’entrée 2 manque"), (3, "la fin de la chaîne manque")],
)
def test_an_entry_taken_away_is_seen(db: Session, rang: int, phrase: str) -> None:
    ajouter(db, 3)
    assert phrase in (falsifier(db, f"DELETE FROM evenements WHERE rang = {rang}") or "")


@pytest.mark.parametrize("table", ["evenements", "tetes"])
def test_a_chain_emptied_or_beheaded_is_seen(db: Session, table: str) -> None:
    ajouter(db, 2)
    assert "la fin de la chaîne manque" in (falsifier(db, f"DELETE FROM {table}") or "")


def test_first_entries_at_once_make_one_chain(app: Flask, db: Session) -> None:
    assert ensemble(app, *[ajouter] * 6) == [None] * 6
    assert db.scalars(select(Evenement.rang).order_by(Evenement.rang)).all() == [1, 2, 3, 4, 5, 6]
    assert verifier_chaine(db, CHAINE) is None


def test_acts_are_named_in_one_way_and_kept_sorted() -> None:
    noms = [str(acte) for acte in Acte]
    assert noms == sorted(noms)
    assert all(nom.count(":") == 2 and nom == nom.lower() for nom in noms)
