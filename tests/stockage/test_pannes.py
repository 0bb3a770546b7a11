"""Bad days of a stockage: killed, full, unplugged, led astray; and memory that must not grow."""

import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.stockage.choix import ReglagesStockage, choisir
from app.stockage.cles import nouvelle_cle
from app.stockage.erreurs import CleInvalide, StockageIndisponible
from app.stockage.local import EN_COURS, StockageLocal
from app.stockage.protocole import Stockage
from tests.stockage.contenus import cles, lire

RACINE = Path(__file__).parents[2]
DEMAIN = timedelta(days=1)


def commande(reglages: ReglagesStockage, cle: str, taille: int, limite: int = 0) -> list[str]:
    s3 = {nom: valeur for nom, valeur in asdict(reglages).items() if nom != "dossier"}
    arguments = [str(reglages.dossier), json.dumps(s3), cle, str(taille), str(limite)]
    return [sys.executable, "-m", "tests.stockage.enfant", *arguments]


def test_tuer_un_ecrivain_en_plein_envoi_ne_laisse_rien_de_visible(
    reglages: ReglagesStockage,
) -> None:
    cle, stockage = nouvelle_cle(), choisir(reglages)
    with subprocess.Popen(
        commande(reglages, cle, 1 << 40), cwd=RACINE, stdout=subprocess.PIPE, text=True
    ) as enfant:
        assert enfant.stdout is not None
        for ligne in enfant.stdout:
            if ligne == "écrit 20\n":
                break
        enfant.kill()
    assert cles(stockage) == []
    assert stockage.balayer(datetime.now(UTC) - DEMAIN) == 0, "un envoi récent peut être vivant"
    assert stockage.balayer(datetime.now(UTC) + DEMAIN) == 1
    assert stockage.balayer(datetime.now(UTC) + DEMAIN) == 0
    stockage.put(cle, [b"le candidat recommence"])
    assert lire(stockage, cle) == b"le candidat recommence"


def petit_disque(dossier: Path) -> list[str] | None:
    """What runs a command with a disk of 4 MB on `dossier`, or None where that is forbidden."""
    for espace in (["unshare", "-m"], ["unshare", "-rm"]):
        montage = f'mount -t tmpfs -o size=4m aucun "{dossier}" && exec "$@"'
        debut = [*espace, "sh", "-c", montage, "sh"]
        if subprocess.run([*debut, "true"], capture_output=True).returncode == 0:
            return debut
    return None


@pytest.mark.parametrize("manque", ["taille-de-fichier", "disque"])
def test_un_disque_plein_se_dit_et_ne_laisse_rien(tmp_path: Path, manque: str) -> None:
    """A small disk where the machine lets us mount one, else a limit on the size of files."""
    dossier = tmp_path / "uploads"
    dossier.mkdir()
    debut = petit_disque(dossier) if manque == "disque" else None
    limite = 0 if debut else 4 << 20
    appel = commande(ReglagesStockage(dossier), nouvelle_cle(), 20 << 20, limite)
    fait = subprocess.run(
        [*(debut or []), *appel], cwd=RACINE, capture_output=True, text=True, timeout=60
    )
    assert fait.stdout.splitlines()[-1:] == ["StockagePlein []"], fait.stderr
    assert list((dossier / EN_COURS).glob("*")) == []


def test_un_disque_debranche_n_est_pas_un_fichier_absent(tmp_path: Path) -> None:
    dossier = tmp_path / "uploads"
    stockage, cle = StockageLocal(dossier), nouvelle_cle()
    stockage.put(cle, [b"x"])
    dossier.rename(tmp_path / "debranche")
    dossier.mkdir()
    for acte in (stockage.open, stockage.size, stockage.delete, lambda c: stockage.put(c, [b"y"])):
        with pytest.raises(StockageIndisponible):
            acte(cle)
    for prefixe in ("", "versions/"):
        with pytest.raises(StockageIndisponible):
            list(stockage.keys(prefixe))
    with pytest.raises(StockageIndisponible):
        stockage.etat()
    assert list(dossier.iterdir()) == [], "rien n'est écrit à côté du vrai disque"


def test_un_lien_ne_fait_pas_sortir_du_dossier(tmp_path: Path) -> None:
    stockage = StockageLocal(tmp_path / "uploads")
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "secret").write_text("confidentiel")
    (tmp_path / "uploads" / "versions").symlink_to(tmp_path / "dehors")
    (tmp_path / "uploads" / "journal").mkdir()
    (tmp_path / "uploads" / "journal" / "lien").symlink_to(tmp_path / "dehors" / "secret")
    for cle in ("versions/secret", "journal/lien"):
        for acte in (stockage.open, stockage.size, stockage.delete):
            with pytest.raises(CleInvalide):
                acte(cle)
    with pytest.raises(CleInvalide):
        stockage.put("versions/nouveau", [b"x"])
    assert cles(stockage) == []
    assert sorted(os.listdir(tmp_path / "dehors")) == ["secret"]


def test_un_fichier_pose_a_la_main_n_est_pas_un_objet(tmp_path: Path) -> None:
    stockage = StockageLocal(tmp_path / "uploads")
    (tmp_path / "uploads" / "lisez-moi.txt").write_text("à quoi sert ce dossier")
    (tmp_path / "uploads" / ".gitkeep").touch()
    (tmp_path / "uploads" / EN_COURS / "partiel").write_text("x")
    assert cles(stockage) == []


def test_un_stockage_rouvert_retrouve_tout(tmp_path: Path) -> None:
    cle = nouvelle_cle()
    StockageLocal(tmp_path / "uploads").put(cle, [b"x"])
    (tmp_path / "lien").symlink_to(tmp_path / "uploads")
    assert lire(StockageLocal(tmp_path / "lien"), cle) == b"x"


def test_un_dossier_impossible_se_dit(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    with pytest.raises(StockageIndisponible, match="fichier"):
        StockageLocal(tmp_path / "fichier" / "uploads")


def morceaux_de_mebioctet(combien: int) -> Iterator[bytes]:
    for rang in range(combien):
        yield bytes([rang]) * (1 << 20)


def pic_memoire(stockage: Stockage, mebioctets: int) -> int:
    cle = nouvelle_cle()
    tracemalloc.start()
    try:
        stockage.put(cle, morceaux_de_mebioctet(mebioctets))
        lus = sum(len(bloc) for bloc in stockage.open(cle))
        pic = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert lus == mebioctets << 20
    return pic


def test_la_memoire_ne_grandit_pas_avec_le_fichier(reglages: ReglagesStockage) -> None:
    stockage = choisir(reglages)
    pic_memoire(stockage, 20)
    assert pic_memoire(stockage, 160) < (6 << 20 if reglages.s3_bucket is None else 40 << 20)


def test_une_lecture_lente_laisse_les_autres_passer(reglages: ReglagesStockage) -> None:
    stockage = choisir(reglages)
    cle = nouvelle_cle()
    stockage.put(cle, morceaux_de_mebioctet(9))
    lentes = [stockage.open(cle) for _ in range(20)]
    for lente in lentes:
        next(lente)
    debut = time.monotonic()
    assert stockage.size(cle) == 9 << 20
    stockage.put(nouvelle_cle(), [b"vite"])
    assert time.monotonic() - debut < 5
    for lente in lentes:
        lente.close()
