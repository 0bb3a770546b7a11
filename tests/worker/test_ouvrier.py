"""The worker: each file is read once, whatever fails on the way and however often it runs."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.base import ecriture
from app.depots.lecture_machine import controler_version
from app.depots.models import Rapport, Version
from app.extensions import bd, horloge
from app.journal import Evenement, verifier_chaine
from app.stockage.erreurs import StockageIndisponible
from app.stockage.flux import Lecture
from app.taches import Tache, file_attente, planifier
from app.worker import boucle
from app.worker.boucle import Ouvrier
from app.worker.file_huey import Releve
from tests.doublures import StockageMemoire
from tests.gestes import DEBUT, Depositaire, ensemble
from tests.monde import Monde

Regler = Callable[..., None]


@pytest.fixture
def version(monde: Monde, depositaire: Depositaire) -> Version:
    return depositaire.deposer(monde.e8)


def la_tache(db: Session) -> Tache:
    db.rollback()
    return db.scalars(select(Tache)).one()


def rapports(db: Session) -> list[Rapport]:
    db.rollback()
    return list(db.scalars(select(Rapport)))


class StockageCoupe(StockageMemoire):
    def open(self, cle: str, debut: int = 0, longueur: int | None = None) -> Lecture:
        raise StockageIndisponible("coupé")


def test_the_report_of_a_file_appears_and_is_journalled(
    db: Session, monde: Monde, depositaire: Depositaire, version: Version
) -> None:
    depositaire.lire_tout()
    (rapport,) = rapports(db)
    assert rapport.contenu["sha256"] == db.get_one(Version, version.id).sha256
    assert (rapport.pages, rapport.etabli_le) == (1, DEBUT)
    assert la_tache(db).etat == "faite"
    actes = db.scalars(select(Evenement.acte).order_by(Evenement.rang)).all()
    assert actes == ["depot:version:recue", "depot:rapport:etabli"]
    assert verifier_chaine(db, f"inscription:{monde.e8}") is None


def test_a_file_that_cannot_be_read_is_an_answer_and_not_a_failure(
    db: Session, monde: Monde, depositaire: Depositaire
) -> None:
    depositaire.deposer(monde.e8, octets=b"%PDF-1.4\nrien de lisible ici")
    depositaire.lire_tout()
    assert [r.avis for r in rapports(db)] == ["illisible"]
    assert la_tache(db).etat == "faite"


def test_the_same_task_run_twice_makes_one_report(
    app: Flask, db: Session, depositaire: Depositaire, version: Version
) -> None:
    version_id = version.id
    depositaire.lire_tout()
    for _ in range(2):
        controler_version(db, app.extensions["stockage"], version_id, horloge.maintenant)
    assert len(rapports(db)) == 1
    assert db.scalar(select(func.count()).select_from(Evenement)) == 2


def test_two_workers_on_one_file_make_one_report(app: Flask, db: Session, version: Version) -> None:
    stockage, version_id = app.extensions["stockage"], version.id
    db.rollback()

    def lire(autre: Session) -> None:
        controler_version(autre, stockage, version_id, horloge.maintenant)

    assert ensemble(app, lire, lire, lire) == [None] * 3
    assert len(rapports(db)) == 1


def test_a_task_offered_to_several_workers_is_done_by_one(
    app: Flask, db: Session, version: Version
) -> None:
    ouvrier, tache_id = app.extensions["ouvrier"], la_tache(db).id
    db.rollback()
    faites = ensemble(app, *[lambda _: ouvrier.executer(tache_id)] * 3)
    assert sorted(faites) == [False, False, True]


def test_when_the_stockage_is_down_the_task_is_given_back_with_its_cause(
    app: Flask, db: Session, maintenant: Regler, depositaire: Depositaire, version: Version
) -> None:
    malchanceux = Ouvrier(bd.sessions(app), StockageCoupe(), horloge.maintenant)
    assert malchanceux.executer(la_tache(db).id)
    tache = la_tache(db)
    assert (tache.etat, tache.essais) == ("a-faire", 1)
    assert (tache.erreur or "").startswith("StockageIndisponible")
    assert malchanceux.relever() == []
    maintenant(DEBUT + timedelta(seconds=3))
    depositaire.lire_tout()
    assert (la_tache(db).etat, la_tache(db).erreur) == ("faite", None)
    assert len(rapports(db)) == 1


def test_bytes_that_changed_in_the_stockage_are_never_read_as_if_received(
    app: Flask, db: Session, tmp_path: Path, version: Version
) -> None:
    (objet,) = [f for f in (tmp_path / "uploads").rglob("*") if f.is_file()]
    objet.chmod(0o600)
    objet.write_bytes(objet.read_bytes().replace(b"dossier", b"altere!"))
    app.extensions["ouvrier"].executer(la_tache(db).id)
    assert rapports(db) == []
    assert (la_tache(db).erreur or "").startswith("ObjetAltere")


def test_an_unknown_kind_of_task_is_given_back_and_stops_nobody(app: Flask, db: Session) -> None:
    with ecriture(db):
        planifier(db, "inconnu", {}, DEBUT - timedelta(days=1))
    assert app.extensions["ouvrier"].executer(la_tache(db).id)
    assert la_tache(db).etat == "a-faire"
    assert "inconnu" in (la_tache(db).erreur or "")


def test_a_task_whose_version_is_gone_is_simply_done(app: Flask, db: Session, monde: Monde) -> None:
    with ecriture(db):
        planifier(db, "controler-version", {"version": str(uuid.uuid4())}, DEBUT)
    app.extensions["ouvrier"].executer(la_tache(db).id)
    assert la_tache(db).etat == "faite"


class StockageLent(StockageMemoire):
    """Gives nothing before a while: longer than a lease."""

    def open(self, cle: str, debut: int = 0, longueur: int | None = None) -> Lecture:
        time.sleep(1.5)
        raise StockageIndisponible("lent")


def test_while_a_task_runs_its_lease_is_renewed(
    app: Flask, db: Session, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (boucle, file_attente):
        monkeypatch.setattr(module, "BAIL", timedelta(seconds=0.6))
    lent = Ouvrier(bd.sessions(app), StockageLent(), _montre())
    tache_id = la_tache(db).id
    db.rollback()

    def reprendre(_: Session) -> list[uuid.UUID]:
        time.sleep(1.2)
        return lent.relever()

    assert ensemble(app, lambda _: lent.executer(tache_id), reprendre) == [True, []]


def _montre() -> Callable[[], object]:
    """A clock that goes on from the frozen instant."""
    depart = time.monotonic()
    return lambda: DEBUT + timedelta(seconds=time.monotonic() - depart)


def test_the_sweep_wakes_the_queue_for_a_row_that_it_never_heard_of(
    app: Flask, db: Session, version: Version
) -> None:
    file, ouvrier = app.extensions["file"], app.extensions["ouvrier"]
    file.flush()
    releve = Releve(file, ouvrier, app.extensions["reveiller"])
    releve._relever()
    releve._relever()
    assert file.pending_count() == 1
    file.execute(file.dequeue())
    assert len(rapports(db)) == 1
    releve._relever()
    assert file.pending_count() == 0
