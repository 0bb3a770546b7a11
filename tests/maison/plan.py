"""The plan of the house as data: each room, what it may bring in of ours and from outside.

A name of ours opens a whole room (« depots ») or one module (« controle.libelles »).
What is not written here is forbidden, a new room included.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Murs:
    notres: frozenset[str]
    dehors: frozenset[str]


def murs(notres: str = "", dehors: str = "") -> Murs:
    return Murs(frozenset(notres.split()), frozenset(dehors.split()))


CAVES = "journal taches stockage archives"
COEUR = "reglement controle"
# The hall may use accounts and roles, never the sign-in pages or the guard.
SALLE = f"base refus {CAVES} {COEUR} comptes.models"
# What a door stands on: its guard, what the application hands it, how bytes and refusals leave.
SEUIL = "extensions refus erreurs transmission comptes.acces comptes.models reglement"
PORTE = f"{SEUIL} controle.libelles examens depots conformite oraux"
WEB = "flask flask_wtf wtforms"

PLAN: dict[str, Murs] = {
    "app": murs(),
    # the pure core
    "reglement": murs(),
    "controle": murs("reglement", "pypdf"),
    # the ground
    "base": murs("", "sqlalchemy"),
    "refus": murs(),
    "config": murs("stockage.choix"),
    "extensions": murs("base stockage.protocole", "flask flask_login flask_wtf sqlalchemy"),
    "tables": murs("base comptes examens depots conformite oraux journal taches"),
    # the cellars
    "stockage": murs("", "boto3 botocore"),
    "archives": murs(),
    "journal": murs("base", "sqlalchemy"),
    "taches": murs("base", "sqlalchemy"),
    # the hall: each room looks back, never ahead
    "comptes": murs(
        "base extensions journal requetes", f"{WEB} flask_login sqlalchemy argon2 werkzeug"
    ),
    "examens": murs(SALLE, "sqlalchemy"),
    "depots": murs(f"{SALLE} examens", "sqlalchemy"),
    "conformite": murs(f"{SALLE} examens depots", "sqlalchemy"),
    "oraux": murs(f"{SALLE} examens depots conformite", "sqlalchemy"),
    # the doors
    "candidats": murs(PORTE, f"{WEB} werkzeug"),
    "etablissements": murs(PORTE, WEB),
    "academie": murs(PORTE, WEB),
    "commissions": murs(PORTE, WEB),
    "accueil": murs("comptes.models extensions stockage.erreurs", "flask flask_login sqlalchemy"),
    "worker": murs("base taches stockage depots conformite oraux", "huey sqlalchemy"),
    # between doors and browser
    "erreurs": murs(
        "refus requetes stockage.erreurs", "flask flask_login flask_wtf sqlalchemy werkzeug"
    ),
    "requetes": murs("", "flask werkzeug"),
    "gabarits": murs("", "flask jinja2"),
    "transmission": murs("archives", "flask"),
}
"""Rooms with walls."""

CABLAGE = frozenset({"application", "cli", "demo"})
"""They wire or serve the whole, so they may bring in anything; no room brings them in."""

ENTREES_DU_CABLAGE = {"application": {"cli"}, "cli": {"demo"}, "demo": set[str]()}
"""Which of them may bring in another; the first must stay startable without the last."""

UNIQUES = {"pypdf": {"controle"}, "boto3": {"stockage"}, "botocore": {"stockage"}}
"""Libraries with one home, in the wiring too."""

PORTES = ("candidats", "etablissements", "academie", "commissions")
PAROLES_DE_BASE = ("select", "insert", "update", "delete", "commit", "execute", "scalars", "add")
"""Calls that a door leaves to the hall, as functions or on a session."""

HORLOGES = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")
A_L_HEURE = {
    "app/extensions.py": "gives the clock to doors; everything else receives the instant",
    "app/stockage/s3_client.py": "compares our clock with the S3 server's, to name a refusal",
}
"""Files that may look at a clock, and why."""
