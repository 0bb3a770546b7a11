"""The contract of every stockage, reading: ranges, absence, abandoned readers."""

import gc
import os

import pytest

from app.stockage.cles import nouvelle_cle
from app.stockage.erreurs import ObjetAbsent
from app.stockage.flux import BLOC
from app.stockage.protocole import Stockage
from tests.stockage.contenus import DIX, PART_S3, PLAGES, PLAGES_AU_BORD, contenu_de, lire


@pytest.mark.parametrize(
    ("debut", "longueur"),
    PLAGES + PLAGES_AU_BORD,
)
def test_une_plage_donne_exactement_ses_octets(
    stockage: Stockage, debut: int, longueur: int | None
) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [DIX])
    fin = None if longueur is None else debut + longueur
    assert lire(stockage, cle, debut, longueur) == DIX[debut:fin]


def test_une_plage_a_cheval_sur_les_blocs_et_les_parties(stockage: Stockage) -> None:
    contenu, cle = contenu_de(PART_S3 + 3 * BLOC), nouvelle_cle()
    stockage.put(cle, [contenu])
    for debut in (BLOC - 1, PART_S3 - 5, PART_S3):
        assert lire(stockage, cle, debut, 2 * BLOC) == contenu[debut : debut + 2 * BLOC]
        assert lire(stockage, cle, debut) == contenu[debut:]


def test_un_objet_vide_se_lit_de_partout(stockage: Stockage) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [])
    assert [lire(stockage, cle, *plage) for plage in ((0, None), (0, 5), (3, None))] == [b""] * 3


@pytest.mark.parametrize(("debut", "longueur"), [(-1, None), (0, -1)])
def test_une_plage_negative_est_une_faute_de_l_appelant(
    stockage: Stockage, debut: int, longueur: int | None
) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [DIX])
    with pytest.raises(ValueError, match="plage impossible"):
        stockage.open(cle, debut, longueur)


@pytest.mark.parametrize("longueur", [None, 0, 5])
def test_un_objet_absent_se_dit_avant_le_premier_octet(
    stockage: Stockage, longueur: int | None
) -> None:
    cle = nouvelle_cle()
    with pytest.raises(ObjetAbsent):
        stockage.open(cle, 0, longueur)
    with pytest.raises(ObjetAbsent):
        stockage.size(cle)


def test_les_blocs_lus_ne_depassent_pas_un_mebioctet(stockage: Stockage) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [contenu_de(3 * BLOC + 5)])
    tailles = [len(bloc) for bloc in stockage.open(cle)]
    assert max(tailles) <= BLOC
    assert min(tailles) > 0


def descripteurs() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_une_lecture_abandonnee_rend_ce_qu_elle_tenait(stockage: Stockage) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [contenu_de(12 << 20)])
    lire(stockage, cle)
    avant = descripteurs()
    for _ in range(60):
        stockage.open(cle)
        next(stockage.open(cle))
        fermee = stockage.open(cle)
        next(fermee)
        fermee.close()
        assert list(fermee) == []
    gc.collect()
    assert descripteurs() <= avant + 1
