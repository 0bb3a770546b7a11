"""Which stockage this installation has: S3 when a bucket is named, else a folder."""

from dataclasses import dataclass, field
from pathlib import Path

from app.stockage.erreurs import ErreurStockage
from app.stockage.local import StockageLocal
from app.stockage.protocole import Stockage
from app.stockage.s3 import StockageS3
from app.stockage.s3_client import STYLES, client_s3


class ReglagesInvalides(ErreurStockage, ValueError):
    """Settings that contradict each other; the detail names the one to correct."""

    phrase = "Le stockage des fichiers est mal réglé."


@dataclass(frozen=True)
class ReglagesStockage:
    """What a stockage is made of. `s3_style`: `path`, `virtual` (bucket in the host) or `auto`."""

    dossier: Path
    s3_endpoint: str | None = None
    s3_bucket: str | None = None
    s3_cle: str | None = None
    s3_secret: str | None = field(default=None, repr=False)
    s3_region: str | None = None
    s3_style: str = "path"


def choisir(reglages: ReglagesStockage) -> Stockage:
    """The stockage that `reglages` describes. Does not connect: ask `etat()` for that.

    Errors: ReglagesInvalides; StockageIndisponible when the folder cannot be made.
    """
    if not reglages.s3_bucket:
        if reglages.s3_endpoint:
            raise ReglagesInvalides("S3_ENDPOINT_URL est donné, S3_BUCKET ne l'est pas")
        return StockageLocal(reglages.dossier)
    if reglages.s3_style not in STYLES:
        raise ReglagesInvalides(f"S3_STYLE : {', '.join(STYLES)}, et non {reglages.s3_style}")
    if bool(reglages.s3_cle) != bool(reglages.s3_secret):
        raise ReglagesInvalides("la clé et le secret S3 vont ensemble : il en manque un")
    client = client_s3(
        reglages.s3_endpoint,
        reglages.s3_cle,
        reglages.s3_secret,
        reglages.s3_region,
        reglages.s3_style,
    )
    return StockageS3(client, reglages.s3_bucket)
