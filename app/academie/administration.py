"""What the administrateur may see: the state of the service, and no dossier."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.comptes.acces import reserver
from app.comptes.models import Role
from app.depots.bilan import bilan
from app.examens.reglements import reglements_connus
from app.extensions import horloge, session_bd, stockage

porte = Blueprint("administration", __name__, url_prefix="/academie/administration")
reserver(porte, Role.ADMINISTRATEUR)


@porte.context_processor
def navigation() -> dict[str, Any]:
    url = url_for("administration.accueil")
    return {"navigation": [("État du service", url, request.path == url)]}


@porte.get("/")
def accueil() -> ResponseReturnValue:
    return render_template(
        "academie/administration.html",
        bilan=bilan(session_bd()),
        reglements=reglements_connus(),
        stockage=stockage().etat(),
        maintenant=horloge.maintenant(),
    )
