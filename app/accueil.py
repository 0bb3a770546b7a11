"""The front step: sends each person to its door, and says whether the service stands."""

from flask import Blueprint, current_app, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.comptes.models import Role
from app.extensions import session_bd, stockage
from app.stockage.erreurs import ErreurStockage

porte = Blueprint("accueil", __name__)

ACCUEILS = {
    Role.CANDIDAT: "candidats.accueil",
    Role.ETABLISSEMENT: "etablissements.accueil",
    Role.GESTIONNAIRE: "academie.accueil",
    Role.RESPONSABLE: "academie.accueil",
    Role.COMMISSION: "commissions.accueil",
    Role.ADMINISTRATEUR: "administration.accueil",
}


@porte.get("/")
def index() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("comptes.connexion"))
    return redirect(url_for(ACCUEILS[Role(current_user.role)]))


@porte.get("/sante")
def sante() -> ResponseReturnValue:
    """Whether each part answers. Says nothing of what it holds."""
    parties = {"base": _base(), "stockage": _stockage()}
    bien = all(etat == "ok" for etat in parties.values())
    return jsonify(service="depot-bts", etat="ok" if bien else "degrade", **parties), (
        200 if bien else 503
    )


def _base() -> str:
    try:
        session_bd().execute(text("SELECT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("database unreachable")
        return "en panne"
    return "ok"


def _stockage() -> str:
    try:
        stockage().etat()
    except ErreurStockage:
        current_app.logger.exception("stockage unreachable")
        return "en panne"
    return "ok"
