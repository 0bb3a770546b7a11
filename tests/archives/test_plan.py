"""The zip of a kit: size known, any slice exact, nothing wrong passes in silence."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.archives.entree import Entree
from app.archives.erreurs import EntreeIllisible, PlanImpossible
from app.archives.plan import Archive
from app.archives.presence import verifier_presence
from tests.archives.contenus import DATE, Magasin

CONTENUS = {
    "01 - 0123 - Lefèvre Zoé/dossier.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 900,
    "01 - 0123 - Lefèvre Zoé/fiche.pdf": b"x",
    "02 - 0124 - N'Guyen Ève/vide.pdf": b"",
    "02 - 0124 - N'Guyen Ève/été 2026 – « bilan ».pdf": b"\0" * 70_000,
    "manifeste.csv": "numéro;nom\r\n".encode(),
}


def archive_de(magasin: Magasin) -> Archive:
    return Archive([magasin.entree(nom, contenu) for nom, contenu in CONTENUS.items()])


def octets(archive: Archive) -> bytes:
    return b"".join(archive.lire())


TOUT = octets(archive_de(Magasin()))


def test_la_taille_est_exacte_avant_le_premier_octet() -> None:
    magasin = Magasin()
    assert archive_de(magasin).taille == len(TOUT)
    assert magasin.lus == 0


def test_python_l_ouvre_et_rend_les_octets_recus() -> None:
    with zipfile.ZipFile(io.BytesIO(TOUT)) as lu:
        assert lu.testzip() is None
        assert {info.filename: lu.read(info) for info in lu.infolist()} == CONTENUS
        assert {info.date_time for info in lu.infolist()} == {(2026, 5, 12, 17, 3, 20)}
        assert {info.compress_type for info in lu.infolist()} == {zipfile.ZIP_STORED}
        assert {info.flag_bits for info in lu.infolist()} == {0x800}


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_toute_tranche_est_celle_du_tout(data: st.DataObject) -> None:
    debut = data.draw(st.integers(0, len(TOUT)))
    fin = data.draw(st.none() | st.integers(debut, len(TOUT)))
    assert b"".join(archive_de(Magasin()).lire(debut, fin)) == TOUT[debut:fin]


def test_toute_tranche_d_une_petite_archive_sans_exception() -> None:
    magasin = Magasin(pas=3)
    archive = Archive([magasin.entree("a", b"12345"), magasin.entree("b/c", b"67")])
    tout = octets(archive)
    for debut in range(len(tout) + 1):
        for fin in range(debut, len(tout) + 1, 5):
            assert b"".join(archive.lire(debut, fin)) == tout[debut:fin]


@given(st.lists(st.integers(0, len(TOUT)), max_size=50))
@settings(max_examples=50, deadline=None)
def test_cinquante_coupures_reprises_donnent_les_memes_octets(coupes: list[int]) -> None:
    bornes = [0, *sorted(coupes), len(TOUT)]
    morceaux = [b"".join(archive_de(Magasin()).lire(debut, fin)) for debut, fin in pairwise(bornes)]
    assert b"".join(morceaux) == TOUT


def test_une_tranche_ne_lit_que_ses_octets() -> None:
    magasin = Magasin()
    archive = Archive([magasin.entree(f"{n:03}.pdf", b"%03d" % n * 1000) for n in range(200)])
    milieu = archive.taille // 2
    b"".join(archive.lire(milieu, milieu + 500))
    assert 0 < magasin.lus <= 500
    magasin.lus = 0
    b"".join(archive.lire(archive.taille - 100))
    assert magasin.lus == 0


@pytest.mark.parametrize(("debut", "fin"), [(-1, None), (5, 4), (0, len(TOUT) + 1)])
def test_une_plage_impossible_est_refusee_aussitot(debut: int, fin: int | None) -> None:
    with pytest.raises(ValueError, match="hors de l'archive"):
        archive_de(Magasin()).lire(debut, fin)


def test_la_meme_archive_donne_toujours_les_memes_octets_et_la_meme_marque() -> None:
    assert octets(archive_de(Magasin(pas=7))) == TOUT
    assert archive_de(Magasin()).etag == archive_de(Magasin()).etag


@pytest.mark.parametrize(
    "change",
    [
        {"nom": "b.pdf"},
        {"taille": 5},
        {"crc32": 7},
        {"modifie": DATE + timedelta(seconds=1)},
        {"reference": "versions/ab/autre"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_la_marque_change_avec_tout_ce_qui_change(change: dict[str, object]) -> None:
    entree = Entree("a.pdf", 4, crc32(b"abcd"), DATE, b"abcd")
    assert Archive([entree]).etag != Archive([replace(entree, **change)]).etag  # type: ignore[arg-type]


def test_une_archive_vide_est_une_archive() -> None:
    with zipfile.ZipFile(io.BytesIO(octets(Archive([])))) as lu:
        assert lu.namelist() == []


def lire_jusqu_a_la_panne(archive: Archive, debut: int = 0) -> tuple[bytes, EntreeIllisible]:
    recu = bytearray()
    try:
        for bloc in archive.lire(debut):
            recu += bloc
    except EntreeIllisible as panne:
        return bytes(recu), panne
    pytest.fail("l'archive est partie entière")


@pytest.mark.parametrize(
    ("devenu", "mots"),
    [
        (b"z" * 200_000, "ne sont pas ceux reçus"),
        (b"y" * 199_999, "199999 octets au lieu de 200000"),
        (b"", "0 octets au lieu de 200000"),
    ],
    ids=["altéré", "tronqué", "vidé"],
)
def test_un_objet_altere_coupe_l_envoi_sans_jamais_etre_donne_entier(
    devenu: bytes, mots: str
) -> None:
    magasin = Magasin()
    archive = Archive([magasin.entree("a", b"1"), magasin.entree("b", b"y" * 200_000)])
    avant_b = len(octets(Archive([magasin.entree("a", b"1")]))) - 22
    magasin.objets["b"] = devenu
    recu, panne = lire_jusqu_a_la_panne(archive)
    assert mots in panne.raison
    assert (panne.nom, panne.reference) == ("b", "b")
    assert len(recu) < avant_b + 200_000
    assert magasin.ouverts == 0


def test_un_objet_trop_long_coupe_l_envoi() -> None:
    def bavarde(debut: int, longueur: int) -> Iterator[bytes]:
        yield b"x" * longueur
        yield b"en trop"

    archive = Archive([Entree("a", 10, crc32(b"x" * 10), DATE, bavarde)])
    recu, panne = lire_jusqu_a_la_panne(archive)
    assert "plus d'octets" in panne.raison
    assert b"en trop" not in recu


def test_un_objet_disparu_coupe_l_envoi_et_dit_lequel() -> None:
    def absente(debut: int, longueur: int) -> Iterator[bytes]:
        raise FileNotFoundError("parti")

    archive = Archive([Entree("a", 10, 0, DATE, absente, "versions/ab/cd")])
    recu, panne = lire_jusqu_a_la_panne(archive)
    assert recu.startswith(b"PK\3\4"), "le premier octet part sans attendre le stockage"
    assert panne.reference == "versions/ab/cd"
    assert isinstance(panne.__cause__, FileNotFoundError)


def test_une_lecture_abandonnee_ferme_sa_source() -> None:
    magasin = Magasin()
    archive = Archive([magasin.entree("a", b"y" * 900_000)])
    lecture = archive.lire(100)
    next(lecture)
    assert magasin.ouverts == 1
    lecture.close()  # type: ignore[attr-defined]
    assert magasin.ouverts == 0


@pytest.mark.parametrize(
    "noms",
    [
        ["a.pdf", "a.pdf"],
        ["Zoé.pdf", "ZOÉ.pdf"],
        ["Zoé.pdf", "Zoe\u0301.pdf"],
        ["a", "a/b"],
        ["../a"],
        ["/a"],
        ["a/../../b"],
        ["C:/a"],
        ["a\\b"],
        ["a//b"],
        ["a/"],
        [""],
        ["nul.txt"],
        ["a/CON/b"],
        ["a."],
        [".bashrc"],
        ["a\u202efdp.exe"],
    ],
    ids=ascii,
)
def test_des_noms_qui_s_ecrasent_ou_s_echappent_sont_refuses(noms: list[str]) -> None:
    with pytest.raises(PlanImpossible):
        Archive(Entree.de_texte(nom, b"x", DATE) for nom in noms)


def test_une_date_sans_fuseau_est_refusee_et_une_date_extreme_acceptee() -> None:
    with pytest.raises(PlanImpossible):
        Archive([Entree.de_texte("a", b"x", datetime(2026, 1, 1))])
    for annee in (1970, 1980, 2107, 2200):
        date = datetime(annee, 6, 1, tzinfo=UTC)
        with zipfile.ZipFile(io.BytesIO(octets(Archive([Entree.de_texte("a", b"x", date)])))) as lu:
            assert lu.infolist()[0].date_time[0] == min(max(annee, 1980), 2107)


def test_la_presence_est_verifiee_avant_de_promettre() -> None:
    magasin = Magasin()
    entrees = [magasin.entree(nom, b"1234") for nom in ("bon", "parti", "court")]
    entrees.append(Entree.de_texte("manifeste.csv", b"x", DATE))
    tailles = {"bon": 4, "court": 3}
    presentes, absentes = verifier_presence(entrees, tailles.get)
    assert [e.nom for e in presentes] == ["bon", "manifeste.csv"]
    assert [(a.entree.nom, a.raison) for a in absentes] == [
        ("parti", "fichier introuvable dans le stockage"),
        ("court", "fichier altéré : 3 octets au lieu de 4"),
    ]


def test_un_stockage_en_panne_n_est_pas_une_liste_d_absents() -> None:
    def en_panne(reference: str) -> int:
        raise ConnectionError("stockage hors d'atteinte")

    with pytest.raises(ConnectionError):
        verifier_presence([Magasin().entree("a", b"x")], en_panne)
