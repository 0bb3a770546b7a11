"""Every stockage there is, one after the other: they owe the same contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.stockage.choix import ReglagesStockage
from app.stockage.local import StockageLocal
from app.stockage.protocole import Stockage
from app.stockage.s3 import StockageS3
from tests.doublures import StockageMemoire
from tests.serveurs import ServeurS3
from tests.stockage.coupeur import Coupeur

SORTES = ["memoire", "local", pytest.param("s3", marks=pytest.mark.serveur)]


@pytest.fixture(params=SORTES)
def stockage(request: pytest.FixtureRequest, tmp_path: Path) -> Stockage:
    if request.param == "memoire":
        return StockageMemoire()
    if request.param == "local":
        return StockageLocal(tmp_path / "uploads")
    serveur: ServeurS3 = request.getfixturevalue("serveur_s3")
    return StockageS3(serveur.client, str(serveur.nouveau_bucket().s3_bucket))


@pytest.fixture(params=["local", pytest.param("s3", marks=pytest.mark.serveur)])
def reglages(request: pytest.FixtureRequest, tmp_path: Path) -> ReglagesStockage:
    """Settings of a stockage that another process can open too."""
    if request.param == "local":
        return ReglagesStockage(dossier=tmp_path / "uploads")
    return request.getfixturevalue("reglages_s3")


@pytest.fixture
def coupeur(serveur_s3: ServeurS3) -> Iterator[Coupeur]:
    """A bad network in front of the S3 service."""
    with Coupeur(serveur_s3.adresse) as coupeur:
        yield coupeur
