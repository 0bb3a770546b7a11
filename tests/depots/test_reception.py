"""Receiving a file: kept whole, said to the journal, never twice, never lost in silence."""

import hashlib
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.depots.models import Depot, Tentative, Version
from app.depots.reception import recevoir_fichier
from app.depots.refus import (
    DepotPasOuvert,
    FichierTropGros,
    FichierVide,
    FormatRefuse,
    PieceInattendue,
    StockageEnPanne,
)
from app.depots.tentatives import Envoi
from app.examens.models import Inscription
from app.journal import verifier_chaine
from app.stockage.erreurs import StockageIndisponible
from tests.monde import CLOTURE, DEBUT, OUVERTURE, Depositaire, Monde, personne_nommee, un_pdf

MARGE = timedelta(minutes=30)


def octets_stockes(app: Flask, version: Version) -> bytes:
    return b"".join(app.extensions["stockage"].open(version.cle))


def test_what_is_stored_is_what_was_sent(
    app: Flask, monde: Monde, depositaire: Depositaire
) -> None:
    octets = un_pdf("le vrai dossier")
    version = depositaire.deposer(monde.e8, octets=octets)
    assert octets_stockes(app, version) == octets
    assert version.sha256 == hashlib.sha256(octets).hexdigest()
    assert (version.taille, version.format, version.hors_delai) == (len(octets), "pdf", False)


def test_a_reception_is_journalled_in_a_chain_that_verifies(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    depositaire.deposer(monde.e8)
    depositaire.deposer(monde.e8)
    chaine = f"inscription:{monde.e8}"
    db.rollback()
    assert verifier_chaine(db, chaine) is None


def test_a_second_file_replaces_and_the_first_is_kept(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    premiere, seconde = depositaire.deposer(monde.e8), depositaire.deposer(monde.e8)
    assert (premiere.rang, seconde.rang) == (1, 2)
    assert db.scalar(select(func.count()).select_from(Version)) == 2


def test_several_annexes_stand_side_by_side(monde: Monde, depositaire: Depositaire) -> None:
    annexes = [depositaire.deposer(monde.e8, "annexes") for _ in range(2)]
    assert [v.exemplaire for v in annexes] == [1, 2]


def test_the_same_bytes_sent_twice_make_one_version(
    app: Flask, db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    octets = un_pdf("un clic, puis un autre")
    premiere = depositaire.deposer(monde.e8, octets=octets)
    seconde = depositaire.deposer(monde.e8, octets=octets)
    assert premiere.id == seconde.id
    assert len(list(app.extensions["stockage"].keys())) == 1


@pytest.mark.parametrize(
    ("debut", "fin", "tard"),
    [
        (CLOTURE, CLOTURE + MARGE, False),
        (CLOTURE, CLOTURE + MARGE + timedelta(seconds=1), True),
        (CLOTURE + timedelta(seconds=1), CLOTURE + timedelta(seconds=2), True),
    ],
)
def test_the_start_of_the_upload_counts_within_the_margin(
    monde: Monde, depositaire: Depositaire, debut, fin, tard: bool
) -> None:
    assert depositaire.deposer(monde.e8, debut=debut, fin=fin).hors_delai is tard


def test_before_the_opening_nothing_is_taken_and_the_attempt_is_kept(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    with pytest.raises(DepotPasOuvert):
        depositaire.deposer(monde.e8, debut=OUVERTURE - timedelta(seconds=1))
    assert db.scalars(select(Tentative.cause)).all() == ["depot-pas-ouvert"]


@pytest.mark.parametrize(
    ("octets", "refus", "cause"),
    [
        (b"", FichierVide, "fichier-vide"),
        (b"\xff\xd8\xff\xe0 une photo", FormatRefuse, "format-refuse"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", FormatRefuse, "format-refuse"),
        (un_pdf() + b"\0" * 2_000_000, FichierTropGros, "fichier-trop-gros"),
    ],
)
def test_a_file_that_cannot_do_is_refused_with_its_cause_and_leaves_nothing(
    app: Flask, db: Session, monde: Monde, depositaire: Depositaire, octets, refus, cause
) -> None:
    with pytest.raises(refus):
        depositaire.deposer(monde.e8, octets=octets)
    tentative = db.scalars(select(Tentative)).one()
    assert (tentative.issue, tentative.cause, tentative.faute) == ("refusee", cause, "fichier")
    assert list(app.extensions["stockage"].keys()) == []
    assert db.scalar(select(func.count()).select_from(Depot)) == 0


def test_an_unexpected_piece_is_refused(monde: Monde, depositaire: Depositaire) -> None:
    with pytest.raises(PieceInattendue):
        depositaire.deposer(monde.e8, "livret")


class StockageCoupe:
    """A stockage that is lost in the middle of a file."""

    def put(self, cle, flux):
        next(iter(flux))
        raise StockageIndisponible("coupé")


def test_our_own_fault_is_recorded_as_ours(app: Flask, db: Session, monde: Monde) -> None:
    inscription = db.get_one(Inscription, monde.e8)
    auteur = personne_nommee(db, monde.candidat)
    envoi = Envoi("dossier", "d.pdf", io.BytesIO(un_pdf()), DEBUT)
    with pytest.raises(StockageEnPanne):
        recevoir_fichier(db, StockageCoupe(), inscription, envoi, auteur, lambda: DEBUT)
    tentative = db.scalars(select(Tentative)).one()
    assert (tentative.issue, tentative.faute) == ("echouee", "service")


def test_the_database_itself_refuses_to_change_a_received_version(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    version = depositaire.deposer(monde.e8)
    with pytest.raises(DatabaseError, match="ajout seul"):
        db.execute(update(Version).where(Version.id == version.id).values(sha256="0" * 64))


def test_a_name_with_folders_and_controls_is_only_a_label(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    inscription = db.get_one(Inscription, monde.e8)
    auteur = personne_nommee(db, monde.candidat)
    envoi = Envoi("dossier", "../../etc/C:\\x\\mon\x00\nE8.pdf", io.BytesIO(un_pdf()), DEBUT)
    recu = recevoir_fichier(
        db, depositaire.app.extensions["stockage"], inscription, envoi, auteur, lambda: DEBUT
    )
    assert recu.version.nom_donne == "monE8.pdf"
