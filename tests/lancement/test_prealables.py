"""What is refused before anything starts, each with a sentence that says what to do."""

import errno
import socket
from pathlib import Path

import pytest
from alembic.util.exc import CommandError
from sqlalchemy.exc import OperationalError

from app.cli import prealables
from app.cli.prealables import (
    Empechement,
    en_phrase,
    exiger_place,
    exiger_port_libre,
    port_demande,
    seul_dans,
)
from tests.lancement.service import port_libre


@pytest.mark.parametrize("valeur", [None, ""])
def test_without_a_wish_the_port_is_8000(valeur: str | None) -> None:
    assert port_demande(valeur) == 8000


def test_the_port_asked_for_is_used() -> None:
    assert port_demande("8123") == 8123


@pytest.mark.parametrize("valeur", ["abc", "80", "65536", "-1", "8000 ", "²"])
def test_a_port_that_cannot_be_is_told_with_an_example(valeur: str) -> None:
    with pytest.raises(Empechement, match="PORT=8001 make run"):
        port_demande(valeur)


def test_a_port_that_frees_itself_in_time_is_accepted() -> None:
    exiger_port_libre(port_libre())


def test_a_taken_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prealables, "PATIENCE_PORT", 0.0)
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        with pytest.raises(Empechement, match=f"Le port {port} est déjà pris"):
            exiger_port_libre(port)


def test_a_disk_with_room_is_accepted(tmp_path: Path) -> None:
    exiger_place(tmp_path)


def test_a_full_disk_is_told_with_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prealables, "PLACE_MINIMALE_MO", 10**12)
    with pytest.raises(Empechement, match=r"Il reste \d+ Mo sur le disque de .*Libérez"):
        exiger_place(tmp_path)


def test_one_launcher_at_a_time_and_the_next_once_it_has_gone(tmp_path: Path) -> None:
    with (
        seul_dans(tmp_path, 8000),
        pytest.raises(Empechement, match="déjà lancé") as refus,
        seul_dans(tmp_path, 8001),
    ):
        pytest.fail("two launchers in one folder")
    assert "http://127.0.0.1:8000" in str(refus.value)
    with seul_dans(tmp_path, 8001):
        assert (tmp_path / "service.verrou").read_text().endswith(" 8001\n")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    with pytest.raises(Empechement, match=str(absent)), seul_dans(absent, 8000):
        pass


@pytest.mark.parametrize(
    ("erreur", "dit"),
    [
        (OperationalError("x", {}, Exception("database is locked")), "tenue par un autre"),
        (OperationalError("x", {}, Exception("database or disk is full")), "disque est plein"),
        (OperationalError("x", {}, Exception("connection refused\nhint")), "connection refused$"),
        (OSError(errno.ENOSPC, "No space left on device"), "disque est plein"),
        (PermissionError(errno.EACCES, "Permission denied", "instance"), "instance"),
        (CommandError("Can't locate revision 'abc'"), "cette version du logiciel"),
    ],
)
def test_an_expected_fault_becomes_a_sentence(erreur: Exception, dit: str) -> None:
    with pytest.raises(Empechement, match=dit):
        raise en_phrase(erreur)
