"""The commission’s door: the candidate’s own bytes, alone or in a kit, and nothing that runs."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.conformite.models import Decision
from app.conformite.propositions import confirmer
from app.depots.models import Version
from app.examens.models import Inscription
from app.journal import Evenement, verifier_chaine
from app.oraux.models import Passage
from tests.gestes import DEBUT, Depositaire, juger, un_pdf
from tests.monde import Monde, personne_nommee

Visiter = Callable[[str | None], FlaskClient]


@pytest.fixture
def client(monde: Monde, visiter: Visiter) -> FlaskClient:
    return visiter(monde.membre)


@pytest.fixture
def dossiers(db: Session, monde: Monde, depositaire: Depositaire) -> dict[str, bytes]:
    """Two passages: one complete, with an annexe; the other without its fiche."""
    octets = {nom: un_pdf(nom) for nom in ("dossier", "fiche", "annexes", "autre")}
    for piece in ("dossier", "fiche", "annexes"):
        depositaire.deposer(monde.e8, piece, octets[piece])
    depositaire.deposer(monde.e8_autre, "dossier", octets["autre"])
    with ecriture(db):
        debut = DEBUT + timedelta(days=10, hours=1)
        noms = {"commission_id": monde.commission, "inscription_id": monde.e8_autre}
        db.add(Passage(debut=debut, **noms))
    return octets


def kit(client: FlaskClient, monde: Monde) -> zipfile.ZipFile:
    reponse = client.get(f"/commission/{monde.commission}/kit")
    assert reponse.status_code == 200
    assert len(reponse.data) == reponse.content_length
    return zipfile.ZipFile(io.BytesIO(reponse.data))


def absents(archive: zipfile.ZipFile) -> str:
    return archive.read("ABSENTS.txt").decode()


def test_a_pdf_is_given_byte_for_byte_and_may_do_nothing_in_a_browser(
    db: Session, monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    version = db.scalars(select(Version).where(Version.piece == "fiche")).one()
    base = f"/commission/{monde.commission}/passages/{monde.passage}"
    reponse = client.get(f"{base}/fichiers/{version.id}")
    assert reponse.data == dossiers["fiche"]
    entetes = reponse.headers
    assert entetes["Content-Type"] == "application/pdf"
    assert int(entetes["Content-Length"]) == len(dossiers["fiche"])
    assert entetes["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in entetes["Content-Security-Policy"]
    assert "default-src 'none'" in entetes["Content-Security-Policy"]
    assert entetes["X-Frame-Options"] == "SAMEORIGIN"
    assert entetes["Cache-Control"] == "private, no-store"
    assert entetes["Content-Disposition"] == (
        "inline; filename=\"mon fiche.pdf\"; filename*=UTF-8''mon%20fiche.pdf"
    )


def test_the_kit_holds_the_candidates_own_bytes_in_the_order_of_passage(
    monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    archive = kit(client, monde)
    assert archive.testzip() is None
    par_fin = {nom.split("/")[-1]: nom for nom in archive.namelist() if nom.startswith("01 - ")}
    for piece in ("dossier", "fiche", "annexes"):
        assert archive.read(par_fin[f"{piece}.pdf"]) == dossiers[piece]
    (autre,) = [nom for nom in archive.namelist() if nom.startswith("02 - 2600002")]
    assert archive.read(autre) == dossiers["autre"]
    for ligne in archive.read("SHA256SUMS").decode().splitlines():
        somme, nom = ligne.split("  ", 1)
        assert hashlib.sha256(archive.read(nom)).hexdigest() == somme


def test_what_lacks_is_listed_and_nothing_is_left_out_in_silence(
    monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    lignes = [ligne for ligne in absents(kit(client, monde)).splitlines() if ligne.startswith("-")]
    assert len(lignes) == 1
    assert "2600002" in lignes[0]
    assert "aucun fichier reçu" in lignes[0]


def test_an_object_missing_from_the_stockage_is_listed_and_the_rest_arrives(
    app: Flask, db: Session, monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    version = db.scalars(select(Version).where(Version.piece == "fiche")).one()
    app.extensions["stockage"].delete(version.cle)
    archive = kit(client, monde)
    assert "fiche.pdf : fichier introuvable" in absents(archive)
    contenus = [archive.read(nom) for nom in archive.namelist()]
    assert dossiers["dossier"] in contenus
    assert dossiers["autre"] in contenus
    assert dossiers["fiche"] not in contenus


def test_an_object_cut_short_is_listed_too(
    db: Session, monde: Monde, client: FlaskClient, dossiers: dict[str, bytes], tmp_path: Path
) -> None:
    version = db.scalars(select(Version).where(Version.piece == "fiche")).one()
    objet = tmp_path / "uploads" / version.cle
    objet.chmod(0o600)
    objet.write_bytes(dossiers["fiche"][:-10])
    assert "fiche.pdf : fichier altéré" in absents(kit(client, monde))


def test_a_file_replaced_does_not_reach_the_commission(
    db: Session,
    monde: Monde,
    client: FlaskClient,
    dossiers: dict[str, bytes],
    depositaire: Depositaire,
) -> None:
    ancienne = db.scalars(select(Version).where(Version.piece == "fiche")).one().id
    depositaire.deposer(monde.e8, "fiche", un_pdf("la bonne"))
    contenus = [kit(client, monde).read(nom) for nom in kit(client, monde).namelist()]
    assert un_pdf("la bonne") in contenus
    assert dossiers["fiche"] not in contenus
    base = f"/commission/{monde.commission}/passages/{monde.passage}"
    assert client.get(f"{base}/fichiers/{ancienne}").status_code == 404


def test_an_interrupted_download_resumes(
    monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    url = f"/commission/{monde.commission}/kit"
    entier = client.get(url)
    milieu = len(entier.data) // 2
    reprise = {"Range": f"bytes={milieu}-", "If-Range": entier.headers["ETag"]}
    suite = client.get(url, headers=reprise)
    assert suite.status_code == 206
    assert entier.data[:milieu] + suite.data == entier.data
    total = len(entier.data)
    assert suite.headers["Content-Range"] == f"bytes {milieu}-{total - 1}/{total}"
    trop_loin = client.get(url, headers={"Range": f"bytes={total}-"})
    assert (trop_loin.status_code, trop_loin.headers["Content-Range"]) == (416, f"bytes */{total}")


def test_a_kit_that_changed_meanwhile_starts_again_whole(
    monde: Monde, client: FlaskClient, dossiers: dict[str, bytes], depositaire: Depositaire
) -> None:
    url = f"/commission/{monde.commission}/kit"
    avant = client.get(url)
    depositaire.deposer(monde.e8_autre, "fiche")
    reprise = {"Range": "bytes=100-", "If-Range": avant.headers["ETag"]}
    apres = client.get(url, headers=reprise)
    assert apres.status_code == 200
    assert apres.headers["ETag"] != avant.headers["ETag"]


def test_every_opening_and_hand_over_is_in_the_journal_of_the_dossier(
    db: Session, monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    version = db.scalars(select(Version).where(Version.piece == "fiche")).one().id
    base = f"/commission/{monde.commission}/passages/{monde.passage}"
    client.get(f"{base}/fichiers/{version}")
    kit(client, monde)
    db.rollback()
    chaines = (f"inscription:{monde.e8}", f"commission:{monde.commission}")
    vus = db.execute(
        select(Evenement.acte, Evenement.role)
        .where(Evenement.chaine.in_(chaines), Evenement.role == "commission")
        .order_by(Evenement.id)
    ).all()
    assert sorted(acte for acte, _ in vus) == [
        "commission:kit:telecharge",
        "depot:version:consultee",
        "depot:version:telechargee",
    ]
    assert [verifier_chaine(db, chaine) for chaine in chaines] == [None, None]


def test_a_candidate_not_valid_is_named_and_its_dossier_is_not_given(
    db: Session, monde: Monde, client: FlaskClient, dossiers: dict[str, bytes]
) -> None:
    attente = juger(db, monde.gestionnaire, monde.e8, Decision.NON_CONFORME).proposition
    assert attente is not None
    assert dossiers["dossier"] in contenus_du_kit(client, monde)
    confirmer(db, attente, personne_nommee(db, monde.responsable), DEBUT)
    assert dossiers["dossier"] not in contenus_du_kit(client, monde)
    assert "2600001" in absents(kit(client, monde))
    assert "mention non valide" in absents(kit(client, monde))
    url = f"/commission/{monde.commission}"
    assert "Ne peut être interrogé" in client.get(url).get_data(as_text=True)
    assert client.get(f"{url}/passages/{monde.passage}").status_code == 404


def contenus_du_kit(client: FlaskClient, monde: Monde) -> list[bytes]:
    archive = kit(client, monde)
    return [archive.read(nom) for nom in archive.namelist()]


def test_a_kit_without_any_file_still_says_so(
    db: Session, monde: Monde, client: FlaskClient
) -> None:
    archive = kit(client, monde)
    assert set(archive.namelist()) == {"ABSENTS.txt", "SHA256SUMS"}
    assert absents(archive).count("aucun fichier reçu") == 2
    assert db.get_one(Inscription, monde.e8).candidat.numero in absents(archive)
