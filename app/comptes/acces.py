"""The guard of each door: nobody enters who was not let in.

Default-deny: a route is closed unless its blueprint was given roles with
`reserver`, or its endpoint is on the short list of open pages.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from app.comptes.models import Compte, Role
from app.extensions import horloge, login
from app.requetes import lire_le_reste, page_d_origine, taille_permise

OUVERTES = frozenset(
    {
        "static",
        "accueil.index",
        "accueil.sante",
        "comptes.connexion",
        "comptes.deconnexion",
    }
)
"""Endpoints that answer without an account; the test of doors lists them too."""

SESSION_FINIE = (
    "Votre session a expiré : ce que vous venez d’envoyer n’a pas été enregistré. "
    "Connectez-vous, puis recommencez. Ce qui était déposé avant est intact."
)

Vue = TypeVar("Vue", bound=Callable[..., Any])
_roles_des_portes: dict[str, frozenset[Role]] = {}


def reserver(porte: Blueprint, *roles: Role) -> None:
    """Open a whole door to these roles, and to no one else."""
    _roles_des_portes[porte.name] = frozenset(roles)


def accepte_fichiers(vue: Vue) -> Vue:
    """Let this view receive files, up to the installation's limit."""
    vue.accepte_fichiers = True  # type: ignore[attr-defined]
    return vue


def roles_admis(endpoint: str) -> frozenset[Role]:
    """Who may call an endpoint; empty when nobody was let in."""
    return _roles_des_portes.get(endpoint.rpartition(".")[0], frozenset())


def garder() -> Response | None:
    """Run before every request, before a byte of its body is read."""
    g.debut = horloge.maintenant()
    vue = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = taille_permise(getattr(vue, "accepte_fichiers", False))
    if request.endpoint is None or request.endpoint in OUVERTES:
        return None  # no endpoint: Flask answers 404, 405, or the address with its slash
    if not current_user.is_authenticated:
        return _vers_la_connexion()
    if current_user.role not in roles_admis(request.endpoint):
        lire_le_reste()
        raise Forbidden
    return None


def _vers_la_connexion() -> Response:
    """Ask to sign in, then come back. What was being sent is not kept, and that is said."""
    if request.method in ("GET", "HEAD"):
        invitation: Response = login.unauthorized()
        return invitation
    lire_le_reste()
    flash(SESSION_FINIE, "attention")
    return redirect(url_for("comptes.connexion", next=page_d_origine()), 303)


def personne() -> Compte:
    """The signed-in person, for a door that has a guard."""
    compte: Compte = current_user._get_current_object()
    return compte
