"""Signing in: one answer to every wrong guess, no other site behind, no trace of a password."""

import logging
import re
from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.base import ecriture
from app.comptes.models import Compte, nouveau_jeton
from app.comptes.mots_de_passe import est_a_renouveler, est_juste, hacher
from app.journal import Evenement
from tests.gestes import DEBUT, MOT_DE_PASSE, jeton_de
from tests.monde import Monde, personne_nommee

Visiter = Callable[[str | None], FlaskClient]


@pytest.fixture
def base_url(base_sqlite: str) -> str:
    """One engine: what is tested here is the door, not the database."""
    return base_sqlite


def tenter(
    app: Flask, identifiant: str, mot_de_passe: str, suite: str = "", client=None
) -> TestResponse:
    client = client or app.test_client()
    corps = {
        "csrf_token": jeton_de(client, "/connexion"),
        "identifiant": identifiant,
        "mot_de_passe": mot_de_passe,
    }
    return client.post(f"/connexion{suite}", data=corps)


def actes(db: Session) -> list[str]:
    db.rollback()
    return list(db.scalars(select(Evenement.acte).order_by(Evenement.id)))


@pytest.mark.parametrize(
    ("qui", "accueil"),
    [
        ("candidat", "/candidat/"),
        ("referent", "/etablissement/"),
        ("gestionnaire", "/academie/"),
        ("responsable", "/academie/"),
        ("membre", "/commission/"),
        ("administrateur", "/academie/administration/"),
    ],
)
def test_each_role_arrives_at_its_own_door(
    app: Flask, monde: Monde, visiter: Visiter, qui: str, accueil: str
) -> None:
    client = visiter(getattr(monde, qui))
    reponse = client.get("/")
    assert (reponse.status_code, reponse.location) == (302, accueil)
    assert client.get(accueil).status_code == 200


def test_the_right_password_opens_a_session_and_is_journalled(
    app: Flask, db: Session, monde: Monde
) -> None:
    client = app.test_client()
    reponse = tenter(app, f"  {monde.gestionnaire.upper()} ", MOT_DE_PASSE, client=client)
    assert (reponse.status_code, reponse.location) == (303, "/")
    assert client.get("/academie/").status_code == 200
    assert actes(db) == ["compte:session:ouverte"]


def test_the_session_cookie_is_guarded(app: Flask, monde: Monde) -> None:
    cookie = tenter(app, monde.candidat, MOT_DE_PASSE).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(app: Flask, monde: Monde) -> None:
    def page(identifiant: str) -> str:
        reponse = tenter(app, identifiant, "pas celui-là")
        assert reponse.status_code == 422
        sans_jeton = re.sub(r'name="csrf_token" value="[^"]+"', "", reponse.get_data(as_text=True))
        return sans_jeton.replace(identifiant, "X")

    assert page("personne-de-ce-nom") == page(monde.candidat)
    assert "Identifiant ou mot de passe incorrect" in page(monde.candidat)


def test_a_refused_sign_in_is_journalled_for_a_known_account_only(
    app: Flask, db: Session, monde: Monde
) -> None:
    tenter(app, "personne-de-ce-nom", "x")
    assert actes(db) == []
    tenter(app, monde.candidat, "x")
    assert actes(db) == ["compte:session:refusee"]


@pytest.mark.parametrize(
    "ailleurs",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example/",
        "/\t/ailleurs.example/",
        "\\\\ailleurs.example",
        "javascript:alert(1)",
        "ailleurs.example",
        "http:ailleurs.example",
        "/%09/ailleurs.example",
    ],
)
def test_signing_in_never_leads_to_another_site(app: Flask, monde: Monde, ailleurs: str) -> None:
    client = app.test_client()
    corps = {
        "csrf_token": jeton_de(client, "/connexion"),
        "identifiant": monde.candidat,
        "mot_de_passe": MOT_DE_PASSE,
    }
    reponse = client.post("/connexion", query_string={"next": ailleurs}, data=corps)
    assert reponse.status_code == 303
    assert reponse.location == "/" or reponse.location.startswith("/%09/")


def test_signing_in_leads_back_to_the_page_that_was_asked(app: Flask, monde: Monde) -> None:
    client, page = app.test_client(), f"/candidat/epreuves/{monde.e8}"
    refus = client.get(page)
    assert refus.location.startswith("/connexion?next=")
    suite = refus.location.removeprefix("/connexion")
    assert tenter(app, monde.candidat, MOT_DE_PASSE, suite, client).location == page


def test_signing_out_ends_the_session_and_is_journalled(
    app: Flask, db: Session, monde: Monde, visiter: Visiter
) -> None:
    client = visiter(monde.candidat)
    corps = {"csrf_token": jeton_de(client, "/candidat/")}
    assert client.post("/deconnexion", data=corps).location == "/connexion"
    assert client.get("/candidat/").status_code == 302
    assert actes(db) == ["compte:session:fermee"]


def test_signing_out_ends_the_sessions_of_every_device(monde: Monde, visiter: Visiter) -> None:
    ici, ailleurs = visiter(monde.candidat), visiter(monde.candidat)
    ici.post("/deconnexion", data={"csrf_token": jeton_de(ici, "/candidat/")})
    assert ailleurs.get("/candidat/").status_code == 302


def test_what_is_sent_after_the_session_ended_is_said_not_to_be_kept(
    monde: Monde, visiter: Visiter
) -> None:
    client, page = visiter(None), f"http://localhost/academie/dossiers/{monde.e8}"
    reponse = client.post(f"{page}/verdict", data={"texte": "x"}, headers={"Referer": page})
    assert reponse.status_code == 303
    assert reponse.location.startswith("/connexion?next=/academie/dossiers/")
    assert "n’a pas été enregistré" in client.get("/connexion").get_data(as_text=True)


def test_nobody_is_signed_out_by_a_link(monde: Monde, visiter: Visiter) -> None:
    client = visiter(monde.candidat)
    assert client.get("/deconnexion").status_code == 405
    assert client.post("/deconnexion").status_code == 400
    assert client.get("/candidat/").status_code == 200


def test_a_deactivated_account_is_out_at_once_and_cannot_come_back(
    app: Flask, db: Session, monde: Monde, visiter: Visiter
) -> None:
    client = visiter(monde.gestionnaire)
    assert client.get("/academie/").status_code == 200
    with ecriture(db):
        personne_nommee(db, monde.gestionnaire).actif = False
    assert client.get("/academie/").status_code == 302
    assert tenter(app, monde.gestionnaire, MOT_DE_PASSE).status_code == 422


def test_renewing_the_token_of_an_account_ends_all_its_sessions(
    db: Session, monde: Monde, visiter: Visiter
) -> None:
    clients = [visiter(monde.candidat), visiter(monde.candidat)]
    with ecriture(db):
        personne_nommee(db, monde.candidat).jeton = nouveau_jeton()
    assert [client.get("/candidat/").status_code for client in clients] == [302, 302]


def test_who_is_signed_in_needs_not_sign_in_again(monde: Monde, visiter: Visiter) -> None:
    assert visiter(monde.candidat).get("/connexion").location == "/"


def test_a_password_is_never_written_anywhere(
    app: Flask, db: Session, monde: Monde, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Un-Secret-Que-Personne-Ne-Doit-Lire"
    with caplog.at_level(logging.DEBUG):
        reponse = tenter(app, monde.candidat, secret)
    assert secret not in caplog.text
    assert secret not in reponse.get_data(as_text=True)
    assert secret not in repr([e.donnees for e in db.scalars(select(Evenement))])


def test_an_old_hash_is_renewed_at_the_next_sign_in(app: Flask, db: Session, monde: Monde) -> None:
    ancien = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(MOT_DE_PASSE)
    with ecriture(db):
        personne_nommee(db, monde.candidat).mot_de_passe = ancien
    assert tenter(app, monde.candidat, MOT_DE_PASSE).status_code == 303
    db.rollback()
    nouveau = personne_nommee(db, monde.candidat).mot_de_passe
    assert nouveau != ancien
    assert not est_a_renouveler(nouveau)


def test_a_broken_hash_opens_to_nobody() -> None:
    assert est_juste(hacher("x"), "x")
    assert not est_juste(hacher("x"), "y")
    for casse in ("", "!", "$argon2id$v=19$m=65536"):
        assert not est_juste(casse, "x")


def test_an_account_says_nothing_of_its_password(db: Session, monde: Monde) -> None:
    compte = personne_nommee(db, monde.candidat)
    assert isinstance(compte, Compte)
    assert compte.mot_de_passe.startswith("$argon2id$")
    assert compte.mot_de_passe not in repr(compte)
    assert (compte.auteur.compte_id, compte.auteur.role) == (compte.id, "candidat")
    assert compte.cree_le == DEBUT
