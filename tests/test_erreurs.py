"""Every refusal has its French page, and no error shows a trace or asks a dead database again."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from app.erreurs import PAGES, STATUTS
from app.extensions import bd
from app.refus import Genre
from tests.gestes import Depositaire, jeton_de
from tests.maison.inspection import Inspecteur
from tests.monde import Monde

Visiter = Callable[[str | None], FlaskClient]


@pytest.fixture
def base_url(base_sqlite: str) -> str:
    return base_sqlite


@pytest.fixture
def deployee(app: Flask) -> Flask:
    """As in production: an error is answered, not raised to the test."""
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def page(client: FlaskClient, app: Flask, url: str, statut: int, **envoi) -> str:
    """The error page, once its manners are checked."""
    reponse = client.post(url, **envoi) if envoi else client.get(url)
    Inspecteur(app, client).verifier(reponse, url, statut)
    corps = reponse.get_data(as_text=True)
    assert "Traceback" not in corps
    assert "no-store" in reponse.headers["Cache-Control"]
    return corps


def test_every_refusal_has_a_status_and_every_status_a_page() -> None:
    assert STATUTS.keys() == set(Genre)
    assert all(titre and phrase for titre, phrase, _ in PAGES.values())


def test_an_unknown_address_is_not_found(app: Flask, monde: Monde, visiter: Visiter) -> None:
    for qui in (None, monde.candidat):
        assert "Page introuvable" in page(visiter(qui), app, "/candidat/nulle-part", 404)


def test_a_door_without_its_slash_leads_to_the_door(monde: Monde, visiter: Visiter) -> None:
    reponse = visiter(monde.candidat).get("/candidat")
    assert (reponse.status_code, reponse.location) == (308, "http://localhost/candidat/")


def test_another_s_door_is_refused(app: Flask, monde: Monde, visiter: Visiter) -> None:
    assert "Accès refusé" in page(visiter(monde.candidat), app, "/academie/", 403)


def test_a_wrong_method_is_refused(app: Flask, monde: Monde, visiter: Visiter) -> None:
    client = visiter(monde.candidat)
    jeton = jeton_de(client, "/candidat/")
    corps = page(client, app, "/candidat/", 405, data={"csrf_token": jeton})
    assert "Action impossible" in corps


def test_an_envoi_too_big_for_a_form_is_refused_in_french(
    app: Flask, monde: Monde, visiter: Visiter
) -> None:
    client, trop = visiter(monde.gestionnaire), "x" * 1_100_000
    url = f"/academie/dossiers/{monde.e8}/verdict"
    assert "Fichier trop volumineux" in page(client, app, url, 413, data={"texte": trop})


def test_the_rest_of_a_refused_upload_is_read_so_that_the_page_is_seen(
    app: Flask, monde: Monde, visiter: Visiter
) -> None:
    class Compteur(io.BytesIO):
        lus = 0

        def read(self, taille: int | None = -1, /) -> bytes:
            bloc = super().read(taille)
            self.lus += len(bloc)
            return bloc

    flux = Compteur(b"x" * 5_000_000)
    url = f"/candidat/epreuves/{monde.e8}/deposer/dossier"
    type_ = "multipart/form-data; boundary=b"
    reponse = visiter(monde.candidat).post(
        url, input_stream=flux, content_length=5_000_000, content_type=type_
    )
    assert reponse.status_code == 413
    assert "Rien de ce qui a été déposé n’est perdu" in reponse.get_data(as_text=True)
    assert flux.lus == 5_000_000


def test_an_expired_form_says_that_nothing_was_lost(
    app: Flask, monde: Monde, visiter: Visiter
) -> None:
    url = f"/academie/dossiers/{monde.e8}/verdict"
    corps = page(visiter(monde.gestionnaire), app, url, 400, data={"csrf_token": "faux"})
    assert "Formulaire périmé" in corps
    assert "n’est perdu" in corps


def test_an_expired_form_of_an_expired_session_leads_to_the_sign_in_page(
    app: Flask, monde: Monde, visiter: Visiter
) -> None:
    reponse = visiter(None).post("/connexion", data={"identifiant": "x", "mot_de_passe": "x"})
    assert (reponse.status_code, reponse.location) == (303, "/connexion")


def test_a_fault_of_ours_is_a_page_and_a_line_in_the_log(
    deployee: Flask, monde: Monde, visiter: Visiter, caplog: pytest.LogCaptureFixture
) -> None:
    deployee.view_functions["candidats.accueil"] = lambda: {}["rien"]
    corps = page(visiter(monde.candidat), deployee, "/candidat/", 500)
    assert "de notre côté" in corps
    assert "KeyError" not in corps
    assert "KeyError" in caplog.text


def couper_la_base(app: Flask) -> list[str]:
    """From now on the database answers nothing; gives what is asked of it meanwhile."""
    demandes: list[str] = []

    def refuser(*arguments: object) -> None:
        demandes.append(str(arguments[2]))
        raise OperationalError(str(arguments[2]), {}, Exception("server closed the connection"))

    event.listen(bd.moteur(app), "before_cursor_execute", refuser)
    return demandes


def test_a_dead_database_is_a_503_that_does_not_ask_it_again(
    deployee: Flask, monde: Monde, visiter: Visiter
) -> None:
    client = visiter(monde.candidat)
    demandes = couper_la_base(deployee)
    corps = page(client, deployee, "/candidat/", 503)
    assert "momentanément indisponible" in corps
    assert len(demandes) == 1


def test_a_database_lost_after_the_person_is_known_is_a_503_too(
    deployee: Flask, monde: Monde, visiter: Visiter
) -> None:
    client, accueil = visiter(monde.candidat), deployee.view_functions["candidats.accueil"]
    demandes: list[list[str]] = []

    def perdre_la_base() -> object:
        demandes.append(couper_la_base(deployee))
        return accueil()

    deployee.view_functions["candidats.accueil"] = perdre_la_base
    page(client, deployee, "/candidat/", 503)
    assert len(demandes[0]) == 1


def test_a_stockage_out_of_reach_is_a_503(
    deployee: Flask, monde: Monde, visiter: Visiter, depositaire: Depositaire, tmp_path: Path
) -> None:
    version = depositaire.deposer(monde.e8)
    (tmp_path / "uploads").rename(tmp_path / "disque-debranche")
    url = f"/candidat/epreuves/{monde.e8}/fichiers/{version.id}/contenu"
    assert "déjà déposés sont intacts" in page(visiter(monde.candidat), deployee, url, 503)


def test_health_says_which_part_is_down_and_nothing_more(
    deployee: Flask, monde: Monde, tmp_path: Path
) -> None:
    client = deployee.test_client()
    bien = client.get("/sante")
    attendu = {"service": "depot-bts", "etat": "ok", "base": "ok", "stockage": "ok"}
    assert (bien.status_code, bien.json) == (200, attendu)
    (tmp_path / "uploads").rename(tmp_path / "disque-debranche")
    couper_la_base(deployee)
    mal = client.get("/sante")
    pannes = {"etat": "degrade", "base": "en panne", "stockage": "en panne"}
    assert (mal.status_code, mal.json) == (503, attendu | pannes)


def test_a_database_error_in_the_log_names_nobody(app: Flask, db: Session) -> None:
    """Its message goes to the log with the statement: not with what a person typed."""
    with pytest.raises(IntegrityError) as refus:
        db.execute(text("INSERT INTO comptes (nom_affiche) VALUES (:nom)"), {"nom": "Camille"})
    assert "INSERT INTO comptes" in str(refus.value)
    assert "Camille" not in str(refus.value)
