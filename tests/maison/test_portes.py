"""Every door turns away the anonymous, the wrong role, and the right role with another's id."""

import io
import re
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.comptes.acces import OUVERTES as OUVERTES_DE_LA_GARDE
from app.journal import Evenement
from tests.gestes import DEBUT, jeton_de, un_pdf
from tests.maison.table_des_portes import MOTS_D_ADRESSE, OUVERTES, PORTES, ROLES, Adresse, Porte
from tests.monde import Monde

Ids = Mapping[str, uuid.UUID]
Visiter = Callable[[str | None], FlaskClient]
CAS = [
    pytest.param(endpoint, methode, porte, id=f"{methode}-{endpoint}")
    for (endpoint, methode), porte in PORTES.items()
]
NOMINATIVES = [cas for cas in CAS if cas.values[2].autrui]
ENVOIS = [cas for cas in CAS if cas.values[1] == "POST"]


def personne_de(monde: Monde, role: str) -> str:
    """Somebody of that role in the small exam."""
    noms = {"etablissement": monde.referent, "commission": monde.membre}
    return noms.get(role) or str(getattr(monde, role))


def adresse(app: Flask, endpoint: str, parts: Adresse, ids: Ids) -> str:
    valeurs = {cle: nom if cle in MOTS_D_ADRESSE else str(ids[nom]) for cle, nom in parts.items()}
    return str(app.url_map.bind("localhost").build(endpoint, valeurs))


def appeler(client: FlaskClient, methode: str, url: str, porte: Porte) -> TestResponse:
    """The request that a page of ours would make, token and file included."""
    if methode == "GET":
        return client.get(url)
    corps: dict[str, object] = {"csrf_token": jeton_de(client, "/adresse-inconnue"), **porte.corps}
    if "fichier" in corps:
        corps["fichier"] = (io.BytesIO(un_pdf("une autre version")), "dossier.pdf")
    if "decision" in corps:
        page = client.get(url.removesuffix("/verdict")).get_data(as_text=True)
        vu = re.search(r'name="etat_vu"[^>]*value="([^"]*)"', page)
        corps["etat_vu"] = vu[1] if vu else ""
    return client.post(url, data=corps)


def test_every_endpoint_has_its_place_in_the_table(app: Flask) -> None:
    existants = {
        (regle.endpoint, methode)
        for regle in app.url_map.iter_rules()
        for methode in (regle.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert existants == OUVERTES | PORTES.keys()
    assert {endpoint for endpoint, _ in OUVERTES} == set(OUVERTES_DE_LA_GARDE)


def test_addresses_are_kebab_case_and_ids_cannot_be_guessed(app: Flask) -> None:
    for regle in app.url_map.iter_rules():
        sans_ids = re.sub(r"<uuid:[a-z]+_id>", "id", regle.rule)
        nue = re.sub(rf"<(?:path:)?(?:{'|'.join(MOTS_D_ADRESSE)})>", "mot", sans_ids)
        assert re.fullmatch(r"/|(/[a-z0-9]+(-[a-z0-9]+)*)+/?", nue), regle.rule


@pytest.mark.parametrize(("endpoint", "methode", "porte"), CAS)
def test_the_anonymous_is_sent_to_the_sign_in_page(
    app: Flask, campagne: Ids, visiter: Visiter, endpoint: str, methode: str, porte: Porte
) -> None:
    url = adresse(app, endpoint, porte.siens, campagne)
    reponse = visiter(None).open(url, method=methode)
    vu = (reponse.status_code, reponse.location.split("?")[0])
    assert vu == (302 if methode == "GET" else 303, "/connexion")


@pytest.mark.parametrize(("endpoint", "methode", "porte"), CAS)
def test_only_the_roles_of_a_door_may_enter(
    app: Flask,
    monde: Monde,
    campagne: Ids,
    visiter: Visiter,
    endpoint: str,
    methode: str,
    porte: Porte,
) -> None:
    url = adresse(app, endpoint, porte.siens, campagne)
    for role in sorted(set(ROLES) - set(porte.roles)):
        reponse = appeler(visiter(personne_de(monde, role)), methode, url, porte)
        assert reponse.status_code == 403, role


@pytest.mark.parametrize(("endpoint", "methode", "porte"), CAS)
def test_the_right_person_enters(
    app: Flask,
    monde: Monde,
    campagne: Ids,
    visiter: Visiter,
    endpoint: str,
    methode: str,
    porte: Porte,
) -> None:
    url = adresse(app, endpoint, porte.siens, campagne)
    role = porte.roles[-1]
    reponse = appeler(visiter(personne_de(monde, role)), methode, url, porte)
    assert reponse.status_code == porte.attendu, reponse.get_data(as_text=True)[:3000]


@pytest.mark.parametrize(("endpoint", "methode", "porte"), NOMINATIVES)
def test_what_is_another_s_is_not_found(
    app: Flask,
    monde: Monde,
    campagne: Ids,
    visiter: Visiter,
    endpoint: str,
    methode: str,
    porte: Porte,
) -> None:
    for role in porte.roles:
        client = visiter(personne_de(monde, role))
        for parts in porte.autrui:
            url = adresse(app, endpoint, parts, campagne)
            assert appeler(client, methode, url, porte).status_code == 404, (role, parts)


@pytest.mark.parametrize(("endpoint", "methode", "porte"), ENVOIS)
def test_a_form_without_its_token_changes_nothing(
    app: Flask,
    db: Session,
    monde: Monde,
    campagne: Ids,
    visiter: Visiter,
    endpoint: str,
    methode: str,
    porte: Porte,
) -> None:
    avant = db.scalar(select(func.count()).select_from(Evenement))
    url = adresse(app, endpoint, porte.siens, campagne)
    reponse = visiter(personne_de(monde, porte.roles[-1])).post(url, data=porte.corps)
    db.rollback()
    assert reponse.status_code == 400
    assert db.scalar(select(func.count()).select_from(Evenement)) == avant


@pytest.mark.parametrize(("endpoint", "methode", "porte"), NOMINATIVES)
def test_an_id_that_is_not_one_is_not_found(
    app: Flask, monde: Monde, campagne: Ids, visiter: Visiter, endpoint: str, methode: str, porte
) -> None:
    url = adresse(app, endpoint, porte.siens, campagne)
    client = visiter(personne_de(monde, porte.roles[-1]))
    for faux in ("1", "../..", "' OR 1=1"):
        brise = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", faux, url)
        assert client.open(brise, method=methode).status_code == 404


class TestRattachee:
    """An académie attached to a pilote reads its own candidates and judges none (circular, 1.3)."""

    def test_it_reads_its_own(self, monde: Monde, campagne: Ids, visiter: Visiter) -> None:
        client = visiter(monde.gestionnaire_rattachee)
        assert client.get(f"/academie/dossiers/{monde.e8_rattachee}").status_code == 200

    @pytest.mark.parametrize("nom", ["e8", "e8_ailleurs"])
    def test_it_does_not_see_the_others(
        self, monde: Monde, campagne: Ids, visiter: Visiter, nom: str
    ) -> None:
        client = visiter(monde.gestionnaire_rattachee)
        assert client.get(f"/academie/dossiers/{campagne[nom]}").status_code == 404

    def test_it_cannot_decide(
        self, app: Flask, monde: Monde, campagne: Ids, visiter: Visiter
    ) -> None:
        client = visiter(monde.gestionnaire_rattachee)
        url = f"/academie/dossiers/{monde.e8_rattachee}/verdict"
        porte = PORTES["academie.verdict", "POST"]
        assert appeler(client, "POST", url, porte).status_code == 403


def test_an_academie_outside_the_regroupement_sees_nothing_of_it(
    monde: Monde, campagne: Ids, visiter: Visiter
) -> None:
    client = visiter(monde.gestionnaire_ailleurs)
    for nom in ("e8", "e8_autre", "e8_rattachee"):
        assert client.get(f"/academie/dossiers/{campagne[nom]}").status_code == 404
    assert "2600001" not in client.get("/academie/").get_data(as_text=True)


@pytest.mark.parametrize("decalage", [timedelta(days=-2), timedelta(days=21)])
def test_outside_its_window_a_commission_reads_no_dossier(
    app: Flask, maintenant, monde: Monde, campagne: Ids, visiter: Visiter, decalage: timedelta
) -> None:
    maintenant(DEBUT + decalage)
    client = visiter(monde.membre)
    for endpoint in ("commissions.passage", "commissions.contenu", "commissions.kit"):
        siens = PORTES[endpoint, "GET"].siens
        assert client.get(adresse(app, endpoint, siens, campagne)).status_code == 403
    page = client.get(f"/commission/{monde.commission}")
    assert page.status_code == 200
    assert "2600001" not in page.get_data(as_text=True)
