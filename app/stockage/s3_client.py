"""The wall between us and boto3: how the client is made, what its errors mean."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.stockage.erreurs import (
    ErreurStockage,
    ObjetAbsent,
    ObjetDejaPresent,
    StockageIndisponible,
    StockagePlein,
)

STYLES = ("path", "virtual", "auto")
_DECALAGE_MAX_S = 300

_ABSENT = {"NoSuchKey", "NotFound", "404"}
# NoSuchUpload: an upload already completed, by us when the first answer was lost on its way.
_PRESENT = {"PreconditionFailed", "ConditionalRequestConflict", "412", "NoSuchUpload"}
_PLEIN = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "StorageFull", "507"}
_REFUS = {
    "NoSuchBucket": "cet espace S3 n'existe pas : vérifiez S3_BUCKET",
    "InvalidAccessKeyId": "le service S3 ne connaît pas cette clé d'accès",
    "SignatureDoesNotMatch": "le service S3 refuse le secret qui va avec cette clé d'accès",
    "ExpiredToken": "les clés d'accès S3 sont périmées",
    "AccessDenied": "le service S3 refuse l'accès : vérifiez la clé, le secret et leurs droits",
    "403": "le service S3 refuse l'accès : vérifiez la clé, le secret et leurs droits",
    "RequestTimeTooSkewed": "l'horloge de cette machine n'est pas à l'heure du service S3",
    "SlowDown": "le service S3 est surchargé",
    "503": "le service S3 est surchargé ou en maintenance",
}


def client_s3(
    adresse: str | None, cle: str | None, secret: str | None, region: str | None, style: str
) -> Any:
    """A boto3 client for `adresse` (None: AWS), fit for 40 threads; connects at its first call.

    Checksums "when_required": some stores fail range reads otherwise, and we hash by ourselves.
    """
    reglages = Config(
        signature_version="s3v4",
        s3={"addressing_style": style},
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 3},
        max_pool_connections=40,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = boto3.session.Session(
        aws_access_key_id=cle, aws_secret_access_key=secret, region_name=region or "us-east-1"
    )
    return session.client("s3", endpoint_url=adresse, config=reglages)


def code(erreur: ClientError) -> str:
    """The store's word for its refusal (`NoSuchKey`), or the HTTP status when it sends no body."""
    return str(erreur.response.get("Error", {}).get("Code", "inconnu"))


@contextmanager
def traduire(cle: str, bucket: str) -> Iterator[None]:
    """No exception of boto3 passes this line: each becomes ours, and says what to check."""
    try:
        yield
    except ClientError as erreur:
        raise _refus(erreur, cle, bucket) from erreur
    except BotoCoreError as erreur:
        fait = f"espace S3 {bucket} hors d'atteinte ({type(erreur).__name__})"
        raise StockageIndisponible(fait) from erreur


def _refus(erreur: ClientError, cle: str, bucket: str) -> ErreurStockage:
    mot = code(erreur)
    if mot in _ABSENT:
        return ObjetAbsent(cle)
    if mot in _PRESENT:
        return ObjetDejaPresent(cle)
    if mot in _PLEIN:
        return StockagePlein(f"espace S3 {bucket} : {mot}")
    if mot in {"403", "AccessDenied"} and _horloge_decalee(erreur.response):
        mot = "RequestTimeTooSkewed"
    raison = _REFUS.get(mot, f"le service S3 a répondu {mot}")
    return StockageIndisponible(f"espace S3 {bucket} : {raison}")


def _horloge_decalee(reponse: Mapping[str, Any]) -> bool:
    """A HEAD refused for the clock says only 403: its Date header tells the rest."""
    date = reponse.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    if not date:
        return False
    ecart = datetime.now(UTC) - parsedate_to_datetime(date)
    return abs(ecart.total_seconds()) > _DECALAGE_MAX_S
