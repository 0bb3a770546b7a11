"""`flask lancer`, which `make run` calls: from an empty folder to a served address."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.cli.base import base_vide, migrer_base
from app.cli.demo import (
    CompteDemo,
    charger_demo,
    comptes_demo,
    demo_chargee,
    demo_interrompue,
)
from app.cli.prealables import (
    FAUTES_ATTENDUES,
    Empechement,
    en_phrase,
    exiger_place,
    exiger_port_libre,
    port_demande,
    seul_dans,
)
from app.cli.supervision import Programme, Supervision, signaux_d_arret
from app.config import RACINE, Config

PATIENCE_DEPART = 60.0  # seconds
JOURNAL_MAXIMAL = 5_000_000  # bytes, after which a log is put aside at the next start


@click.command("lancer")
@with_appcontext
def lancer() -> None:
    """Prépare la base, sert le site et traite les tâches jusqu'à Ctrl-C."""
    config: Config = current_app.extensions["config_depot"]
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with arrets_entendus():
        port = port_demande(os.environ.get("PORT"))
        with seul_dans(config.instance, port):
            preparer(app, config, port)
            servir(app, config, port)
    dire("Dépôt BTS est arrêté.")


def preparer(app: Flask, config: Config, port: int) -> None:
    """Check the machine, bring the database up to date, and fill it if it is empty."""
    with etape(2, "Port et espace disque"):
        exiger_port_libre(port)
        exiger_place(config.instance, config.stockage.dossier)
    with etape(3, "Base de données"):
        migrer_base(config)
    with etape(4, "Données de démonstration"):
        if base_vide(config) or demo_interrompue(app):
            charger_demo(app)
    # The ribbon on every page: those who see fictitious people must know it.
    os.environ["DEMO"] = "oui" if demo_chargee(app) else "non"


def servir(app: Flask, config: Config, port: int) -> None:
    """Run the programs until a signal asks to stop.

    Raises:
        Empechement: the site does not answer.
    """
    programmes = programmes_du_service(config, port)
    with Supervision(programmes, dire) as supervision:
        with etape(5, "Site et tâches de fond"):
            pret = supervision.demarrer(lambda: bool(etat_du_site(port)), PATIENCE_DEPART)
            if pret is None:
                raise KeyboardInterrupt
            if not pret:
                raise Empechement(f"Le site ne répond pas. Détails : {programmes[0].journal}")
        annoncer(app, port)
        supervision.veiller()
        dire("\nArrêt en cours…")


def programmes_du_service(config: Config, port: int) -> list[Programme]:
    """The site, and the worker that reads the files received."""
    site = ["gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    site += ["--worker-class", "gthread", "--threads", "40", "--graceful-timeout", "5"]
    site += ["--no-control-socket", "--chdir", str(RACINE)]
    taches = ["flask", "--app", str(RACINE / "wsgi.py"), "worker"]
    python = [sys.executable, "-m"]
    return [
        Programme("Site", python + site, journal(config, "site.log")),
        # SIGINT: the queue ends the reading under way, instead of leaving it to the next start.
        Programme("Tâches de fond", python + taches, journal(config, "taches.log"), signal.SIGINT),
    ]


def journal(config: Config, nom: str) -> Path:
    """The file of a program's own words; a large one is put aside first."""
    chemin = config.instance / "journaux" / nom
    chemin.parent.mkdir(exist_ok=True)
    if chemin.exists() and chemin.stat().st_size > JOURNAL_MAXIMAL:
        chemin.replace(chemin.with_suffix(".log.1"))
    return chemin


def etat_du_site(port: int) -> int | None:
    """The status that the site gives of itself, or None while it does not answer."""
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connexion.request("GET", "/sante")
        return connexion.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connexion.close()


def annoncer(app: Flask, port: int) -> None:
    """Say where the service is and, with the demo, who may sign in to try it."""
    adresse = f"http://127.0.0.1:{port}"
    dire(f"\nDépôt BTS est ouvert : {adresse}\n")
    if etat_du_site(port) != http.HTTPStatus.OK:
        dire(f"Attention : une partie du service est en panne, voir {adresse}/sante\n")
    if demo_chargee(app):
        dire("Comptes de démonstration (personnes et établissements fictifs)")
        dire(tableau_des_comptes(comptes_demo()) + "\n")
    dire("Ctrl-C arrête tout ; les données restent.")


def tableau_des_comptes(comptes: list[CompteDemo]) -> str:
    """The accounts in columns as wide as what they hold."""
    lignes = [("Rôle", "Identifiant", "Mot de passe", "Nom", "À faire")]
    lignes += [(c.role, c.identifiant, c.mot_de_passe, c.nom, c.a_faire) for c in comptes]
    largeurs = [max(len(cellule) for cellule in colonne) for colonne in zip(*lignes, strict=True)]
    return "\n".join(
        "  " + "  ".join(c.ljust(n) for c, n in zip(ligne, largeurs, strict=True)).rstrip()
        for ligne in lignes
    )


@contextmanager
def etape(numero: int, titre: str) -> Iterator[None]:
    """Show one line of progress, and turn the faults that may be expected into sentences."""
    dire(f"{numero}/5 {titre}… ", fin_de_ligne=False)
    debut = time.monotonic()
    try:
        yield
    except FAUTES_ATTENDUES as erreur:
        dire("impossible")
        raise en_phrase(erreur) from erreur
    except KeyboardInterrupt:
        dire("interrompu")
        raise
    dire(f"ok {time.monotonic() - debut:.0f} s")


@contextmanager
def arrets_entendus() -> Iterator[None]:
    """Make every way of asking to stop a KeyboardInterrupt, and take it as a normal end."""
    for signal_d_arret in signaux_d_arret():
        signal.signal(signal_d_arret, interrompre)
    with suppress(KeyboardInterrupt):
        yield


def interrompre(_signal: int, _cadre: FrameType | None) -> None:
    raise KeyboardInterrupt


def dire(phrase: str, *, fin_de_ligne: bool = True) -> None:
    """Say it, if the terminal is still there to hear it."""
    with suppress(OSError):
        click.echo(phrase, nl=fin_de_ligne)
