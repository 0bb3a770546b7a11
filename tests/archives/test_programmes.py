"""Five programs that people have open our archives, small, huge and numerous."""

import hashlib
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from app.archives.entree import Entree
from app.archives.plan import Archive
from tests.archives.contenus import DATE, FichierParPlages
from tests.archives.test_plan import CONTENUS, TOUT
from tests.serveurs import exiger_outil

OUTILS = {
    "unzip": ("unzip", ["unzip", "-q"], "unzip"),
    "7z": ("7z", ["7z", "x", "-bd"], "p7zip-full"),
    "bsdtar": ("bsdtar", ["bsdtar", "-xf"], "libarchive-tools"),
    "jar": ("jar", ["jar", "-xf"], "default-jdk-headless"),
    "python": ("python3", ["python3", "-m", "zipfile", "-e"], "python3"),
}
ZERO = bytes(1 << 20)

pytestmark = pytest.mark.serveur


def extraire(outil: str, archive: Path, dossier: Path) -> dict[str, bytes]:
    """What `outil` makes of an archive: relative path -> bytes."""
    commande, debut, paquet = OUTILS[outil]
    exiger_outil(commande, paquet)
    dossier.mkdir()
    appel = [*debut, str(archive), *([str(dossier)] if outil == "python" else [])]
    fait = subprocess.run(
        appel, cwd=dossier, capture_output=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    )
    assert fait.returncode == 0, fait.stdout + fait.stderr
    return {
        str(chemin.relative_to(dossier)): chemin.read_bytes()
        for chemin in dossier.rglob("*")
        if chemin.is_file()
    }


@pytest.mark.parametrize("outil", OUTILS)
def test_chaque_programme_rend_les_noms_et_les_octets(outil: str, tmp_path: Path) -> None:
    (tmp_path / "kit.zip").write_bytes(TOUT)
    assert extraire(outil, tmp_path / "kit.zip", tmp_path / "sortie") == CONTENUS


NOMBRE = 66_000


@pytest.fixture(scope="module")
def nombreuse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = Archive(
        Entree.de_texte(f"{n // 1000:02}/{n}", b"%d" % n, DATE) for n in range(NOMBRE)
    )
    chemin = tmp_path_factory.mktemp("nombreuse") / "kit.zip"
    with chemin.open("wb") as fichier:
        fichier.writelines(archive.lire())
    assert chemin.stat().st_size == archive.taille
    return chemin


@pytest.mark.parametrize(
    ("outil", "appel"),
    [
        ("unzip", ["unzip", "-Z1"]),
        ("bsdtar", ["bsdtar", "-tf"]),
        ("jar", ["jar", "-tf"]),
        ("python", ["python3", "-m", "zipfile", "-l"]),
    ],
)
def test_plus_de_65535_fichiers_sont_tous_vus(
    outil: str, appel: list[str], nombreuse: Path
) -> None:
    exiger_outil(OUTILS[outil][0], OUTILS[outil][2])
    fait = subprocess.run([*appel, str(nombreuse)], capture_output=True, text=True)
    assert fait.returncode == 0, fait.stderr
    lignes = [ligne.split()[0] for ligne in fait.stdout.splitlines()]
    assert len(lignes) - (outil == "python") == NOMBRE  # Python prints a heading
    assert lignes[-1] == "65/65999"


@pytest.mark.parametrize(
    ("outil", "appel", "mots"),
    [
        ("unzip", ["unzip", "-tqq"], ""),
        ("7z", ["7z", "t"], f"Files: {NOMBRE}"),
        ("python", ["python3", "-m", "zipfile", "-t"], "Done testing"),
    ],
)
def test_plus_de_65535_fichiers_sont_tous_justes(
    outil: str, appel: list[str], mots: str, nombreuse: Path
) -> None:
    exiger_outil(OUTILS[outil][0], OUTILS[outil][2])
    fait = subprocess.run([*appel, str(nombreuse)], capture_output=True, text=True)
    assert fait.returncode == 0, fait.stdout[-1000:] + fait.stderr[-1000:]
    assert mots in fait.stdout


def test_unzip_et_7z_ne_trouvent_aucun_defaut(tmp_path: Path) -> None:
    (tmp_path / "kit.zip").write_bytes(TOUT)
    for appel in (["unzip", "-t"], ["7z", "t"], ["zip", "-T"]):
        exiger_outil(appel[0], {"7z": "p7zip-full"}.get(appel[0], appel[0]))
        fait = subprocess.run([*appel, str(tmp_path / "kit.zip")], capture_output=True)
        assert fait.returncode == 0, fait.stdout + fait.stderr
        assert b"arning" not in fait.stdout + fait.stderr


def test_bsdtar_extrait_au_fil_de_l_eau_sans_revenir_en_arriere(tmp_path: Path) -> None:
    exiger_outil("bsdtar", "libarchive-tools")
    fait = subprocess.run(["bsdtar", "-xf", "-"], cwd=tmp_path, input=TOUT, capture_output=True)
    assert fait.returncode == 0, fait.stderr
    assert (tmp_path / "manifeste.csv").read_bytes() == CONTENUS["manifeste.csv"]


def zeros(debut: int, longueur: int) -> Iterator[bytes]:
    for _ in range(longueur // len(ZERO)):
        yield ZERO
    yield ZERO[: longueur % len(ZERO)]


def crc_de_zeros(taille: int) -> int:
    somme = 0
    for bloc in zeros(0, taille):
        somme = crc32(bloc, somme)
    return somme


@pytest.fixture(scope="module")
def enorme() -> Archive:
    """One file beyond 4 GiB, then one whose header begins beyond 4 GiB; nothing is on the disk."""
    taille = (4 << 30) + 12_345
    return Archive(
        [
            Entree("énorme.bin", taille, crc_de_zeros(taille), DATE, zeros),
            Entree.de_texte("après/fiche.txt", b"au-dela de 4 Gio", DATE),
        ]
    )


def test_au_dela_de_4_gio_python_lit_et_verifie_tout(enorme: Archive) -> None:
    with zipfile.ZipFile(FichierParPlages(enorme)) as lu:
        assert [info.file_size for info in lu.infolist()] == [(4 << 30) + 12_345, 16]
        assert lu.read("après/fiche.txt") == b"au-dela de 4 Gio"
        with lu.open("énorme.bin") as gros:
            while gros.read(1 << 22):
                pass


def test_au_dela_de_4_gio_une_plage_est_immediate(enorme: Archive) -> None:
    debut = time.monotonic()
    fin = b"".join(enorme.lire(enorme.taille - 2000))
    assert time.monotonic() - debut < 1
    assert b"au-dela de 4 Gio" in fin
    assert len(fin) == 2000


@pytest.mark.parametrize("outil", ["unzip", "7z", "bsdtar", "jar"])
def test_au_dela_de_4_gio_les_autres_programmes_aussi(
    outil: str, enorme: Archive, tmp_path: Path
) -> None:
    """On a sparse file: the zeros of the archive take no room on the disk."""
    with (tmp_path / "kit.zip").open("wb") as fichier:
        for bloc in enorme.lire():
            if bloc == ZERO:
                fichier.seek(len(ZERO), 1)
            else:
                fichier.write(bloc)
        fichier.truncate(enorme.taille)
    exiger_outil(OUTILS[outil][0], OUTILS[outil][2])
    options = {"unzip": ["-p"], "7z": ["x", "-so"], "bsdtar": ["-xOf"], "jar": ["-xf"]}[outil]
    fait = subprocess.run(
        [outil, *options, str(tmp_path / "kit.zip"), "après/fiche.txt"],
        cwd=tmp_path,
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )
    assert fait.returncode == 0, fait.stderr
    sorti = (tmp_path / "après" / "fiche.txt").read_bytes() if outil == "jar" else fait.stdout
    assert sorti == b"au-dela de 4 Gio"


def test_les_octets_du_zip_sont_les_octets_recus(tmp_path: Path) -> None:
    (tmp_path / "kit.zip").write_bytes(TOUT)
    sortis = extraire("unzip", tmp_path / "kit.zip", tmp_path / "sortie")
    sommes = {nom: hashlib.sha256(contenu).digest() for nom, contenu in sortis.items()}
    assert sommes == {n: hashlib.sha256(c).digest() for n, c in CONTENUS.items()}
