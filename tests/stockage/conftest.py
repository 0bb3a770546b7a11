"""Every stockage there is, one after the other: they owe the same contract."""

from pathlib import Path

import pytest

from app.stockage.local import StockageLocal
from app.stockage.protocole import Stockage
from tests.doublures import StockageMemoire

SORTES = ["memoire", "local"]


@pytest.fixture(params=SORTES)
def stockage(request: pytest.FixtureRequest, tmp_path: Path) -> Stockage:
    if request.param == "memoire":
        return StockageMemoire()
    return StockageLocal(tmp_path / "uploads")
