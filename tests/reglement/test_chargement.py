"""A règlement is data: another BTS needs no Python, and a fault is told with its line."""

from pathlib import Path

import pytest

from app.controle.moteur import controler
from app.controle.rapport import Demande
from app.reglement import ReglementInvalide, catalogue, charger, charger_dossier
from tests.controle.fabrique import dossier_pdf

FICTIF = Path(__file__).with_name("btsfictif_2031.toml")


def test_un_autre_bts_se_charge_sans_une_ligne_de_python() -> None:
    jardins = charger(FICTIF)
    assert (jardins.identifiant, jardins.session) == ("jardins-2031", 2031)
    assert jardins.epreuve("U3").coefficient == 2.5
    assert jardins.epreuve("U3").composition("ccf").peut_manquer == ("jardinier",)


def test_un_autre_bts_est_controle_par_ses_propres_regles() -> None:
    octets = dossier_pdf(["Introduction", "La terre", "Les oiseaux", "Conclusion"], annexes=0)
    rapport = controler(octets, Demande("jardin.pdf", charger(FICTIF), "U3", "dossier", "ccf"))
    assert rapport.sujets["sol"].etat == "trouve"
    assert rapport.sujets["arrosage"].etat == "douteux"
    assert rapport.sujets["arrosage"].titre == "Les oiseaux"
    depassement = next(c for c in rapport.constats if c.code == "trop-de-pages")
    assert depassement.attendu == 3


def test_un_dossier_de_reglements_s_ajoute_a_celui_de_l_application() -> None:
    assert set(charger_dossier(FICTIF.parent)) == {"jardins-2031"}
    assert {"ccst-2026", "jardins-2031"} <= set(catalogue(FICTIF.parent))


def test_un_commentaire_ne_change_pas_la_revision_et_un_mot_la_change(tmp_path: Path) -> None:
    texte = FICTIF.read_text(encoding="utf-8")
    autre = tmp_path / "autre.toml"
    autre.write_text("# remarque\n" + texte, encoding="utf-8")
    assert charger(autre).revision == charger(FICTIF).revision
    autre.write_text(texte.replace('"terre" = 3', '"terreau" = 3'), encoding="utf-8")
    assert charger(autre).revision != charger(FICTIF).revision


@pytest.mark.parametrize(
    ("avant", "apres", "cle", "mot"),
    [
        ("pages_max = 3", "page_max = 3", "page_max", "inconnue"),
        ("pages_max = 3", 'pages_max = "3"', "pages_max", "entier"),
        ("pages_max = 3", "pages_max = true", "pages_max", "entier"),
        ("pages_max = 3", "pages_max = 0", "pages_max", "entre"),
        ('"eau" = 3', '"eau" = 9', "eau", "entre"),
        ('"eau" = 3', '"eau" = 0', "eau", "nul"),
        ('formats = ["pdf"]', 'formats = ["exe"]', "formats", "exe"),
        ('formes = ["ccf"]', 'formes = ["ccf", "ccf"]', "formes", "deux fois"),
        ('modeles = { ccf = "2" }', 'modeles = { ccf = "3" }', "modeles", "« 3 » est inconnu"),
        ('qualites = ["jardinier", "botaniste"]', 'qualites = ["fee"]', "qualites", "fee"),
        ('epreuves = ["U3"]', 'epreuves = ["U4"]', "epreuves", "U4"),
        ("coefficient = 2.5", "coefficient = -1", "coefficient", "positif"),
        ("semaines_max = 10", "semaines_max = 4", "semaines_max", "plus petit"),
        ('sigle = "JDS"', 'sigle = ""', "sigle", "vide"),
    ],
)
def test_une_faute_est_dite_avec_sa_ligne(
    tmp_path: Path, avant: str, apres: str, cle: str, mot: str
) -> None:
    texte = FICTIF.read_text(encoding="utf-8")
    assert avant in texte
    fautif = tmp_path / "faute.toml"
    fautif.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
    ligne = texte[: texte.index(avant)].count("\n") + 1
    with pytest.raises(ReglementInvalide, match=rf"faute\.toml, ligne {ligne}, .*{mot}") as saisie:
        charger(fautif)
    assert saisie.value.ligne == ligne
    assert cle in saisie.value.cle


def test_une_cle_qui_manque_est_dite_a_la_ligne_de_sa_table(tmp_path: Path) -> None:
    texte = FICTIF.read_text(encoding="utf-8")
    fautif = tmp_path / "faute.toml"
    fautif.write_text(texte.replace("obligatoire = true\n", "", 1), encoding="utf-8")
    with pytest.raises(ReglementInvalide, match="obligatoire") as saisie:
        charger(fautif)
    assert (
        saisie.value.ligne == texte[: texte.index("[epreuves.U3.pieces.dossier]")].count("\n") + 1
    )


def test_ce_qui_n_est_pas_du_toml_est_dit_en_francais(tmp_path: Path) -> None:
    fautif = tmp_path / "faute.toml"
    fautif.write_text("identifiant = \n", encoding="utf-8")
    with pytest.raises(ReglementInvalide, match=r"faute\.toml, ligne 1"):
        charger(fautif)
    with pytest.raises(ReglementInvalide, match="illisible"):
        charger(tmp_path / "absent.toml")


def test_deux_reglements_ne_portent_pas_le_meme_identifiant(tmp_path: Path) -> None:
    for nom in ("a.toml", "b.toml"):
        (tmp_path / nom).write_text(FICTIF.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ReglementInvalide, match="déjà"):
        charger_dossier(tmp_path)
