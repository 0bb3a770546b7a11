"""Settings, read once from the environment and checked at start.

The environment's name is never asked: each behaviour has its own setting.
"""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.stockage.choix import ReglagesStockage

RACINE = Path(__file__).resolve().parent.parent
MEGA_OCTET = 1_000_000


class ConfigurationInvalide(Exception):
    """A setting cannot be used; the message says which one and why."""


@dataclass(frozen=True)
class Config:
    """Everything an installation decides. Sizes in bytes, durations in seconds."""

    instance: Path
    database_url: str = field(repr=False)  # may hold a password
    secret_key: str = field(repr=False)
    stockage: ReglagesStockage
    file_url: str = field(repr=False)
    reglements: Path | None = None
    taille_max: int = 60 * MEGA_OCTET
    demo: bool = False
    cookie_sur: bool = False
    lecteurs: int = 2
    proxys: int = 0


def depuis_environnement(env: Mapping[str, str] = os.environ) -> Config:
    """Read the configuration.

    Raises:
        ConfigurationInvalide: a value is not of its kind, or a folder cannot be made.
    """
    os.umask(0o077)  # what people deposit is for the service's own account alone
    instance = _dossier(env.get("INSTANCE_DIR"), RACINE / "instance")
    uploads = _dossier(env.get("UPLOADS_DIR"), RACINE / "uploads")
    return Config(
        instance=instance,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{instance / 'depot.sqlite3'}",
        secret_key=env.get("SECRET_KEY") or _cle_secrete(instance / "cle-secrete"),
        stockage=_stockage(env, uploads),
        file_url=env.get("FILE_URL") or f"sqlite:///{instance / 'taches.sqlite3'}",
        reglements=_reglements(env.get("REGLEMENTS_DIR")),
        demo=env.get("DEMO") == "oui",
        taille_max=_entier(env, "TAILLE_MAX_MO", 60) * MEGA_OCTET,
        cookie_sur=env.get("COOKIE_SUR", "non") == "oui",
        lecteurs=max(1, _entier(env, "LECTEURS", 2)),
        proxys=_entier(env, "PROXYS", 0),
    )


def _stockage(env: Mapping[str, str], uploads: Path) -> ReglagesStockage:
    return ReglagesStockage(
        dossier=uploads,
        s3_endpoint=env.get("S3_ENDPOINT_URL"),
        s3_bucket=env.get("S3_BUCKET"),
        s3_cle=env.get("S3_ACCESS_KEY_ID") or env.get("AWS_ACCESS_KEY_ID"),
        s3_secret=env.get("S3_SECRET_ACCESS_KEY") or env.get("AWS_SECRET_ACCESS_KEY"),
        s3_region=env.get("S3_REGION"),
        s3_style=env.get("S3_STYLE", "path"),
    )


def _dossier(valeur: str | None, defaut: Path) -> Path:
    dossier = Path(valeur).resolve() if valeur else defaut
    try:
        dossier.mkdir(parents=True, exist_ok=True)
    except OSError as erreur:
        raise ConfigurationInvalide(
            f"Le dossier {dossier} ne peut pas être créé : {erreur.strerror}."
        ) from erreur
    return dossier


def _entier(env: Mapping[str, str], nom: str, defaut: int) -> int:
    valeur = env.get(nom, str(defaut))
    if not valeur.isdigit():
        raise ConfigurationInvalide(f"{nom} doit être un nombre entier, pas « {valeur} ».")
    return int(valeur)


def _reglements(valeur: str | None) -> Path | None:
    if valeur and not Path(valeur).is_dir():
        raise ConfigurationInvalide(f"REGLEMENTS_DIR : le dossier {valeur} n’existe pas.")
    return Path(valeur) if valeur else None


def _cle_secrete(chemin: Path) -> str:
    """The installation's own key, made at the first start and readable by its owner alone.

    Written aside, then named: a crash, or two first starts at once, leave one whole key.
    """
    if not chemin.exists():
        brouillon = chemin.with_name(f".cle-{secrets.token_hex(4)}")
        brouillon.write_text(secrets.token_urlsafe(48))
        brouillon.chmod(0o600)
        with suppress(FileExistsError):
            os.link(brouillon, chemin)
        brouillon.unlink()
    return chemin.read_text().strip()
