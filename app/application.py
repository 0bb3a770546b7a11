"""`create_app` binds the extensions, chooses the stockage and opens the doors. Nothing else."""

from datetime import timedelta

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from app import academie, accueil, candidats, commissions, etablissements
from app.cli import COMMANDES
from app.comptes import routes as comptes
from app.comptes.acces import garder
from app.comptes.identification import compte_du_jeton
from app.comptes.models import Compte
from app.config import Config, depuis_environnement
from app.erreurs import brancher_erreurs
from app.examens.reglements import utiliser_dossier
from app.extensions import bd, csrf, horloge, login, session_bd
from app.gabarits import equiper
from app.requetes import refuser_les_nuls
from app.stockage.choix import choisir
from app.taches import brancher_reveil
from app.worker.boucle import Ouvrier
from app.worker.file_huey import brancher, creer_file

PORTES = (
    accueil.porte,
    comptes.porte,
    candidats.porte,
    etablissements.porte,
    academie.porte,
    academie.administration.porte,
    commissions.porte,
)


def create_app(config: Config | None = None, immediate: bool = False) -> Flask:
    """Make the application.

    Args:
        config: the settings; read from the environment when not given.
        immediate: carry out the worker's tasks at once, in this process.

    Raises:
        ConfigurationInvalide, ReglementInvalide: with a sentence that says what to mend.
    """
    config = config or depuis_environnement()
    app = Flask(__name__, instance_path=str(config.instance))
    _regler(app, config)
    utiliser_dossier(config.reglements)
    bd.init_app(app, config.database_url)
    app.extensions["stockage"] = choisir(config.stockage)
    _brancher_file(app, config, immediate)
    app.before_request(garder)
    csrf.init_app(app)
    app.before_request(refuser_les_nuls)
    _brancher_identite(app)
    brancher_erreurs(app)
    equiper(app)
    app.after_request(_entetes)
    for porte in PORTES:
        app.register_blueprint(porte)
    for commande in COMMANDES:
        app.cli.add_command(commande)
    return app


def _regler(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        TAILLE_MAX=config.taille_max,
        DEMO=config.demo,
        MAX_FORM_PARTS=50,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=config.cookie_sur,
        SESSION_COOKIE_NAME="depot_bts",
        # A deposit may be long to prepare and slow to send: the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_I18N_ENABLED=False,
    )
    app.extensions["config_depot"] = config
    if config.proxys:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxys, x_proto=config.proxys, x_host=config.proxys
        )


def _brancher_file(app: Flask, config: Config, immediate: bool) -> None:
    file = creer_file(config.file_url, immediate)
    ouvrier = Ouvrier(bd.sessions(app), app.extensions["stockage"], horloge.maintenant)
    reveiller = brancher(file, ouvrier)
    brancher_reveil(bd.sessions(app), reveiller)
    app.extensions.update(file=file, ouvrier=ouvrier, reveiller=reveiller)


def _brancher_identite(app: Flask) -> None:
    login.init_app(app)
    login.login_view = "comptes.connexion"
    login.login_message = "Connectez-vous pour continuer."
    login.login_message_category = "info"

    @login.user_loader  # type: ignore[untyped-decorator]
    def charger_compte(jeton: str) -> Compte | None:
        return compte_du_jeton(session_bd(), jeton)


CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def _entetes(reponse: Response) -> Response:
    reponse.headers.setdefault("Content-Security-Policy", CSP)
    reponse.headers.setdefault("X-Content-Type-Options", "nosniff")
    reponse.headers.setdefault("X-Frame-Options", "DENY")
    reponse.headers.setdefault("Referrer-Policy", "same-origin")
    reponse.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    reponse.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if reponse.mimetype == "text/html":
        reponse.headers.setdefault("Cache-Control", "private, no-store")
    return reponse
