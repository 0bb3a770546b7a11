"""`flask controle rejouer`: stored files read again, and what would change, before it does."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import click
from flask.cli import with_appcontext

from app.cli.controle import CommandeFausse, controle
from app.controle.isolement import arreter
from app.depots.relecture import Relecture, appliquer, relire, versions_de_session
from app.examens.lectures import session_nommee
from app.extensions import horloge, session_bd, stockage
from app.refus import Introuvable
from app.reglement import Reglement, ReglementInvalide, charger


class Controle(click.Group):
    """`flask controle FICHIER…` reads files; `flask controle rejouer …` reads stored ones again."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Anything but the name of a command of ours is a file to read."""
        connue = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if connue else ["lire", *args])


@click.command("rejouer", help="Relit les fichiers d’une session et liste ce qui change.")
@click.option("--session", "nom", required=True, help="Sigle et année, par exemple CCST-2026.")
@click.option("--revision", help="Seulement les fichiers lus sous cette révision des règles.")
@click.option("--reglement", type=click.Path(path_type=Path), help="Règles à essayer (.toml).")
@click.option("--appliquer", "garder", is_flag=True, help="Ajoute les nouveaux rapports.")
@with_appcontext
def rejouer(nom: str, revision: str | None, reglement: Path | None, garder: bool) -> None:
    """Read the files of a session again; print each difference, then the count."""
    if reglement and garder:
        raise CommandeFausse("Des règles à l’essai ne s’appliquent pas : ôtez --appliquer.")
    db = session_bd()
    try:
        session = session_nommee(db, nom)
        versions = versions_de_session(db, session.id, revision)
        lues = _montrer(versions, _regles(reglement))
        relus = list(lues)
        changes = sum(bool(relecture.changements) for relecture in relus)
        click.echo(f"{len(relus)} fichier(s) relu(s), {changes} différence(s).")
        if garder:
            ajoutes = appliquer(db, iter(relus), horloge.maintenant)
            click.echo(f"{ajoutes} rapport(s) ajouté(s) ; les anciens sont conservés.")
    except Introuvable:
        raise CommandeFausse(f"Session inconnue : « {nom} ».") from None
    finally:
        arreter()


def _regles(chemin: Path | None) -> Reglement | None:
    try:
        return charger(chemin) if chemin else None
    except (ReglementInvalide, OSError) as faute:
        raise CommandeFausse(str(faute)) from faute


def _montrer(versions: list[UUID], reglement: Reglement | None) -> Iterator[Relecture]:
    """Read one after another, telling each difference as it is found."""
    for version_id in versions:
        relecture = relire(session_bd(), stockage(), version_id, reglement)
        if relecture.changements:
            click.echo(f"{relecture.numero} {relecture.epreuve} {relecture.piece} {relecture.nom}")
            for ligne in relecture.changements:
                click.echo(f"  {ligne}")
        yield relecture


controle_et_rejouer = Controle(
    "controle",
    commands={"lire": controle, "rejouer": rejouer},
    help="Lit des fichiers et dit ce qu’ils contiennent ; « rejouer » relit ceux d’une session.",
)
