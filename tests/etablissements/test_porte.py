"""The établissement's door: what its candidates handed in; nothing to open, nothing to send."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.gestes import Depositaire, juger
from tests.monde import Monde

Visiter = Callable[[str | None], FlaskClient]


def contenu(client: FlaskClient) -> str:
    page = client.get("/etablissement/").get_data(as_text=True)
    return page.split("<main")[1].split("</main>")[0]


def test_it_follows_its_own_candidates_and_no_other(
    monde: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    client = visiter(monde.referent)
    assert contenu(client).count("Incomplet") == 2
    for piece in ("dossier", "fiche"):
        depositaire.deposer(monde.e8, piece)
    page = contenu(client)
    assert (page.count("Incomplet"), page.count("Complet")) == (1, 1)
    assert monde.candidat in page
    assert monde.autre_candidat not in page


def test_it_learns_nothing_of_the_decision_nor_of_the_reading(
    db: Session, monde: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    for piece in ("dossier", "fiche"):
        depositaire.deposer(monde.e8, piece)
    client = visiter(monde.referent)
    avant = contenu(client)
    depositaire.lire_tout()
    juger(db, monde.gestionnaire, monde.e8)
    assert contenu(client) == avant


def test_it_has_no_form_and_opens_no_file(
    app: Flask, monde: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    depositaire.deposer(monde.e8)
    page = contenu(visiter(monde.referent))
    assert "<form" not in page
    assert "<a " not in page
    regles = [r for r in app.url_map.iter_rules() if r.rule.startswith("/etablissement")]
    assert all((r.methods or set()) <= {"GET", "HEAD", "OPTIONS"} for r in regles)
