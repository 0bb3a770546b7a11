"""The one table from refusals to statuses and pages. Every error page is in French."""

import logging

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.refus import Genre, Refus
from app.requetes import lire_le_reste
from app.stockage.erreurs import ErreurStockage

journal = logging.getLogger(__name__)

STATUTS = {
    Genre.INTROUVABLE: 404,
    Genre.INTERDIT: 403,
    Genre.CONFLIT: 409,
    Genre.INVALIDE: 422,
    Genre.TROP_GROS: 413,
    Genre.INDISPONIBLE: 503,
}

RIEN_PERDU = "Rien de ce qui a été déposé n’est perdu."

PAGES = {
    400: ("Demande incomprise", "Votre navigateur a envoyé une demande incomplète.", ""),
    403: (
        "Accès refusé",
        "Cette page est réservée à d’autres personnes.",
        "Si vous pensez y avoir droit, connectez-vous avec le bon compte.",
    ),
    404: (
        "Page introuvable",
        "Cette page n’existe pas, ou elle ne vous est pas destinée.",
        "Vérifiez l’adresse, ou revenez à votre accueil.",
    ),
    405: ("Action impossible", "Cette adresse ne s’utilise pas ainsi.", "Revenez à votre accueil."),
    413: (
        "Fichier trop volumineux",
        "L’envoi dépasse la taille permise. Il n’a pas été enregistré. " + RIEN_PERDU,
        "S’il s’agit d’un fichier, réduisez le poids de ses images. S’il s’agit d’un texte, "
        "raccourcissez-le. Puis recommencez.",
    ),
    500: (
        "Une erreur est survenue de notre côté",
        "Le service n’a pas pu terminer cette action. " + RIEN_PERDU,
        "Réessayez dans quelques minutes. Si l’erreur revient, prévenez votre académie.",
    ),
    503: (
        "Service momentanément indisponible",
        "Une partie du service ne répond pas. " + RIEN_PERDU,
        "Réessayez dans quelques minutes : vous n’avez rien à refaire d’autre.",
    ),
}


def brancher_erreurs(app: Flask) -> None:
    """Answer every refusal with its page, and no error with a trace."""
    app.register_error_handler(Refus, _refus)
    app.register_error_handler(CSRFError, _formulaire_perime)
    app.register_error_handler(ErreurStockage, _stockage)
    app.register_error_handler(OperationalError, _indisponible)
    app.register_error_handler(HTTPException, page_http)
    app.register_error_handler(Exception, _panne)


def _page(statut: int, titre: str, phrase: str, quoi_faire: str, code: str = "") -> tuple[str, int]:
    return (
        render_template(
            "erreurs/erreur.html",
            statut=statut,
            titre=titre,
            phrase=phrase,
            quoi_faire=quoi_faire,
            code=code,
        ),
        statut,
    )


def _refus(refus: Refus) -> ResponseReturnValue:
    return _page(STATUTS[refus.genre], refus.titre, refus.phrase, refus.quoi_faire, refus.code)


def _formulaire_perime(_: CSRFError) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("comptes.connexion"), 303)
    return _page(
        400,
        "Formulaire périmé",
        "Cette page était ouverte depuis trop longtemps : l’envoi n’a pas été pris en compte. "
        + RIEN_PERDU,
        "Revenez à la page précédente, rechargez-la, puis recommencez.",
    )


def page_http(erreur: HTTPException) -> ResponseReturnValue:
    """The French page of an HTTP error; a body still on its way is read first."""
    statut = erreur.code or 500
    if erreur.response is not None:
        return erreur.response
    if statut == 413:
        lire_le_reste()
    if 300 <= statut < 400:
        return erreur.get_response()
    titre, phrase, quoi_faire = PAGES.get(statut, PAGES[500 if statut >= 500 else 400])
    return _page(statut, titre, phrase, quoi_faire)


def _stockage(erreur: ErreurStockage) -> ResponseReturnValue:
    """The stockage's own sentence, which a person may read; the detail is for the log."""
    journal.error("stockage: %s", type(erreur).__name__, exc_info=erreur)
    titre, _, quoi_faire = PAGES[503]
    return _page(503, titre, erreur.phrase, quoi_faire)


def _indisponible(erreur: Exception) -> ResponseReturnValue:
    journal.error("part of the service is down: %s", type(erreur).__name__, exc_info=erreur)
    return _page_de_panne(503)


def _panne(erreur: Exception) -> ResponseReturnValue:
    journal.error("unexpected fault on %s", request.endpoint, exc_info=erreur)
    return _page_de_panne(500)


def _page_de_panne(statut: int) -> tuple[str, int]:
    """A page that asks nothing of the database, which may be what is down."""
    g._login_user = AnonymousUserMixin()
    titre, phrase, quoi_faire = PAGES[statut]
    if request.method == "POST":
        phrase = f"{phrase} Ce que vous venez d’envoyer, en revanche, n’a pas été enregistré."
        quoi_faire = (
            "Réessayez dans quelques minutes. Si l’erreur revient, prévenez votre académie."
        )
    return _page(statut, titre, phrase, quoi_faire)
