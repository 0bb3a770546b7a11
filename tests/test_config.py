"""Settings: read once from the environment, refused at start with a sentence that names them."""

import stat
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from flask import request

from app.application import create_app
from app.config import ConfigurationInvalide, depuis_environnement
from app.extensions import bd
from app.reglement import ReglementInvalide
from tests.conftest import config_de_test


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"INSTANCE_DIR": str(tmp_path / "instance"), "UPLOADS_DIR": str(tmp_path / "uploads")}


def test_without_any_setting_all_is_embedded_in_the_instance_folder(
    env: dict[str, str], tmp_path: Path
) -> None:
    config = depuis_environnement(env)
    assert config.database_url == f"sqlite:///{tmp_path}/instance/depot.sqlite3"
    assert config.file_url == f"sqlite:///{tmp_path}/instance/taches.sqlite3"
    assert config.stockage.dossier == tmp_path / "uploads"
    assert (config.taille_max, config.lecteurs, config.cookie_sur) == (60_000_000, 2, False)


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(
    env: dict[str, str], tmp_path: Path
) -> None:
    premiere, seconde = depuis_environnement(env), depuis_environnement(env)
    assert premiere.secret_key == seconde.secret_key
    assert len(premiere.secret_key) >= 48
    droits = (tmp_path / "instance" / "cle-secrete").stat().st_mode
    assert stat.S_IMODE(droits) == 0o600


def test_each_installation_has_its_own_key(env: dict[str, str], tmp_path: Path) -> None:
    autre = env | {"INSTANCE_DIR": str(tmp_path / "autre")}
    assert depuis_environnement(env).secret_key != depuis_environnement(autre).secret_key


def test_what_is_given_is_used(env: dict[str, str]) -> None:
    config = depuis_environnement(
        env
        | {"DATABASE_URL": "postgresql+psycopg://h/b", "SECRET_KEY": "k", "COOKIE_SUR": "oui"}
        | {"TAILLE_MAX_MO": "80", "LECTEURS": "4", "PROXYS": "1"}
        | {"S3_ENDPOINT_URL": "http://s3", "S3_BUCKET": "depots", "S3_ACCESS_KEY_ID": "cle"}
    )
    assert (config.database_url, config.secret_key) == ("postgresql+psycopg://h/b", "k")
    assert (config.taille_max, config.lecteurs, config.proxys) == (80_000_000, 4, 1)
    assert (config.stockage.s3_bucket, config.stockage.s3_cle) == ("depots", "cle")
    assert config.cookie_sur


@pytest.mark.parametrize("nom", ["TAILLE_MAX_MO", "LECTEURS", "PROXYS"])
@pytest.mark.parametrize("valeur", ["beaucoup", "-1", "1.5", ""])
def test_a_number_that_is_not_one_is_refused_by_name(
    env: dict[str, str], nom: str, valeur: str
) -> None:
    with pytest.raises(ConfigurationInvalide, match=nom):
        depuis_environnement(env | {nom: valeur})


def test_a_folder_that_cannot_be_made_is_refused_by_name(
    env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(ConfigurationInvalide, match="fichier/dedans"):
        depuis_environnement(env | {"INSTANCE_DIR": str(tmp_path / "fichier" / "dedans")})


def test_settings_do_not_change_once_read(env: dict[str, str]) -> None:
    config = depuis_environnement(env)
    with pytest.raises(FrozenInstanceError):
        config.taille_max = 1  # type: ignore[misc]


def test_a_secret_is_not_shown_with_the_settings(env: dict[str, str]) -> None:
    config = depuis_environnement(
        env | {"S3_BUCKET": "b", "S3_SECRET_ACCESS_KEY": "tres-secret", "SECRET_KEY": "cle-privee"}
    )
    assert "tres-secret" not in repr(config)
    assert "cle-privee" not in repr(config)


def test_a_wrong_reglement_stops_the_start_and_is_named(base_sqlite: str, tmp_path: Path) -> None:
    (tmp_path / "reglements").mkdir()
    (tmp_path / "reglements" / "casse_2027.toml").write_text("identifiant = 3\n")
    config = config_de_test(base_sqlite, tmp_path)
    with pytest.raises(ReglementInvalide, match="casse_2027"):
        create_app(replace(config, reglements=tmp_path / "reglements"))


def test_behind_a_proxy_the_person_s_address_is_believed_only_when_asked(
    base_sqlite: str, tmp_path: Path
) -> None:
    entetes = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "depot.example"}
    for proxys, attendu in ((0, "http://localhost/"), (1, "https://depot.example/")):
        app = create_app(replace(config_de_test(base_sqlite, tmp_path), proxys=proxys))
        app.view_functions["static"] = lambda filename: request.host_url
        with app.test_client() as client:
            assert client.get("/static/x", headers=entetes).text == attendu
        bd.moteur(app).dispose()
