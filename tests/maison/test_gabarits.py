"""Every page of every door, seen by the person it is for: its manners, and what it costs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.conformite.models import Decision
from app.extensions import bd
from tests.gestes import MOT_DE_PASSE, juger
from tests.maison.foule import grossir
from tests.maison.inspection import Inspecteur, lire, mene_quelque_part
from tests.maison.table_des_portes import PORTES
from tests.maison.test_portes import Ids, Visiter, adresse, personne_de
from tests.monde import Monde

REQUETES = 10
FICHIERS = {"candidats.contenu", "academie.contenu", "commissions.contenu", "commissions.kit"}
PAGES = [
    pytest.param(endpoint, role, id=f"{endpoint}-{role}")
    for (endpoint, methode), porte in PORTES.items()
    if methode == "GET" and endpoint not in FICHIERS
    for role in porte.roles
]
LISTES = {
    "academie.accueil": "gestionnaire",
    "academie.propositions": "responsable",
    "etablissements.accueil": "etablissement",
    "commissions.accueil": "commission",
    "commissions.commission": "commission",
    "commissions.passage": "commission",
    "administration.accueil": "administrateur",
}
"""Pages whose length grows with the campaign, and who sees them."""


@contextmanager
def requetes_comptees(app: Flask) -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    vues: list[str] = []

    def noter(_: Any, __: Any, phrase: str, *___: Any) -> None:
        if phrase.startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            vues.append(phrase)

    event.listen(bd.moteur(app), "before_cursor_execute", noter)
    yield vues
    event.remove(bd.moteur(app), "before_cursor_execute", noter)


def url_de(app: Flask, campagne: Ids, endpoint: str) -> str:
    return adresse(app, endpoint, PORTES[endpoint, "GET"].siens, campagne)


@pytest.mark.parametrize(("endpoint", "role"), PAGES)
def test_a_page_has_manners_and_is_cheap(
    app: Flask, monde: Monde, campagne: Ids, visiter: Visiter, endpoint: str, role: str
) -> None:
    inspecteur = Inspecteur(app, visiter(personne_de(monde, role)))
    with requetes_comptees(app) as requetes:
        inspecteur.get(url_de(app, campagne, endpoint))
    assert len(requetes) <= REQUETES, "\n".join(requetes)


@pytest.mark.parametrize(("endpoint", "role"), LISTES.items())
def test_the_cost_of_a_list_does_not_grow_with_its_length(
    app: Flask, db: Session, monde: Monde, campagne: Ids, visiter: Visiter, endpoint: str, role: str
) -> None:
    couts, longueurs = [], []
    client = visiter(personne_de(monde, role))
    for candidats in (3, 27):
        grossir(db, monde, candidats)
        with requetes_comptees(app) as requetes:
            page = client.get(url_de(app, campagne, endpoint))
        assert page.status_code == 200
        couts.append(len(requetes))
        longueurs.append(len(page.data))
    assert couts[0] == couts[1] <= REQUETES, "\n".join(requetes)
    grandit = {"academie.accueil", "academie.propositions", "commissions.commission"}
    assert endpoint not in grandit or longueurs[1] > 2 * longueurs[0]


def test_a_page_of_the_list_leads_to_the_next(
    app: Flask, db: Session, monde: Monde, campagne: Ids, visiter: Visiter
) -> None:
    grossir(db, monde, 40)
    inspecteur = Inspecteur(app, visiter(monde.gestionnaire))
    page = inspecteur.get("/academie/?epreuve=E8")
    suite = next(lien for lien in page.liens if "page=2" in lien)
    assert "epreuve=E8" in suite
    inspecteur.get(suite)
    inspecteur.get("/academie/?page=9999&epreuve=E9")


@pytest.mark.parametrize("decision", list(Decision))
def test_a_candidate_reads_each_kind_of_decision(
    app: Flask, db: Session, monde: Monde, campagne: Ids, visiter: Visiter, decision: Decision
) -> None:
    juger(db, monde.gestionnaire, monde.e8, decision, raison="Après relecture.")
    if decision is Decision.NON_CONFORME:
        confirmer_par_la_page(visiter(monde.responsable))
    client = visiter(monde.candidat)
    inspecteur, url = Inspecteur(app, client), f"/candidat/epreuves/{monde.e8}/decision"
    inspecteur.get(url)
    client.post(url, data={"csrf_token": jeton(client, url)})
    inspecteur.get(url)
    inspecteur.get("/candidat/")
    Inspecteur(app, visiter(monde.gestionnaire)).get(f"/academie/dossiers/{monde.e8}")
    Inspecteur(app, visiter(monde.membre)).get(f"/commission/{monde.commission}")


def confirmer_par_la_page(client: FlaskClient) -> None:
    """The last proposal is confirmed, as a responsable does."""
    liens = lire(client.get("/academie/propositions").get_data(as_text=True)).liens
    for url in {lien for lien in liens if re.search(r"propositions/[0-9a-f-]{36}", lien)}:
        corps = {"csrf_token": jeton(client, url), "reponse": "confirmer"}
        assert client.post(url, data=corps).status_code == 303


def jeton(client: FlaskClient, url: str) -> str:
    corps = client.get(url).get_data(as_text=True)
    return corps.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


ENVOIS_FAUTIFS = [
    ("candidat", "/candidat/epreuves/{e8}/deposer/dossier", {}),
    ("gestionnaire", "/academie/dossiers/{e8_rattachee}/verdict", {}),
    ("gestionnaire", "/academie/dossiers/{e8}/verdict", {"decision": "conforme"}),
    ("responsable", "/academie/propositions/{proposition}", {}),
]


@pytest.mark.parametrize(("role", "patron", "corps"), ENVOIS_FAUTIFS)
def test_a_form_that_is_sent_back_says_so_in_its_title_and_keeps_its_manners(
    app: Flask, monde: Monde, campagne: Ids, visiter: Visiter, role: str, patron: str, corps: dict
) -> None:
    client = visiter(personne_de(monde, role))
    url = patron.format_map(campagne)
    reponse = client.post(url, data={"csrf_token": jeton(client, "/x"), **corps})
    page = Inspecteur(app, client).verifier(reponse, url, reponse.status_code)
    assert reponse.status_code in (409, 422)
    assert page.titre.startswith("Erreur : ")


def test_the_sign_in_page_has_manners_at_its_best_and_its_worst(
    app: Flask, monde: Monde, visiter: Visiter
) -> None:
    client = visiter(None)
    inspecteur = Inspecteur(app, client)
    inspecteur.get("/connexion")
    corps = {"csrf_token": jeton(client, "/connexion"), "identifiant": "x"}
    for mot_de_passe in ("", MOT_DE_PASSE):
        reponse = client.post("/connexion", data={**corps, "mot_de_passe": mot_de_passe})
        assert inspecteur.verifier(reponse, "/connexion", 422).titre.startswith("Erreur : ")


FAUTIVES = {
    "inline": '<p style="color:red">',
    "inline script": "<script>1</script>",
    "a POST form": '<form method="post"></form>',
    "no label": '<input id="x" type="text">',
    "2 h1": "<h1>Encore</h1>",
    "twice the id": '<p id="contenu"></p>',
    "points to no id: ici": '<p aria-describedby="ici"></p>',
    "points to no id: la": '<a href="#la">Là</a>',
    "closes nothing": "</section>",
}


@pytest.mark.parametrize(("faute", "ajout"), FAUTIVES.items())
def test_the_inspection_sees_a_page_without_manners(
    monde: Monde, visiter: Visiter, faute: str, ajout: str
) -> None:
    bonne = visiter(None).get("/connexion").get_data(as_text=True)
    assert lire(bonne).manques() == []
    assert any(faute in vue for vue in lire(bonne.replace("</main>", ajout + "</main>")).manques())


def test_the_inspection_sees_a_link_that_leads_nowhere(app: Flask) -> None:
    assert mene_quelque_part(app, "/connexion", "GET", "/")
    assert not mene_quelque_part(app, "/nulle-part", "GET", "/")
    assert not mene_quelque_part(app, "/deconnexion", "GET", "/")
    assert not mene_quelque_part(app, "/static/absent.css", "GET", "/")
