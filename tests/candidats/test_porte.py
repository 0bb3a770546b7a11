"""The candidate's door by HTTP: deposit by the plain form, read the report, read the decision."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from app.conformite.models import AccuseLecture, Decision
from app.depots.models import Tentative, Version
from app.journal import Evenement
from tests.gestes import DEBUT, Depositaire, jeton_de, juger, un_pdf
from tests.maison.inspection import Inspecteur
from tests.monde import CLOTURE, OUVERTURE, Monde

Visiter = Callable[[str | None], FlaskClient]
Regler = Callable[..., None]


@pytest.fixture
def client(monde: Monde, visiter: Visiter) -> FlaskClient:
    return visiter(monde.candidat)


def envoyer(
    client: FlaskClient, inscription_id: object, octets: bytes | None, nom="E8 – été.pdf"
) -> TestResponse:
    url = f"/candidat/epreuves/{inscription_id}/deposer/dossier"
    corps: dict[str, object] = {"csrf_token": jeton_de(client, "/candidat/")}
    if octets is not None:
        corps["fichier"] = FileStorage(io.BytesIO(octets), nom, "fichier")
    # Encoded here: for a big file the test client would leave a temporary file open.
    limite, envoi = encode_multipart(corps)
    return client.post(url, data=envoi, content_type=f"multipart/form-data; boundary={limite}")


def texte(reponse: TestResponse) -> str:
    return reponse.get_data(as_text=True)


def test_a_file_sent_by_the_form_counts_at_once_and_its_report_follows(
    app: Flask, db: Session, monde: Monde, client: FlaskClient, depositaire: Depositaire
) -> None:
    octets = un_pdf("Mon dossier E8")
    recu = envoyer(client, monde.e8, octets)
    assert recu.status_code == 303
    avant = texte(client.get(recu.location))
    assert "Il compte dès maintenant" in avant
    assert "en cours de lecture" in avant
    depositaire.lire_tout()
    apres = Inspecteur(app, client).get(recu.location)
    assert "lecture automatique" in texte(client.get(recu.location)).lower()
    assert any(lien.endswith("/contenu") for lien in apres.liens)
    version = db.scalars(select(Version)).one()
    assert (version.nom_donne, version.taille) == ("E8 – été.pdf", len(octets))
    assert version.sha256 in texte(client.get(f"/candidat/epreuves/{monde.e8}"))


def test_the_candidate_gets_back_the_bytes_it_sent(
    db: Session, monde: Monde, client: FlaskClient
) -> None:
    octets = un_pdf("Mon dossier E8")
    recu = envoyer(client, monde.e8, octets)
    reponse = client.get(f"{recu.location}/contenu")
    assert reponse.data == octets
    assert reponse.mimetype == "application/pdf"


@pytest.mark.parametrize(
    ("octets", "statut", "phrase", "cause"),
    [
        (None, 422, "Choisissez un fichier", None),
        (b"", 422, "vide", "fichier-vide"),
        (b"\xff\xd8\xff\xe0 une photo", 422, "quel que soit son nom", "format-refuse"),
        (b"MZ un programme", 422, "Formats admis ici : PDF", "format-refuse"),
        (un_pdf() + b"\0" * 2_100_000, 413, "2 Mo", "fichier-trop-gros"),
    ],
    ids=["none", "empty", "photo", "program", "over-the-limit"],
)
def test_a_file_that_cannot_do_is_refused_in_french_and_the_page_stays_good(
    app: Flask, db: Session, monde: Monde, client: FlaskClient, octets, statut, phrase, cause
) -> None:
    reponse = envoyer(client, monde.e8, octets)
    Inspecteur(app, client).verifier(reponse, reponse.request.path, statut)
    assert phrase in texte(reponse)
    assert db.scalars(select(Version)).all() == []
    assert db.scalars(select(Tentative.cause)).all() == ([cause] if cause else [])


def test_before_the_opening_the_page_offers_nothing_and_a_file_is_refused(
    maintenant: Regler, monde: Monde, client: FlaskClient
) -> None:
    maintenant(OUVERTURE - timedelta(days=1))
    accueil = texte(client.get("/candidat/"))
    assert "Le dépôt ouvrira" in accueil
    assert "/deposer/" not in accueil
    refus = envoyer(client, monde.e8, un_pdf())
    assert refus.status_code == 409
    assert "pas encore ouvert" in texte(refus)


def test_after_the_deadline_a_file_is_kept_and_said_late(
    db: Session, maintenant: Regler, monde: Monde, client: FlaskClient, depositaire: Depositaire
) -> None:
    a_temps = depositaire.deposer(monde.e8).id
    maintenant(CLOTURE + timedelta(hours=2))
    page = f"/candidat/epreuves/{monde.e8}/deposer/dossier"
    assert "L’échéance est passée" in texte(client.get(page))
    recu = envoyer(client, monde.e8, un_pdf("en retard"))
    suite = texte(client.get(recu.location))
    assert "hors délai" in suite
    assert "ne compte pas" in suite
    accueil = texte(client.get("/candidat/"))
    assert str(a_temps) in accueil


def test_the_same_file_sent_twice_is_said_to_be_there_already(
    db: Session, monde: Monde, client: FlaskClient
) -> None:
    octets = un_pdf("un double clic")
    premier, second = (envoyer(client, monde.e8, octets) for _ in range(2))
    assert premier.location == second.location
    assert "déjà déposé" in texte(client.get(second.location))
    assert len(db.scalars(select(Version)).all()) == 1


def test_another_s_inscription_cannot_be_fed(
    db: Session, monde: Monde, client: FlaskClient
) -> None:
    for autre in (monde.e8_autre, monde.e8_ailleurs):
        assert envoyer(client, autre, un_pdf()).status_code == 404
    assert db.scalars(select(Tentative)).all() == []


def test_an_unexpected_piece_is_not_found(monde: Monde, client: FlaskClient) -> None:
    url = f"/candidat/epreuves/{monde.e8}/deposer/livret"
    jeton = jeton_de(client, "/candidat/")
    assert client.get(url).status_code == 404
    envoi = {"csrf_token": jeton, "fichier": (io.BytesIO(un_pdf()), "x.pdf")}
    assert client.post(url, data=envoi).status_code == 404


def test_a_name_that_lies_is_only_a_label(db: Session, monde: Monde, client: FlaskClient) -> None:
    nom = '<script>alert(1)</script>"; filename=x.exe'
    recu = envoyer(client, monde.e8, un_pdf(), nom)
    page = texte(client.get(recu.location))
    assert "<script>alert" not in page
    contenu = client.get(f"{recu.location}/contenu")
    assert contenu.mimetype == "application/pdf"
    assert '"; filename=x.exe' not in contenu.headers["Content-Disposition"]


@pytest.fixture
def decide(db: Session, monde: Monde) -> str:
    """A decision waits for the candidate; its page."""
    juger(db, monde.gestionnaire, monde.e8, Decision.A_REGULARISER, texte="Il manque la fiche.")
    return f"/candidat/epreuves/{monde.e8}/decision"


def test_a_decision_is_read_by_a_deliberate_act_kept_once(
    db: Session, maintenant: Regler, monde: Monde, client: FlaskClient, decide: str
) -> None:
    assert "Il manque la fiche." not in texte(client.get(decide))
    for heures in (1, 5):
        maintenant(DEBUT + timedelta(hours=heures))
        corps = {"csrf_token": jeton_de(client, decide)}
        assert client.post(decide, data=corps).status_code == 303
    assert "Il manque la fiche." in texte(client.get(decide))
    assert db.scalars(select(AccuseLecture.lu_le)).all() == [DEBUT + timedelta(hours=1)]
    lus = select(Evenement.role).where(Evenement.acte == "verdict:decision:lue")
    assert db.scalars(lus).all() == ["candidat"]


def test_opening_the_decision_s_page_is_not_reading_it(
    db: Session, monde: Monde, client: FlaskClient, decide: str
) -> None:
    client.get(decide)
    client.head(decide)
    assert db.scalars(select(AccuseLecture)).all() == []


def test_without_a_decision_there_is_nothing_to_read(monde: Monde, client: FlaskClient) -> None:
    assert client.get(f"/candidat/epreuves/{monde.e8}/decision").status_code == 404


def test_a_proposal_is_not_a_decision_and_the_candidate_sees_nothing_of_it(
    db: Session, monde: Monde, client: FlaskClient
) -> None:
    juger(db, monde.gestionnaire, monde.e8, Decision.NON_CONFORME)
    assert client.get(f"/candidat/epreuves/{monde.e8}/decision").status_code == 404
    accueil = texte(client.get("/candidat/")).split("<main")[1].split("</main>")[0].lower()
    assert "conforme" not in accueil
    assert "décision" not in accueil
