"""`flask demo`: the fictitious session, loaded, removed, and the accounts to try it."""

from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.cli.prealables import Empechement
from app.demo.chargement import charger
from app.demo.donnees import session_fictive
from app.demo.etat import Etat, etat_de_la_demo
from app.demo.objets import CompteDemo
from app.demo.refus import BaseDejaServie, DemoImpossible
from app.demo.retrait import retirer
from app.extensions import bd, horloge, session_bd, stockage

__all__ = ["CompteDemo", "charger_demo", "comptes_demo", "demo", "demo_chargee", "demo_interrompue"]

demo = AppGroup("demo", help="La session fictive de démonstration.")


def charger_demo(app: Flask, maintenant: datetime | None = None, *, meler: bool = False) -> bool:
    """Load the demonstration around this instant (now when not given).

    Returns:
        False when it was already there.

    Raises:
        Empechement: it cannot be loaded here; the sentence says why.
    """
    with bd.sessions(app)() as db:
        try:
            instant = maintenant or horloge.maintenant()
            return charger(db, app.extensions["stockage"], instant, meler=meler)
        except BaseDejaServie as refus:
            raise Empechement(f"{refus} Pour le faire quand même : --meler") from refus
        except DemoImpossible as refus:
            raise Empechement(str(refus)) from refus


def comptes_demo(*, tous: bool = False) -> list[CompteDemo]:
    """The accounts to try, in the order of a visit; `tous`: with those of other académies."""
    session = session_fictive()
    return [*session.comptes, *(session.autres_comptes if tous else ())]


def demo_chargee(app: Flask) -> bool:
    """Whether the demonstration is in the database, whole."""
    with bd.sessions(app)() as db:
        return etat_de_la_demo(db) is Etat.CHARGEE


def demo_interrompue(app: Flask) -> bool:
    """Whether a loading was stopped half-way: loading again puts it right."""
    with bd.sessions(app)() as db:
        return etat_de_la_demo(db) is Etat.INTERROMPUE


@demo.command("charger")
@click.option("--meler", is_flag=True, help="Charger même si la base a déjà des comptes.")
@with_appcontext
def commande_charger(meler: bool) -> None:
    """Charge la session fictive ; ne fait rien si elle est déjà là."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if charger_demo(app, meler=meler):
        click.echo("La démonstration est chargée. Ses comptes : flask demo comptes")
    else:
        click.echo("La démonstration est déjà chargée : rien n’a changé.")


@demo.command("retirer")
@with_appcontext
def commande_retirer() -> None:
    """Retire la session fictive, ses comptes et ses fichiers, et rien d’autre."""
    try:
        retrait = retirer(session_bd(), stockage())
    except DemoImpossible as refus:
        raise Empechement(str(refus)) from refus
    if retrait is None:
        click.echo("La démonstration n’est pas dans cette base : rien à retirer.")
        return
    click.echo(f"Retiré : {retrait.fichiers} fichiers du stockage, et de la base :")
    for table, nombre in sorted(retrait.rangees.items()):
        click.echo(f"  {table:<18} {nombre:>5}")


@demo.command("comptes")
@click.option("--tous", is_flag=True, help="Avec les comptes des autres académies.")
def commande_comptes(tous: bool) -> None:
    """Montre les comptes de démonstration."""
    for compte in comptes_demo(tous=tous):
        click.echo(
            f"  {compte.role:<24} {compte.identifiant:<34} {compte.mot_de_passe}  "
            f"{compte.nom} : {compte.a_faire}"
        )
