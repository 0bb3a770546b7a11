"""Range and If-Range: the exact bytes, or the whole, or 416; never one byte too many."""

import pytest

from app.archives.plages import PlageImpossible, content_range, plage_demandee


@pytest.mark.parametrize(
    ("entete", "plage"),
    [
        ("bytes=100-199", (100, 200)),
        ("bytes=0-0", (0, 1)),
        ("bytes=0-", (0, 1000)),
        ("bytes=999-", (999, 1000)),
        ("bytes=500-5000", (500, 1000)),
        ("bytes=500-99999999999999999999", (500, 1000)),
        ("bytes=-1", (999, 1000)),
        ("bytes=-1000", (0, 1000)),
        ("bytes=-2000", (0, 1000)),
        ("BYTES=1-2", (1, 3)),
        ("bytes= 1-2 ", (1, 3)),
    ],
)
def test_une_plage_juste_est_donnee_au_byte_pres(entete: str, plage: tuple[int, int]) -> None:
    assert plage_demandee(entete, 1000) == plage


def test_cent_a_cent_quatre_vingt_dix_neuf_font_cent_octets() -> None:
    plage = plage_demandee("bytes=100-199", 1000)
    assert plage is not None
    assert plage[1] - plage[0] == 100
    assert content_range(*plage, 1000) == "bytes 100-199/1000"


@pytest.mark.parametrize(
    "entete",
    [
        *(None, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=2-1", "bytes=1-2,5-6"),
        *("lignes=0-1", "bytes=--1", "bytes=1--2", "bytes=+1-2", "bytes=1.0-2", "bytes=٣-٤"),
        *("bytes=" + "9" * 5000 + "-", "0-1", "bytes=0x1-2", "bytes=1-2\n3-4"),
    ],
    ids=lambda entete: ascii(entete)[:30],
)
def test_une_plage_mal_faite_ou_multiple_donne_le_tout(entete: str | None) -> None:
    assert plage_demandee(entete, 1000) is None


@pytest.mark.parametrize(
    ("entete", "taille"),
    [
        ("bytes=1000-", 1000),
        ("bytes=1000-1001", 1000),
        ("bytes=-0", 1000),
        ("bytes=0-", 0),
        ("bytes=-5", 0),
    ],
)
def test_une_plage_hors_du_contenu_est_impossible(entete: str, taille: int) -> None:
    with pytest.raises(PlageImpossible) as refus:
        plage_demandee(entete, taille)
    assert refus.value.content_range == f"bytes */{taille}"


@pytest.mark.parametrize(
    ("si_plage", "plage"),
    [
        ('"abc"', (5, 10)),
        (None, (5, 10)),
        ('"autre"', None),
        ('W/"abc"', None),
        ("abc", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_if_range_ne_tient_qu_avec_la_meme_marque(
    si_plage: str | None, plage: tuple[int, int] | None
) -> None:
    assert plage_demandee("bytes=5-9", 1000, "abc", si_plage) == plage


def test_if_range_perime_l_emporte_sur_une_plage_impossible() -> None:
    assert plage_demandee("bytes=5000-", 1000, "abc", '"autre"') is None


def test_if_range_sans_marque_connue_donne_le_tout() -> None:
    assert plage_demandee("bytes=5-9", 1000, None, '"None"') is None
