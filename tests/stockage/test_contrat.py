"""The contract of every stockage: the double of the tests, the folder, a real S3 server."""

import hashlib
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier

import pytest

from app.stockage.cles import nouvelle_cle
from app.stockage.erreurs import (
    CleInvalide,
    ErreurStockage,
    ObjetAbsent,
    ObjetAltere,
    ObjetDejaPresent,
)
from app.stockage.flux import BLOC, Empreinte
from app.stockage.protocole import Stockage
from tests.stockage.contenus import PART_S3, TAILLES, cles, contenu_de, lire


@pytest.mark.parametrize("taille", TAILLES)
def test_ce_qui_entre_ressort_avec_son_empreinte(stockage: Stockage, taille: int) -> None:
    contenu, cle = contenu_de(taille), nouvelle_cle()
    empreinte = stockage.put(cle, BytesIO(contenu))
    assert empreinte == Empreinte(hashlib.sha256(contenu).hexdigest(), zlib.crc32(contenu), taille)
    assert stockage.size(cle) == taille
    assert lire(stockage, cle) == contenu


@pytest.mark.parametrize("pas", [1, 7, 5 << 20, 30 << 20], ids=lambda pas: f"morceaux-de-{pas}")
def test_un_iterable_de_morceaux_de_toute_taille_est_recu(stockage: Stockage, pas: int) -> None:
    contenu = contenu_de(20 << 20 if pas > 7 else 1000)
    cle = nouvelle_cle()
    morceaux = (contenu[debut : debut + pas] for debut in range(0, len(contenu), pas))
    assert stockage.put(cle, morceaux).taille == len(contenu)
    assert lire(stockage, cle) == contenu


def test_des_morceaux_vides_ne_coupent_pas_le_fichier(stockage: Stockage) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [b"", b"debut", b"", b"fin", b""])
    assert lire(stockage, cle) == b"debutfin"


def test_un_fichier_ouvert_est_lu_par_blocs_et_non_par_lignes(stockage: Stockage) -> None:
    class SansLignes(BytesIO):
        def __next__(self) -> bytes:
            raise AssertionError("itéré ligne par ligne")

    cle = nouvelle_cle()
    stockage.put(cle, SansLignes(b"une\nligne\n" * 1000))
    assert stockage.size(cle) == 10_000


def test_rien_n_est_jamais_ecrase(stockage: Stockage) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [b"premier"])
    with pytest.raises(ObjetDejaPresent):
        stockage.put(cle, [b"second, plus long"])
    assert lire(stockage, cle) == b"premier"


@pytest.mark.parametrize("taille", [1000, PART_S3 + 1000], ids=["petit", "en-parties"])
def test_deux_ecrivains_d_une_cle_un_seul_gagne_et_rien_n_est_mele(
    stockage: Stockage, taille: int
) -> None:
    cle, depart = nouvelle_cle(), Barrier(4)

    def ecrire(lettre: bytes) -> bytes | None:
        def morceaux() -> Iterator[bytes]:
            depart.wait(20)
            yield lettre * taille

        try:
            stockage.put(cle, morceaux())
        except ObjetDejaPresent:
            return None
        return lettre

    with ThreadPoolExecutor(4) as fils:
        gagnants = [lettre for lettre in fils.map(ecrire, [b"a", b"b", b"c", b"d"]) if lettre]
    assert len(gagnants) == 1
    assert lire(stockage, cle) == gagnants[0] * taille


@pytest.mark.parametrize("avant", [0, 10, 9 << 20], ids=lambda n: f"apres-{n}-octets")
def test_une_source_coupee_ne_laisse_rien_et_son_erreur_passe(
    stockage: Stockage, avant: int
) -> None:
    cle = nouvelle_cle()

    def coupee() -> Iterator[bytes]:
        yield contenu_de(avant)
        raise ConnectionResetError("le candidat a perdu le réseau")

    with pytest.raises(ConnectionResetError, match="perdu le réseau"):
        stockage.put(cle, coupee())
    assert list(stockage.keys()) == []
    with pytest.raises(ObjetAbsent):
        stockage.size(cle)
    stockage.put(cle, [b"le second essai"])
    assert lire(stockage, cle) == b"le second essai"


def test_effacer_efface_et_se_repete_sans_erreur(stockage: Stockage) -> None:
    cle, voisine = nouvelle_cle(), nouvelle_cle()
    stockage.put(cle, [b"a"])
    stockage.put(voisine, [b"b"])
    stockage.delete(cle)
    stockage.delete(cle)
    with pytest.raises(ObjetAbsent):
        stockage.open(cle)
    assert cles(stockage) == [voisine]


def test_la_liste_donne_cle_taille_instant_et_rien_d_autre(stockage: Stockage) -> None:
    tailles = {nouvelle_cle(): n for n in range(5)} | {"journal/ancres/2026-11-23.json": 7}
    for cle, taille in tailles.items():
        stockage.put(cle, [b"x" * taille])
    objets = list(stockage.keys())
    assert {objet.cle: objet.taille for objet in objets} == tailles
    assert cles(stockage, "journal/") == ["journal/ancres/2026-11-23.json"]
    assert cles(stockage, "journal/anc") == ["journal/ancres/2026-11-23.json"]
    assert len(list(stockage.keys("versions/"))) == 5
    assert list(stockage.keys("absent/")) == []
    ages = [datetime.now(UTC) - objet.modifie for objet in objets]
    assert max(abs(age) for age in ages) < timedelta(minutes=1)


HOSTILES = [
    "",
    "seul",
    "/etc/passwd",
    "../a",
    "a/../../b",
    "a/..",
    "a//b",
    "a/./b",
    "a/b/",
    "versions/A",
    "versions/é",
    "a/b\\c",
    "a/b\n",
    "a/b\x00",
    "a/.cache",
    ".en-cours/a",
    "a/b c",
    "a/%2e%2e/b",
    "a/" + "b" * 101,
    "a/" * 200 + "b",
]


@pytest.mark.parametrize("cle", HOSTILES, ids=ascii)
def test_une_cle_hostile_est_refusee_partout(stockage: Stockage, cle: str) -> None:
    with pytest.raises(CleInvalide):
        stockage.put(cle, [b"x"])
    for acte in (stockage.open, stockage.size, stockage.delete):
        with pytest.raises(CleInvalide):
            acte(cle)


@pytest.mark.parametrize("prefixe", ["../", "/", "versions/../..", "a//b", "A", "."])
def test_un_prefixe_hostile_est_refuse(stockage: Stockage, prefixe: str) -> None:
    with pytest.raises(CleInvalide):
        list(stockage.keys(prefixe))


def test_la_copie_en_fichier_verifie_l_empreinte(stockage: Stockage, tmp_path: Path) -> None:
    contenu, cle = contenu_de(2 * BLOC + 3), nouvelle_cle()
    empreinte = stockage.put(cle, [contenu])
    assert stockage.copy_to_file(cle, tmp_path / "bon", empreinte.sha256) == empreinte
    assert (tmp_path / "bon").read_bytes() == contenu
    with pytest.raises(ObjetAltere):
        stockage.copy_to_file(cle, tmp_path / "autre", "0" * 64)
    assert not (tmp_path / "autre").exists()
    with pytest.raises(ObjetAbsent):
        stockage.copy_to_file(nouvelle_cle(), tmp_path / "absent")
    assert not (tmp_path / "absent").exists()
    with pytest.raises(FileExistsError):
        stockage.copy_to_file(cle, tmp_path / "bon")
    assert (tmp_path / "bon").read_bytes() == contenu


def test_quarante_depots_a_la_fois(stockage: Stockage) -> None:
    contenus = {nouvelle_cle(): contenu_de(1000 + n) for n in range(40)}
    with ThreadPoolExecutor(40) as fils:
        list(fils.map(lambda couple: stockage.put(couple[0], [couple[1]]), contenus.items()))
        relus = dict(zip(contenus, fils.map(lambda c: lire(stockage, c), contenus), strict=True))
    assert relus == contenus


def test_l_etat_est_une_phrase(stockage: Stockage) -> None:
    assert len(stockage.etat()) > 10


def test_le_balayage_n_enleve_aucun_objet_fini(stockage: Stockage) -> None:
    cle = nouvelle_cle()
    stockage.put(cle, [contenu_de(PART_S3 + 1)])
    assert stockage.balayer(datetime.now(UTC) + timedelta(days=1)) == 0
    assert stockage.size(cle) == PART_S3 + 1


def test_les_cles_sont_opaques_et_ne_se_repetent_pas() -> None:
    cles = {nouvelle_cle("versions") for _ in range(2000)}
    assert len(cles) == 2000
    assert len({cle.split("/")[1] for cle in cles}) > 200
    with pytest.raises(CleInvalide):
        nouvelle_cle("../dehors")


def test_chaque_erreur_porte_une_phrase_pour_une_personne() -> None:
    for erreur in (ObjetAbsent, ObjetAltere, ObjetDejaPresent, CleInvalide, ErreurStockage):
        assert erreur("clé").phrase.endswith(".")
        assert str(erreur("clé")) == f"{erreur.phrase} (clé)"
