"""`make run`: started, used, hurt and stopped as it will be on a real evening."""

import os
import re
import shlex
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lancement.service import (
    CTRL_C,
    LANCER,
    PRET,
    Service,
    attendre,
    environnement,
    lancer_jusqu_au_bout,
    port_libre,
    vivants,
)

pytestmark = pytest.mark.serveur


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A first run, in an empty folder, that goes on."""
    with Service(tmp_path_factory.mktemp("premiere"), port_libre()) as service:
        service.attendre_phrase(PRET)
        yield service


@pytest.fixture(scope="module")
def maison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the service has run and was stopped: its data are there."""
    dossier = tmp_path_factory.mktemp("maison")
    with Service(dossier, port_libre()) as service:
        service.attendre_phrase(PRET)
    return dossier


def comptes(dossier: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(dossier / "instance" / "depot.sqlite3") as base:
        return base.execute("SELECT * FROM comptes ORDER BY id").fetchall()


def test_a_first_run_shows_each_step_its_address_and_answers(service: Service) -> None:
    for numero in (2, 3, 4, 5):
        assert re.search(rf"{numero}/5 .+… ok \d+ s", service.dit)
    assert f"http://127.0.0.1:{service.port}" in service.dit
    assert "Traceback" not in service.dit
    assert service.sante() == 200


def test_the_accounts_shown_cover_every_audience(service: Service) -> None:
    lignes = service.dit.casefold().splitlines()
    for role, au_moins in {
        "candidat": 2,
        "établissement": 1,
        "gestionnaire": 1,
        "responsable": 1,
        "commission": 1,
        "administrateur": 1,
    }.items():
        assert sum(ligne.strip().startswith(role) for ligne in lignes) >= au_moins, role


def test_a_second_launcher_in_the_same_folder_is_told_where_the_first_is(service: Service) -> None:
    refus = lancer_jusqu_au_bout(service.env | {"PORT": str(port_libre())})
    assert refus.returncode == 1
    assert "déjà lancé" in refus.stderr
    assert f"http://127.0.0.1:{service.port}" in refus.stderr
    assert "Traceback" not in refus.stderr
    assert service.sante() == 200


def test_a_taken_port_is_named_with_the_command_that_avoids_it(
    service: Service, tmp_path: Path
) -> None:
    refus = lancer_jusqu_au_bout(environnement(tmp_path, service.port))
    assert refus.returncode == 1
    assert f"Le port {service.port} est déjà pris" in refus.stderr
    assert f"PORT={service.port + 1} make run" in refus.stderr
    assert "Traceback" not in refus.stderr
    assert not (tmp_path / "instance" / "depot.sqlite3").exists()


@pytest.mark.parametrize(
    ("reglage", "valeur", "dit"),
    [
        ("INSTANCE_DIR", "/dev/null/instance", "/dev/null/instance ne peut pas être créé"),
        ("TAILLE_MAX_MO", "beaucoup", "TAILLE_MAX_MO doit être un nombre entier"),
        ("DATABASE_URL", "sqlite:////dev/null/base.sqlite3", "unable to open database file"),
    ],
)
def test_a_setting_that_cannot_be_is_told_without_a_trace(
    tmp_path: Path, reglage: str, valeur: str, dit: str
) -> None:
    refus = lancer_jusqu_au_bout(environnement(tmp_path, port_libre()) | {reglage: valeur})
    assert refus.returncode == 1
    assert dit in refus.stderr
    assert "Traceback" not in refus.stderr


@pytest.mark.parametrize("mot", ["gunicorn", "worker"])
def test_a_program_that_dies_is_started_again(service: Service, mot: str) -> None:
    mort = service.enfant(mot)
    deja_dit = service.dit.count("arrêt inattendu (signal 9)")
    os.kill(mort, signal.SIGKILL)
    assert attendre(lambda: service.enfant_eventuel(mot) not in (None, mort), 20)
    assert service.dit.count("arrêt inattendu (signal 9)") == deja_dit + 1
    assert attendre(lambda: service.sante() == 200, 20)


def test_a_second_run_is_quick_keeps_the_data_and_ctrl_c_leaves_nobody(maison: Path) -> None:
    avant = comptes(maison)
    assert avant
    debut = time.monotonic()
    with Service(maison, port_libre()) as service:
        service.attendre_phrase(PRET)
        assert time.monotonic() - debut < 45  # a few on an idle machine
        assert comptes(maison) == avant
        famille = service.famille()
        assert len(famille) >= 4  # the site, its two processes, the worker

        service.taper(CTRL_C)
        debut = time.monotonic()
        assert service.processus.wait(15) == 0
        assert time.monotonic() - debut < 10
        assert vivants(famille) == []
        assert service.sante() is None
        assert service.reglages_du_terminal() == service.reglages


def test_a_killed_launcher_takes_its_programs_with_it(maison: Path) -> None:
    with Service(maison, port_libre()) as service:
        service.attendre_phrase(PRET)
        famille = service.famille()
        service.processus.kill()
        assert attendre(lambda: not vivants(famille), 10), vivants(famille)


def test_make_alone_told_to_stop_is_obeyed_too(maison: Path, tmp_path: Path) -> None:
    """A `kill -INT` of make reaches only make, which tells nobody and waits for its child."""
    recette = tmp_path / "Makefile"
    recette.write_text(f"run:\n\t@exec {shlex.join(LANCER)}\n")
    with Service(maison, port_libre(), ["make", "-f", str(recette), "run"]) as service:
        service.attendre_phrase(PRET)
        famille = service.famille()
        service.processus.send_signal(signal.SIGINT)
        service.processus.wait(15)
        assert vivants(famille) == []
        assert "Dépôt BTS est arrêté" in service.dit
