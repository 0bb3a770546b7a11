"""`make install`: what is missing is told with the command that brings it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parents[2]
FAIT_UN_ENVIRONNEMENT = pytest.mark.serveur  # several seconds each: not in test-fast


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of a clone as the installer looks at."""
    clone = tmp_path / "depot bts"
    (clone / "deploy").mkdir(parents=True)
    (clone / "outils").mkdir()
    shutil.copy(RACINE / "deploy" / "installer.sh", clone / "deploy")
    (clone / "requirements.txt").write_text("")
    (clone / "requirements-dev.txt").write_text("")
    return clone


def installer(clone: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    chemin = f"{clone}/outils:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "deploy/installer.sh"],
        cwd=clone,
        env=os.environ | {"PATH": chemin} | env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def outil(clone: Path, nom: str, script: str) -> str:
    """Put a program in front of the machine's own."""
    fichier = clone / "outils" / nom
    fichier.write_text(f"#!/bin/sh\n{script}\n")
    fichier.chmod(0o755)
    return str(fichier)


def test_an_old_python_is_refused_with_what_to_install(clone: Path) -> None:
    vieux = outil(clone, "python3.7", '[ "$1" = --version ] && echo Python 3.7.3 || exit 1')
    refus = installer(clone, PYTHON=vieux)
    assert refus.returncode == 1
    assert "Python 3.11 ou plus récent ; ici : Python 3.7.3" in refus.stderr
    assert "sudo apt install python3 python3-venv" in refus.stderr
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_is_refused_with_what_to_install(clone: Path) -> None:
    nu = outil(clone, "python3.11", 'case "$*" in *ensurepip*) exit 1 ;; esac; exit 0')
    refus = installer(clone, PYTHON=nu)
    assert refus.returncode == 1
    assert "sudo apt install python3-venv" in refus.stderr
    assert not (clone / ".venv").exists()


def test_a_full_disk_is_told_before_anything_is_made(clone: Path) -> None:
    outil(clone, "df", r"printf 'Filesystem\nx 0 0 10240 0 /\n'")
    refus = installer(clone)
    assert refus.returncode == 1
    assert "Il reste 10 Mo" in refus.stderr
    assert not (clone / ".venv").exists()


@FAIT_UN_ENVIRONNEMENT
def test_packages_that_cannot_be_had_are_told_with_the_log(clone: Path) -> None:
    (clone / "requirements.txt").write_text("inexistant==0 --hash=sha256:" + "0" * 64 + "\n")
    refus = installer(clone, PIP_NO_INDEX="1", PIP_FIND_LINKS="")
    assert refus.returncode == 1
    assert "accès au réseau" in refus.stderr
    assert "inexistant" in (clone / "instance" / "journaux" / "installation.log").read_text()


@FAIT_UN_ENVIRONNEMENT
def test_a_second_install_does_nothing_and_a_new_lock_installs_again(clone: Path) -> None:
    outil(clone, "df", r"printf 'Filesystem\nx 0 0 99999999 0 /\n'")
    assert installer(clone).returncode == 0
    temoin = clone / ".venv" / "installe-requirements.txt"
    (clone / ".venv" / "bin" / "flask").touch(mode=0o755)  # an empty lock brings no flask
    premier = temoin.stat().st_mtime_ns
    assert installer(clone).returncode == 0
    assert temoin.stat().st_mtime_ns == premier
    (clone / "requirements.txt").write_text("# another\n")
    assert installer(clone).returncode == 0
    assert temoin.read_text().endswith("# another\n")


@FAIT_UN_ENVIRONNEMENT
def test_a_moved_folder_gets_a_new_environment(clone: Path) -> None:
    assert installer(clone).returncode == 0
    ailleurs = clone.parent / "ailleurs"
    clone.rename(ailleurs)
    assert installer(ailleurs).returncode == 0
    assert str(ailleurs) in (ailleurs / ".venv" / "bin" / "pip").read_text()


COMMANDES_DE_BASE = ["sh", "dirname", "date"]


@pytest.fixture
def machine_nue(clone: Path) -> Path:
    """A machine without the programs that tests drive: nothing but the shell's own."""
    shutil.copy(RACINE / "deploy" / "outils-de-test.sh", clone / "deploy")
    (clone / "instance" / "journaux").mkdir(parents=True)
    for nom in COMMANDES_DE_BASE:
        (clone / "outils" / nom).symlink_to(str(shutil.which(nom)))
    return clone


def chercher_outils(clone: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["sh", "deploy/outils-de-test.sh"],
        cwd=clone,
        env={"PATH": f"{clone}/outils"},
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_without_root_the_command_that_brings_chromium_is_shown(machine_nue: Path) -> None:
    outil(machine_nue, "id", "echo 1000")
    refus = chercher_outils(machine_nue)
    assert refus.returncode == 1
    assert "sudo apt install --no-install-recommends chromium unzip p7zip-full" in refus.stderr


def test_as_root_what_is_missing_is_installed_by_apt(machine_nue: Path) -> None:
    outil(machine_nue, "id", "echo 0")
    installe = "for n in chromium unzip 7z bsdtar; do : >{0}/$n; chmod +x {0}/$n; done"
    outil(machine_nue, "chmod", f'exec {shutil.which("chmod")} "$@"')
    faire = installe.format(f"'{machine_nue}/outils'")
    outil(machine_nue, "apt-get", f'[ "$1" = update ] || {{ echo "$@" >demande; {faire}; }}')
    fait = chercher_outils(machine_nue)
    assert fait.returncode == 0, fait.stderr
    assert "Outils de test (chromium unzip p7zip-full libarchive-tools)… ok" in fait.stdout
    demande = (machine_nue / "demande").read_text()
    assert demande.startswith("install -y -qq --no-install-recommends chromium")


def test_an_apt_that_fails_is_told_with_its_log(machine_nue: Path) -> None:
    outil(machine_nue, "id", "echo 0")
    outil(machine_nue, "apt-get", "echo 'no network' >&2; exit 100")
    refus = chercher_outils(machine_nue)
    assert refus.returncode == 1
    assert "Outils de test (chromium" in refus.stdout
    assert "sudo apt install" in refus.stderr
    journal = machine_nue / "instance" / "journaux" / "outils-de-test.log"
    assert "no network" in journal.read_text()
