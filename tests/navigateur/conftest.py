"""The service as it runs: web and worker processes, PostgreSQL, S3 over HTTP, and Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy.orm import Session

from app.base import creer_moteur, ecriture
from app.cli.base import config_alembic
from app.config import RACINE
from tests.monde import MOT_DE_PASSE, Monde, batir_monde

if TYPE_CHECKING:
    from tests.serveurs import ServeurPostgres, ServeurS3

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
CALME = ("--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync")


@dataclass(frozen=True)
class Service:
    """A running service and the small exam that it holds."""

    adresse: str
    monde: Monde
    journal: Path


@pytest.fixture(scope="module")
def service(
    serveur_postgres: "ServeurPostgres",
    serveur_s3: "ServeurS3",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Service]:
    dossier = tmp_path_factory.mktemp("service")
    url = serveur_postgres.nouvelle_base()
    command.upgrade(config_alembic(url), "head")
    monde = _remplir(url)
    s3 = serveur_s3.nouveau_bucket()
    env = os.environ | {
        "INSTANCE_DIR": str(dossier),
        "DATABASE_URL": url,
        "S3_ENDPOINT_URL": s3.s3_endpoint or "",
        "S3_BUCKET": s3.s3_bucket or "",
        "S3_ACCESS_KEY_ID": s3.s3_cle or "",
        "S3_SECRET_ACCESS_KEY": s3.s3_secret or "",
        "TAILLE_MAX_MO": "2",
    }
    port = _port_libre()
    journal = dossier / "service.log"
    with journal.open("wb") as sortie:
        enfants = [_lancer(commande, env, sortie) for commande in _commandes(port)]
        try:
            _attendre(f"http://127.0.0.1:{port}/sante", journal)
            yield Service(f"http://127.0.0.1:{port}", monde, journal)
        finally:
            for enfant in enfants:
                _arreter(enfant)
    serveur_postgres.effacer_base(url)


def _remplir(url: str) -> Monde:
    moteur = creer_moteur(url)
    with Session(moteur) as db, ecriture(db):
        monde = batir_monde(db, datetime.now(UTC))
    moteur.dispose()
    return monde


def _commandes(port: int) -> list[list[str]]:
    python = [sys.executable, "-m"]
    web = ["gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    web += ["--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
    return [python + web, [*python, "flask", "--app", "wsgi", "worker"]]


def _lancer(commande: list[str], env: dict[str, str], sortie: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        commande, cwd=RACINE, env=env, stdout=sortie, stderr=sortie, start_new_session=True
    )


def _arreter(enfant: "subprocess.Popen[bytes]") -> None:
    os.killpg(enfant.pid, signal.SIGTERM)
    try:
        enfant.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(enfant.pid, signal.SIGKILL)
        enfant.wait()


def _attendre(url: str, journal: Path) -> None:
    fin = time.monotonic() + 30
    while time.monotonic() < fin:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"le service n’a pas démarré :\n{journal.read_text()[-3000:]}", pytrace=False)


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port: int = prise.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CALME))
        yield chromium
        chromium.close()


@pytest.fixture
def ouvrir(navigateur: Browser, service: Service) -> Iterator[Callable[..., Page]]:
    """A page of the service, signed in as somebody; the console must stay silent."""
    plaintes: list[str] = []
    contextes = []

    def connecter(identifiant: str, largeur: int = 1280, javascript: bool = True) -> Page:
        contexte = navigateur.new_context(
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": largeur, "height": 900},
            java_script_enabled=javascript,
        )
        contextes.append(contexte)
        page = contexte.new_page()
        page.on("console", lambda m: plaintes.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda erreur: plaintes.append(str(erreur)))
        page.goto(service.adresse)
        page.get_by_label("Identifiant").fill(identifiant)
        page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
        page.get_by_role("button", name="Se connecter").click()
        return page

    yield connecter
    for contexte in contextes:
        contexte.close()
    assert plaintes == []
