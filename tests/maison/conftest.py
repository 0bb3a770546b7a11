"""A campaign under way, for the tests that walk every page: made once, copied for each test.

On SQLite alone: the doors are the same on both engines, what lies under them is tested apart.
"""

import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.application import create_app
from app.base import ecriture
from app.conformite.models import Decision
from app.extensions import bd
from app.oraux.models import Passage
from tests.conftest import config_de_test
from tests.gestes import DEBUT, Depositaire, juger
from tests.monde import Monde, batir_monde

OBLIGATOIRES = ("dossier", "fiche")


@dataclass(frozen=True)
class Modele:
    dossier: Path
    monde: Monde
    ids: Mapping[str, uuid.UUID]


@pytest.fixture(scope="session")
def modele(modele_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Modele:
    """The campaign, in a folder: a database and its uploads."""
    dossier = tmp_path_factory.mktemp("campagne")
    shutil.copy(modele_sqlite, dossier / "base.sqlite3")
    app = create_app(config_de_test(f"sqlite:///{dossier / 'base.sqlite3'}", dossier))
    with bd.sessions(app)() as db:
        with ecriture(db):
            monde = batir_monde(db)
        ids = _mener(db, monde, Depositaire(app, db))
    bd.moteur(app).dispose()
    return Modele(dossier, monde, ids)


def _mener(db: Session, monde: Monde, depositaire: Depositaire) -> dict[str, uuid.UUID]:
    """Files received and read, decisions taken and proposed, ours and others', by name."""
    ids = {nom: valeur for nom, valeur in vars(monde).items() if isinstance(valeur, uuid.UUID)}
    for nom in ("e8", "e8_autre", "e8_rattachee", "e8_ailleurs"):
        for piece in OBLIGATOIRES:
            ids[f"{piece}_{nom}"] = depositaire.deposer(ids[nom], piece).id
    depositaire.lire_tout()
    ids |= {"passage_autre": uuid.uuid4(), "inconnu": uuid.uuid4()}
    with ecriture(db):
        debut = DEBUT + timedelta(days=10, minutes=30)
        autre = {"id": ids["passage_autre"], "inscription_id": monde.e8_autre}
        db.add(Passage(commission_id=monde.commission, debut=debut, **autre))
    juger(db, monde.gestionnaire, monde.e8)
    for nom, auteur in (("", monde.gestionnaire), ("_ailleurs", monde.gestionnaire_ailleurs)):
        inscription_id = ids["e8_ailleurs" if nom else "e8_autre"]
        proposition = juger(db, auteur, inscription_id, Decision.NON_CONFORME).proposition
        assert proposition is not None
        ids[f"proposition{nom}"] = proposition.id
    return ids


@pytest.fixture
def base_url(modele: Modele, tmp_path: Path) -> str:
    shutil.copytree(modele.dossier, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'base.sqlite3'}"


@pytest.fixture
def monde(modele: Modele, maintenant: Callable[[datetime], None]) -> Monde:
    return modele.monde


@pytest.fixture
def campagne(modele: Modele, monde: Monde) -> Mapping[str, uuid.UUID]:
    """Every object of the campaign by its name, and `inconnu`, which exists nowhere."""
    return modele.ids
