"""Text is compared as a person reads it, whatever the producer did to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.controle.lexique import Lexique, meme_mot
from app.controle.normalisation import lettres, mots, nettoyer, presentable, resserrer
from app.controle.sommaire import cle_de, sans_numero


@pytest.mark.parametrize(
    ("lu", "attendu"),
    [
        ("L’ENVIRONNEMENT", "lenvironnement"),
        ("Règlementation", "reglementation"),
        ("eﬃcacité", "efficacite"),
        ("norma琀椀f", "normatif"),
        ("\x1cche", "fiche"),
        ("Probl´ematique", "problematique"),
        ("mise en œuvre", "miseenoeuvre"),
        ("moti\xadvation", "motivation"),
        ("a\x00b", "ab"),
    ],
)
def test_accents_ligatures_et_apostrophes_ne_comptent_pas(lu: str, attendu: str) -> None:
    assert lettres(nettoyer(lu)) == attendu


def test_un_titre_espace_lettre_a_lettre_redevient_des_mots() -> None:
    assert resserrer("1 .  E T U D E  D E  M A R C H E") == "1. ETUDE DE MARCHE"
    assert resserrer("Étude de marché") == "Étude de marché"


@pytest.mark.parametrize(
    "numero",
    ["2. ", "II - ", "B/ ", "1.2 ", "Chapitre 3 : ", "Partie 2 - ", "IV.1 ", "a) ", "3) ", "C. "],
)
def test_la_numerotation_ne_fait_pas_partie_du_titre(numero: str) -> None:
    assert sans_numero(numero + "Le marché de la fenêtre") == "Le marché de la fenêtre"


def test_un_mot_n_est_pas_pris_pour_un_numero() -> None:
    for titre in (
        "Introduction",
        "Il faut former",
        "Ce que le client y gagne",
        "Veille",
        "Dossier",
    ):
        assert sans_numero(titre) == titre


@given(st.text(max_size=200))
def test_nettoyer_ne_laisse_aucun_caractere_de_controle(texte: str) -> None:
    assert all(c.isprintable() or c == "\n" for c in nettoyer(texte))
    assert nettoyer(nettoyer(texte)) == nettoyer(texte)
    assert all("a" <= c <= "z" for c in lettres(texte))
    assert len(presentable(texte)) <= 160
    assert isinstance(cle_de(texte), str)


def test_un_mot_est_reconnu_au_pluriel_mal_ecrit_ou_par_sa_racine() -> None:
    assert meme_mot("normes", "norme")
    assert meme_mot("environement", "environnement")
    assert meme_mot("reglementaires", "reglement*")
    assert not meme_mot("normandie", "norme")
    assert not meme_mot("information", "formation")


def test_le_terme_le_plus_long_cache_les_plus_courts() -> None:
    lexique = Lexique({"a": {"environnement": 2}, "b": {"environnement de travail": -1}})
    assert [o.sujet for o in lexique.chercher(mots("Mon environnement de travail"))] == ["b"]


def test_un_titre_sans_espaces_se_recoupe_avec_le_vocabulaire() -> None:
    lexique = Lexique({"a": {"formation des utilisateurs": 3}})
    assert lexique.couper("laformationdesutilisateurs") == [
        "la",
        "formation",
        "des",
        "utilisateurs",
    ]
    assert lexique.couper("zzkwxqpzzkwxqp") == ["zzkwxqpzzkwxqp"]
