"""Names that open everywhere, say what they are, and never leave their folder."""

from pathlib import PurePosixPath, PureWindowsPath
from unicodedata import category, is_normalized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.archives.noms import chemin_sur, est_chemin_sur, longueur, nom_sur, pliee, sans_doublon

textes = st.text(max_size=300) | st.text(
    alphabet=' .aé\u0301/\\:*?"<>|\0\n\u202e\u200b😀-_()conulpt1¹', max_size=60
)


@pytest.mark.parametrize(
    ("texte", "nom"),
    [
        ("dossier E8.pdf", "dossier E8.pdf"),
        ("Hélène Œuvrard-Nuñez", "Hélène Œuvrard-Nuñez"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("..", "sans-nom"),
        ("", "sans-nom"),
        ("   ", "sans-nom"),
        (".htaccess", "htaccess"),
        ("rapport. ", "rapport"),
        ("rapport...", "rapport"),
        ('a<b>c:d"e/f\\g|h?i*j', "a-b-c-d-e-f-g-h-i-j"),
        ("CON", "_CON"),
        ("con.pdf", "_con.pdf"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("Com1 .txt", "_Com1 .txt"),
        ("lpt¹", "_lpt¹"),
        ("console.pdf", "console.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("a\0b\x1bc\x7f", "abc"),
        ("deux\nlignes\tet\u00a0espaces", "deux lignes et espaces"),
        ("demi\ud800surrogat", "demisurrogat"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("😀" * 100 + ".pdf", "😀" * 58 + ".pdf"),
    ],
    ids=lambda valeur: ascii(valeur)[:30],
)
def test_un_nom_garde_ce_qu_il_peut(texte: str, nom: str) -> None:
    assert nom_sur(texte) == nom


@given(textes, st.integers(12, 150))
@settings(max_examples=500, deadline=None)
def test_un_nom_est_sur_partout_et_se_redonne(texte: str, maximum: int) -> None:
    nom = nom_sur(texte, maximum)
    assert nom
    assert longueur(nom) <= maximum
    assert len(nom.encode()) <= 255
    assert not set(nom) & set('<>:"/\\|?*')
    assert not any(category(c) in {"Cc", "Cf", "Cs"} for c in nom)
    assert nom == nom.strip(". ")
    assert is_normalized("NFC", nom)
    assert not PureWindowsPath(nom).is_reserved()
    assert nom_sur(nom, maximum) == nom


@given(st.lists(textes, min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_un_chemin_reste_sous_sa_racine_et_sous_180_caracteres(parts: list[str]) -> None:
    chemin = chemin_sur(parts)
    assert longueur(chemin) <= 180
    assert est_chemin_sur(chemin)
    assert len(PurePosixPath(chemin).parts) == len(parts) == len(PureWindowsPath(chemin).parts)
    assert ".." not in PurePosixPath(chemin).parts
    assert not PureWindowsPath(chemin).anchor


def test_un_chemin_trop_long_perd_d_abord_sa_plus_longue_partie() -> None:
    chemin = chemin_sur(["01 - 0123", "d" * 150, "fiche " + "f" * 90 + ".pdf"])
    assert longueur(chemin) == 180
    assert chemin.startswith("01 - 0123/ddd")
    assert chemin.endswith("f.pdf")


@pytest.mark.parametrize("parts", [[], ["a"] * 20])
def test_un_chemin_impossible_est_une_faute_de_l_appelant(parts: list[str]) -> None:
    with pytest.raises(ValueError, match="ne font pas un chemin"):
        chemin_sur(parts)


@pytest.mark.parametrize(
    ("noms", "uniques"),
    [
        (["a.pdf", "a.pdf", "a.pdf"], ["a.pdf", "a (2).pdf", "a (3).pdf"]),
        (["Été.pdf", "ÉTÉ.pdf"], ["Été.pdf", "ÉTÉ (2).pdf"]),
        (["é.pdf", "e\u0301.pdf"], ["é.pdf", "e\u0301 (2).pdf"]),
        (["strasse", "straße"], ["strasse", "straße (2)"]),
        (["a", "a", "a (2)"], ["a", "a (3)", "a (2)"]),
        (["d/a.pdf", "e/a.pdf", "D/A.pdf"], ["d/a.pdf", "e/a.pdf", "D/A (2).pdf"]),
        (["sans-extension"] * 2, ["sans-extension", "sans-extension (2)"]),
    ],
)
def test_deux_noms_semblables_ne_s_ecrasent_pas(noms: list[str], uniques: list[str]) -> None:
    assert sans_doublon(noms) == uniques


@given(st.lists(st.lists(textes, min_size=1, max_size=3), max_size=12))
@settings(max_examples=200, deadline=None)
def test_sans_doublon_rend_des_chemins_surs_et_tous_differents(listes: list[list[str]]) -> None:
    noms = [chemin_sur(parts, 60) for parts in listes] * 3
    uniques = sans_doublon(noms)
    assert len({pliee(nom) for nom in uniques}) == len(noms)
    assert all(est_chemin_sur(nom) for nom in uniques)
    assert all(longueur(nom) <= 180 for nom in uniques)


def test_dix_mille_fichiers_du_meme_nom_vont_vite() -> None:
    assert len(set(sans_doublon(["dossier.pdf"] * 10_000))) == 10_000
