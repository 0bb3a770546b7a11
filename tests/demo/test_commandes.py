"""`flask demo`: what it says at the terminal."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.application import create_app
from app.base import ecriture
from app.cli.demo import comptes_demo
from app.comptes.models import Compte
from app.extensions import bd
from tests.conftest import config_de_test
from tests.demo.conftest import INSTANT, rangees


@pytest.fixture
def app(base_sqlite: str, tmp_path: Path) -> Flask:
    """One engine is enough to hear what the commands say."""
    return create_app(config_de_test(base_sqlite, tmp_path))


def dire(app: Flask, *arguments: str) -> str:
    resultat = app.test_cli_runner().invoke(args=["demo", *arguments])
    assert resultat.exception is None or isinstance(resultat.exception, SystemExit)
    return resultat.output


def test_load_load_again_remove_remove_again(
    app: Flask, maintenant: Callable[[datetime], None]
) -> None:
    maintenant(INSTANT)
    assert "est chargée" in dire(app, "charger")
    assert "déjà chargée" in dire(app, "charger")
    retire = dire(app, "retirer")
    assert "39 fichiers" in retire
    assert "candidats" in retire
    assert "rien à retirer" in dire(app, "retirer")
    bd.moteur(app).dispose()


def test_it_does_not_mix_with_real_accounts_unless_told_to(app: Flask, db: Session) -> None:
    with ecriture(db):
        db.add(
            Compte(
                identifiant="quelqu.un@service.example",
                nom_affiche="Quelqu’un",
                role="administrateur",
                mot_de_passe="x",
                cree_le=INSTANT,
            )
        )
    refus = dire(app, "charger")
    assert "mot de passe est public" in refus
    assert "--meler" in refus
    assert rangees(app)["candidats"] == 0
    bd.moteur(app).dispose()


def test_the_accounts_are_shown_with_their_password(app: Flask) -> None:
    montres = dire(app, "comptes")
    assert len(montres.splitlines()) == len(comptes_demo()) == 7
    for compte in comptes_demo():
        assert f"{compte.identifiant} " in montres
        assert compte.mot_de_passe in montres
    assert len(dire(app, "comptes", "--tous").splitlines()) == 9
    bd.moteur(app).dispose()


def test_the_table_covers_each_audience() -> None:
    roles = [compte.role.split()[0] for compte in comptes_demo()]
    assert roles == [
        "Candidat",
        "Candidat",
        "Établissement",
        "Gestionnaire",
        "Responsable",
        "Commission",
        "Administrateur",
    ]
