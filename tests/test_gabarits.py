"""French dates, durations, sizes and plurals, as templates show them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from app import gabarits

MIDI = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def lisible(texte: str) -> str:
    """Give the text with ordinary spaces, for a legible assertion."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("fuseau", "attendu"),
    [
        ("Europe/Paris", "lundi 23 novembre 2026 à 13 h 00 (heure de Paris)"),
        ("Indian/Reunion", "lundi 23 novembre 2026 à 16 h 00 (heure de La Réunion)"),
        ("Indian/Mayotte", "lundi 23 novembre 2026 à 15 h 00 (heure de Mayotte)"),
        ("America/Martinique", "lundi 23 novembre 2026 à 8 h 00 (heure de la Martinique)"),
        ("America/Guadeloupe", "lundi 23 novembre 2026 à 8 h 00 (heure de la Guadeloupe)"),
        ("America/Cayenne", "lundi 23 novembre 2026 à 9 h 00 (heure de la Guyane)"),
        ("Pacific/Noumea", "lundi 23 novembre 2026 à 23 h 00 (heure de Nouvelle-Calédonie)"),
        ("Pacific/Tahiti", "lundi 23 novembre 2026 à 2 h 00 (heure de Tahiti)"),
    ],
)
def test_un_instant_dit_toujours_son_jour_son_heure_et_son_fuseau(fuseau: str, attendu: str):
    assert lisible(gabarits.instant(MIDI, fuseau)) == attendu


def test_un_fuseau_sans_nom_francais_est_dit_tel_quel():
    assert gabarits.instant(MIDI, "Asia/Tokyo").endswith("(fuseau Asia/Tokyo)")


def test_l_heure_d_ete_est_suivie_et_le_premier_du_mois_s_ecrit_1er():
    premier_juin = datetime(2026, 6, 1, 21, 59, tzinfo=UTC)
    assert lisible(gabarits.instant(premier_juin)) == (
        "lundi 1er juin 2026 à 23 h 59 (heure de Paris)"
    )


def test_le_changement_de_jour_suit_le_fuseau():
    minuit = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert lisible(gabarits.jour(minuit)) == "vendredi 1er janvier 2027"
    assert lisible(gabarits.jour(minuit, "America/Cayenne")) == "jeudi 31 décembre 2026"


def test_une_preuve_donne_la_seconde():
    assert lisible(gabarits.instant_precis(MIDI.replace(second=7))) == (
        "lundi 23 novembre 2026 à 13 h 00 min 07 s (heure de Paris)"
    )


@pytest.mark.parametrize("filtre", [gabarits.instant, gabarits.jour, gabarits.heure])
def test_un_instant_sans_fuseau_est_refuse(filtre):
    with pytest.raises(ValueError, match="sans fuseau"):
        filtre(datetime(2026, 1, 1))


def test_le_nombre_et_son_unite_ne_se_separent_pas_en_fin_de_ligne():
    assert "13\u00a0h\u00a000" in gabarits.instant(MIDI)
    assert gabarits.taille(378_289) == "378\u00a0ko"
    assert gabarits.nombre(1_234_567) == "1\u202f234\u202f567"


@pytest.mark.parametrize(
    ("ecart", "attendu"),
    [
        (timedelta(seconds=30), "dans moins d'une minute"),
        (timedelta(minutes=12, seconds=59), "dans 12 min"),
        (timedelta(hours=2, minutes=10), "dans 2 h 10"),
        (timedelta(hours=2), "dans 2 h"),
        (timedelta(hours=2, minutes=5), "dans 2 h 05"),
        (timedelta(hours=23, minutes=59), "dans 23 h 59"),
        (timedelta(days=1), "dans 1 jour"),
        (timedelta(days=1, hours=3), "dans 1 jour et 3 h"),
        (timedelta(days=3, hours=20), "dans 3 jours"),
        (-timedelta(seconds=30), "à l'instant"),
        (timedelta(0), "à l'instant"),
        (-timedelta(days=3), "il y a 3 jours"),
        (-timedelta(hours=1, minutes=1), "il y a 1 h 01"),
    ],
)
def test_une_duree_se_dit_en_mots(ecart: timedelta, attendu: str):
    assert lisible(gabarits.dans(MIDI + ecart, MIDI)) == attendu


@given(st.integers(min_value=48 * 60, max_value=10**6))
def test_le_temps_qui_reste_n_est_jamais_surestime(minutes: int):
    dit = lisible(gabarits.dans(MIDI + timedelta(minutes=minutes), MIDI))
    assert int(dit.split()[1]) * 1440 <= minutes


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (0, "0 octet"),
        (1, "1 octet"),
        (999, "999 octets"),
        (1000, "1 ko"),
        (378_289, "378 ko"),
        (999_499, "999 ko"),
        (999_500, "1 Mo"),
        (4_912_345, "4,9 Mo"),
        (9_960_000, "10 Mo"),
        (60_000_000, "60 Mo"),
        (1_250_000_000, "1,2 Go"),
        (5_000_000_000_000_000, "5 000 To"),
    ],
)
def test_une_taille_se_lit_en_unites_decimales(octets: int, attendu: str):
    assert lisible(gabarits.taille(octets)) == attendu


@pytest.mark.parametrize(
    ("compte", "mots", "attendu"),
    [
        (0, ("page",), "0 page"),
        (1, ("page",), "1 page"),
        (2, ("page",), "2 pages"),
        (1200, ("dossier",), "1 200 dossiers"),
        (2, ("journal", "journaux"), "2 journaux"),
    ],
)
def test_le_pluriel_commence_a_deux(compte: int, mots: tuple[str, ...], attendu: str):
    assert lisible(gabarits.pluriel(compte, *mots)) == attendu


def test_un_nombre_a_virgule_garde_une_decimale():
    assert lisible(gabarits.nombre(12.54)) == "12,5"
    assert lisible(gabarits.nombre(12.0)) == "12"


def test_les_pages_qui_se_suivent_font_une_plage():
    types = ["garde", "corps", "corps", "annexe", "corps"]
    pages = [{"page": n, "type": t} for n, t in enumerate(types, 1)]
    assert [(p.type, p.debut, p.fin) for p in gabarits.plages(pages)] == [
        ("garde", 1, 1),
        ("corps", 2, 3),
        ("annexe", 4, 4),
        ("corps", 5, 5),
    ]


def test_un_pdf_s_ouvre_a_la_page_du_constat_meme_dans_un_cadre_deja_ouvert():
    assert gabarits.page_du_pdf("/piece/x", 21) == "/piece/x?page=21#page=21&navpanes=0"
    assert gabarits.page_du_pdf("/piece?v=2", 3) == "/piece?v=2&page=3#page=3&navpanes=0"


def test_un_role_se_dit_en_francais():
    assert gabarits.role_en_clair("commission") == "Membre de commission"


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    gabarits.equiper(app)

    @app.get("/liste/<epreuve>")
    def liste(epreuve: str) -> str:
        return gabarits.url_de_page(3)

    return app


def test_changer_de_page_garde_les_criteres_de_la_liste(app: Flask):
    reponse = app.test_client().get("/liste/E8?etat=recu&etat=incomplet&page=2")
    assert reponse.text == "/liste/E8?etat=recu&etat=incomplet&page=3"


def test_un_nom_mal_ecrit_dans_un_gabarit_est_une_erreur(app: Flask):
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nomm }}").render(nom="x")


def test_les_filtres_sont_a_la_disposition_des_gabarits(app: Flask):
    rendu = app.jinja_env.from_string("{{ 3|pluriel('page') }}, {{ 2000|taille }}").render()
    assert lisible(rendu) == "3 pages, 2 ko"
