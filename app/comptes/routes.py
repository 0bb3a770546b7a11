"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from app.comptes.acces import personne
from app.comptes.forms import ConnexionForm
from app.comptes.identification import fermer_session, ouvrir_session
from app.extensions import horloge, session_bd

porte = Blueprint("comptes", __name__)


@porte.route("/connexion", methods=["GET", "POST"])
def connexion() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("accueil.index"))
    form = ConnexionForm()
    if form.validate_on_submit():
        nom, mot_de_passe = form.identifiant.data or "", form.mot_de_passe.data or ""
        compte = ouvrir_session(session_bd(), nom, mot_de_passe, horloge.maintenant())
        if compte is not None:
            session.clear()
            session.permanent = True
            login_user(compte)
            return redirect(_suite(request.args.get("next")), 303)
        form.mot_de_passe.errors = ["Identifiant ou mot de passe incorrect. Vérifiez les deux."]
    return render_template("connexion/connexion.html", form=form), 422 if form.errors else 200


@porte.post("/deconnexion")
def deconnexion() -> ResponseReturnValue:
    if current_user.is_authenticated:
        fermer_session(session_bd(), personne(), horloge.maintenant())
        logout_user()
        flash("Vous êtes déconnecté, sur tous vos appareils.", "succes")
    return redirect(url_for("comptes.connexion"), 303)


def _suite(adresse: str | None) -> str:
    """Where to go after signing in: a path of this site only, never another site."""
    morceaux = urlsplit(adresse or "")
    interne = adresse and adresse.startswith("/") and not adresse.startswith(("//", "/\\"))
    if not interne or morceaux.netloc or morceaux.scheme:
        return url_for("accueil.index")
    return adresse or "/"
