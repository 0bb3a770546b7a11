"""`flask controle`: reads files as the worker would; no database, no server."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from app.controle.isolement import LecteurPerdu, arreter, controler_isole
from app.controle.libelles import libelles_de
from app.controle.rapport import MACHINE, Demande, Rapport, avis_de, rapport_vide
from app.reglement import (
    FORMES,
    EpreuveInconnue,
    PieceInconnue,
    Reglement,
    ReglementInconnu,
    ReglementInvalide,
    charger,
    reglement_de,
)

_AVIS = {
    "rien-a-signaler": "rien à signaler",
    "a-verifier": "à vérifier",
    "illisible": "illisible",
}


class CommandeFausse(click.ClickException):
    """The command itself is wrong: one French sentence, and exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the sentence on the error output."""
        click.echo(f"Erreur : {self.message}", err=True)


def _reglement(designation: str) -> Reglement:
    """Find a règlement by its identifier, or read it from the path of a TOML file."""
    try:
        if designation.endswith(".toml"):
            return charger(Path(designation))
        return reglement_de(designation)
    except (ReglementInconnu, ReglementInvalide) as faute:
        raise CommandeFausse(str(faute)) from faute


def _demande(
    reglement: Reglement, epreuve: str | None, piece: str | None, forme: str | None
) -> Demande:
    """Check what is asked before any file is opened."""
    if not epreuve or not piece:
        raise CommandeFausse(
            "Indiquez --epreuve et --piece, par exemple --epreuve E8 --piece dossier."
        )
    nom = "ponctuelle" if forme == "ponctuel" else forme
    if nom not in FORMES:
        raise CommandeFausse(
            f"Forme inconnue : « {forme} ». Valeurs possibles : {', '.join(FORMES)}."
        )
    try:
        reglement.epreuve(epreuve).piece(piece)
    except (EpreuveInconnue, PieceInconnue) as faute:
        raise CommandeFausse(str(faute)) from faute
    return Demande("", reglement, epreuve, piece, nom)


def _lire(chemin: Path, modele: Demande) -> Rapport:
    """Read one file; a file that cannot be had is an answer too."""
    demande = Demande(str(chemin), modele.reglement, modele.epreuve, modele.piece, modele.forme)
    try:
        if not chemin.is_file():
            raise FileNotFoundError(chemin)
        return controler_isole(chemin, demande)
    except (OSError, LecteurPerdu):
        rapport = rapport_vide(demande, "", 0)
        rapport.noter("fichier-absent", "bloquant", source=MACHINE)
        rapport.avis = avis_de(rapport)
        return rapport


def lire_fichiers(chemins: Sequence[Path], modele: Demande, jobs: int) -> Iterator[Rapport]:
    """Give the report of each file, in their order, `jobs` being read at a time."""
    with ThreadPoolExecutor(max_workers=jobs) as equipe:
        yield from equipe.map(lambda chemin: _lire(chemin, modele), chemins)


def _resume(rapport: Rapport) -> str:
    """Write a report as a person would read it."""
    lignes = [f"{rapport.fichier} : {_AVIS[rapport.avis]}"]
    if rapport.pages_total is not None:
        annexes = rapport.annexes_debut
        suite = f", annexes à partir de la page {annexes}" if annexes else ""
        lignes.append(f"  {rapport.pages_total} pages{suite}")
    if rapport.pages_corps is not None:
        lignes.append(
            f"  corps : {rapport.pages_corps_avec_garde} pages avec la garde, "
            f"{rapport.pages_corps} sans, {rapport.pages_corps_sans_sommaire} sans le sommaire"
        )
    for code, lu in rapport.sujets.items():
        titre = f" page {lu.page}, « {lu.titre} »" if lu.titre else ""
        lignes.append(f"  {code} : {lu.etat}{titre}")
    for constat, libelle in zip(
        rapport.constats, libelles_de(rapport, "gestionnaire"), strict=True
    ):
        page = f" (page {constat.page})" if constat.page else ""
        lignes.append(f"  - {libelle.phrase}{page}")
    return "\n".join(lignes)


@click.command("controle", help="Lit des fichiers et dit ce qu’ils contiennent.")
@click.argument("fichiers", nargs=-1, type=click.Path(path_type=Path))
@click.option("--epreuve", help="E5, E7, E8, EF3, STAGE…")
@click.option("--piece", help="fiche, dossier, annexes, supports ou attestation.")
@click.option("--forme", default="ponctuelle", show_default=True, help="ccf ou ponctuelle.")
@click.option("--reglement", default="ccst-2026", show_default=True, help="Identifiant ou .toml.")
@click.option("--jobs", default=min(4, os.cpu_count() or 1), type=click.IntRange(1, 64))
@click.option("--json", "en_json", is_flag=True, help="Un objet JSON par fichier et par ligne.")
def controle(
    fichiers: tuple[Path, ...], jobs: int, en_json: bool, reglement: str, **cible: str | None
) -> None:
    """Read the files and print one answer for each, in their order."""
    modele = _demande(_reglement(reglement), **cible)
    if not fichiers:
        raise CommandeFausse("Indiquez au moins un fichier à lire.")
    ecrire = _ligne if en_json else _resume
    try:
        for rapport in lire_fichiers(fichiers, modele, jobs):
            click.echo(ecrire(rapport))
    finally:
        arreter()


def _ligne(rapport: Rapport) -> str:
    return json.dumps(rapport.vers_json(), ensure_ascii=False)
