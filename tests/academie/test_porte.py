"""The académie's door by HTTP: see the dossier, decide on what was seen, confirm by two."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.conformite.models import Proposition, Verdict
from app.depots.models import Version
from app.journal import Evenement
from tests.gestes import Depositaire, jeton_de, un_pdf
from tests.maison.inspection import Inspecteur
from tests.monde import Monde

Visiter = Callable[[str | None], FlaskClient]
NON = {"decision": "non-conforme", "motifs": "fiche-absente", "texte": "La fiche manque."}


@pytest.fixture
def complet(monde: Monde, depositaire: Depositaire) -> Monde:
    for piece in ("dossier", "fiche"):
        depositaire.deposer(monde.e8, piece)
    depositaire.lire_tout()
    return monde


def texte(reponse: TestResponse) -> str:
    return reponse.get_data(as_text=True)


def page_du(client: FlaskClient, inscription_id: object) -> str:
    return texte(client.get(f"/academie/dossiers/{inscription_id}"))


def etat_vu(page: str) -> str:
    trouve = re.search(r'name="etat_vu"[^>]*value="([^"]*)"', page)
    assert trouve
    return trouve[1]


def decider(client: FlaskClient, inscription_id: object, page: str = "", **corps) -> TestResponse:
    page = page or page_du(client, inscription_id)
    jeton = jeton_de(client, "/academie/")
    envoi = {"csrf_token": jeton, "etat_vu": etat_vu(page), **corps}
    return client.post(f"/academie/dossiers/{inscription_id}/verdict", data=envoi)


def repondre(client: FlaskClient, db: Session, **corps) -> TestResponse:
    db.rollback()
    derniere = select(Proposition.id).order_by(Proposition.proposee_le.desc())
    url = f"/academie/propositions/{db.scalars(derniere).first()}"
    return client.post(url, data={"csrf_token": jeton_de(client, url), **corps})


def test_the_list_leads_to_the_dossier_and_its_file(
    app: Flask, complet: Monde, visiter: Visiter
) -> None:
    inspecteur = Inspecteur(app, visiter(complet.gestionnaire))
    liste = inspecteur.get("/academie/")
    assert f"/academie/dossiers/{complet.e8}" in liste.liens
    dossier = inspecteur.get(f"/academie/dossiers/{complet.e8}")
    assert any("/fichiers/" in lien for lien in dossier.liens)


def test_a_gestionnaire_reads_the_bytes_received_and_it_is_journalled(
    db: Session, monde: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    octets = un_pdf("le vrai")
    version = depositaire.deposer(monde.e8, octets=octets).id
    url = f"/academie/dossiers/{monde.e8}/fichiers/{version}"
    db.rollback()
    assert visiter(monde.gestionnaire).get(url).data == octets
    consultes = select(Evenement.role).where(Evenement.acte == "depot:version:consultee")
    assert db.scalars(consultes).all() == ["gestionnaire"]


def test_a_conforme_is_recorded_and_shown(db: Session, complet: Monde, visiter: Visiter) -> None:
    client = visiter(complet.gestionnaire)
    reponse = decider(client, complet.e8, decision="conforme")
    assert reponse.status_code == 303
    assert "Verdict enregistré" in texte(client.get(reponse.location))
    assert db.scalars(select(Verdict.decision)).all() == ["conforme"]


@pytest.mark.parametrize(
    ("corps", "phrase"),
    [
        ({}, "Choisissez une décision."),
        ({"decision": "peut-etre"}, "est pas un choix valide"),
        ({"decision": "a-regulariser"}, "Le candidat doit savoir"),
        ({**NON, "motifs": []}, "au moins un motif"),
        ({**NON, "motifs": "motif-invente"}, "motif"),
        ({**NON, "texte": ""}, "Le candidat doit savoir"),
        ({**NON, "texte": "x" * 4001}, "4 000 caractères"),
    ],
    ids=["nothing", "unknown", "no-text", "no-ground", "false-ground", "non-no-text", "too-long"],
)
def test_a_decision_that_says_too_little_is_sent_back_with_what_was_typed(
    app: Flask, db: Session, complet: Monde, visiter: Visiter, corps: dict, phrase: str
) -> None:
    client = visiter(complet.gestionnaire)
    reponse = decider(client, complet.e8, raison="", **corps)
    page = Inspecteur(app, client).verifier(reponse, reponse.request.path, 422)
    assert page.titre.startswith("Erreur : ")
    assert phrase in texte(reponse)
    assert corps.get("texte", "") in texte(reponse)
    assert db.scalars(select(Verdict)).all() == []
    assert db.scalars(select(Proposition)).all() == []


def test_a_file_received_while_reading_sends_the_decision_back_until_the_dossier_is_reopened(
    db: Session, complet: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    client = visiter(complet.gestionnaire)
    page = page_du(client, complet.e8)
    nouvelle = depositaire.deposer(complet.e8, "fiche").id
    refus = decider(client, complet.e8, page, decision="conforme")
    assert refus.status_code == 409
    assert "Le dossier a changé" in texte(refus)
    assert decider(client, complet.e8, page, decision="conforme").status_code == 409
    rouvert = page_du(client, complet.e8)
    assert str(nouvelle) in etat_vu(rouvert)
    assert decider(client, complet.e8, rouvert, decision="conforme").status_code == 303


def test_a_non_conforme_goes_from_the_gestionnaire_to_a_responsable(
    db: Session, monde: Monde, visiter: Visiter
) -> None:
    gestionnaire, responsable = visiter(monde.gestionnaire), visiter(monde.responsable)
    proposee = decider(gestionnaire, monde.e8, **NON)
    assert "Elle attend un responsable" in texte(gestionnaire.get(proposee.location))
    assert repondre(gestionnaire, db, reponse="confirmer").status_code == 403
    assert "2600001" in texte(responsable.get("/academie/propositions"))
    assert repondre(responsable, db, reponse="confirmer").status_code == 303
    db.rollback()
    assert db.scalars(select(Verdict.decision)).all() == ["non-conforme"]
    assert "2600001" not in texte(responsable.get("/academie/propositions"))


def test_the_responsable_who_proposed_is_told_to_ask_another(
    db: Session, monde: Monde, visiter: Visiter
) -> None:
    client = visiter(monde.responsable)
    decider(client, monde.e8, **NON)
    refus = repondre(client, db, reponse="confirmer")
    assert refus.status_code == 403
    assert "une seconde personne" in texte(refus).lower()
    assert repondre(visiter(monde.second_responsable), db, reponse="confirmer").status_code == 303


def test_a_proposal_is_declined_with_reasons_only(
    db: Session, monde: Monde, visiter: Visiter
) -> None:
    client = visiter(monde.responsable)
    decider(visiter(monde.gestionnaire), monde.e8, **NON)
    assert repondre(client, db, reponse="decliner").status_code == 422
    assert repondre(client, db).status_code == 422
    assert repondre(client, db, reponse="decliner", raisons="Elle est là.").status_code == 303
    assert "À confirmer" not in page_du(client, monde.e8).split("<main")[1]
    refus = repondre(client, db, reponse="confirmer")
    assert refus.status_code == 409
    assert "déjà reçu une réponse" in texte(refus)


def test_the_rattachee_is_told_who_decides(monde: Monde, visiter: Visiter) -> None:
    page = page_du(visiter(monde.gestionnaire_rattachee), monde.e8_rattachee)
    assert "académie pilote" in page
    assert "/verdict" not in page


def test_a_dossier_without_any_file_can_be_seen_and_asked_for(
    monde: Monde, visiter: Visiter
) -> None:
    client = visiter(monde.gestionnaire)
    assert "Aucun fichier reçu" in page_du(client, monde.e8)
    demande = {"decision": "a-regulariser", "texte": "Déposez votre dossier."}
    assert decider(client, monde.e8, **demande).status_code == 303


def test_a_file_that_is_not_of_this_dossier_is_not_shown(
    db: Session, complet: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    depositaire.deposer(complet.e8_autre)
    autre = db.scalars(select(Version.id).order_by(Version.recu_fin, Version.id)).all()
    ici = {v for v in autre if str(v) in page_du(visiter(complet.gestionnaire), complet.e8)}
    (ailleurs,) = set(autre) - ici
    url = f"/academie/dossiers/{complet.e8}?fichier={ailleurs}"
    assert visiter(complet.gestionnaire).get(url).status_code == 404


def test_the_administrateur_sees_figures_and_no_person(
    complet: Monde, visiter: Visiter, depositaire: Depositaire
) -> None:
    client = visiter(complet.administrateur)
    page = texte(client.get("/academie/administration/"))
    assert "ccst-2026" in page
    assert "2600001" not in page
    assert client.get("/academie/").status_code == 403
    assert client.get(f"/academie/dossiers/{complet.e8}").status_code == 403
