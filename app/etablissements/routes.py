"""What the référent of an établissement may ask."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.comptes.acces import personne, reserver
from app.comptes.models import Role
from app.depots.lectures import etats_de
from app.examens.lectures import etablissement_de, inscriptions_de_l_etablissement
from app.extensions import session_bd

porte = Blueprint("etablissements", __name__, url_prefix="/etablissement")
reserver(porte, Role.ETABLISSEMENT)


@porte.context_processor
def navigation() -> dict[str, Any]:
    accueil_url = url_for("etablissements.accueil")
    return {"navigation": [("Nos candidats", accueil_url, request.path == accueil_url)]}


@porte.get("/")
def accueil() -> ResponseReturnValue:
    db = session_bd()
    etablissement = etablissement_de(db, personne())
    inscriptions = inscriptions_de_l_etablissement(db, etablissement)
    return render_template(
        "etablissements/accueil.html",
        etablissement=etablissement,
        etats=etats_de(db, inscriptions),
    )
