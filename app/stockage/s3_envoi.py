"""Writing one object to S3: cut into parts, under the condition that nothing stands there."""

import hashlib
import uuid
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any

from botocore.exceptions import ClientError

from app.stockage.erreurs import (
    ErreurStockage,
    ObjetAbsent,
    ObjetDejaPresent,
    StockageIndisponible,
)
from app.stockage.s3_client import code, traduire

PARTIE = 8 << 20
_SANS_CONDITION = {"NotImplemented", "501"}


def en_parties(blocs: Iterable[bytes]) -> Iterator[tuple[bytearray, bool]]:
    """The blocks gathered into parts of exactly 8 MiB, the last maybe shorter (and maybe empty).

    With each part, whether it is the last. One part is held at a time.
    """
    tampon = bytearray()
    for bloc in blocs:
        place = PARTIE - len(tampon)
        tampon += bloc[:place]
        if len(bloc) > place:
            yield tampon, False
            tampon = bytearray(bloc[place:])
    yield tampon, True


class Envoi:
    """One writing, marked in the object's metadata so that we know our own afterwards."""

    def __init__(self, client: Any, bucket: str, cle: str) -> None:
        self._client = client
        self._cible = {"Bucket": bucket, "Key": cle}
        self._marque = uuid.uuid4().hex

    def en_une_fois(self, contenu: bytearray) -> None:
        """Write a small object in one request. Errors: ObjetDejaPresent, StockagePlein."""
        with self._traduire():
            self._si_absent(
                self._client.put_object,
                Body=contenu,
                ContentMD5=_md5(contenu),
                Metadata={"ecriture": self._marque},
            )

    def par_parties(self, premiere: bytearray, suite: Iterable[tuple[bytearray, bool]]) -> None:
        """Write a large object; whatever fails, the parts already sent are given up.

        An error of the source passes unchanged. Errors: ObjetDejaPresent, StockagePlein.
        """
        with self._traduire():
            numero = self._client.create_multipart_upload(
                **self._cible, Metadata={"ecriture": self._marque}
            )["UploadId"]
        try:
            self._envoyer(numero, chain([premiere], (partie for partie, _ in suite)))
        except BaseException:
            with suppress(ErreurStockage), self._traduire():
                self._client.abort_multipart_upload(**self._cible, UploadId=numero)
            raise

    def verifier(self, taille: int) -> None:
        """Prove that the object visible now is the one of this writing, and whole.

        Errors: ObjetDejaPresent (another's), StockageIndisponible (not there, or of another size).
        """
        try:
            with self._traduire():
                vu = self._client.head_object(**self._cible)
        except ObjetAbsent as erreur:
            raise StockageIndisponible("objet écrit puis introuvable sur S3") from erreur
        if vu.get("Metadata", {}).get("ecriture") != self._marque:
            raise ObjetDejaPresent(self._cible["Key"])
        if vu["ContentLength"] != taille:
            raise StockageIndisponible(f"S3 annonce {vu['ContentLength']} octets et non {taille}")

    def _envoyer(self, numero: str, parties: Iterable[bytearray]) -> None:
        recues = []
        for rang, partie in enumerate(parties, 1):
            with self._traduire():
                reponse = self._client.upload_part(
                    **self._cible,
                    UploadId=numero,
                    PartNumber=rang,
                    Body=partie,
                    ContentMD5=_md5(partie),
                )
            recues.append({"PartNumber": rang, "ETag": reponse["ETag"]})
        with self._traduire():
            self._si_absent(
                self._client.complete_multipart_upload,
                UploadId=numero,
                MultipartUpload={"Parts": recues},
            )

    def _si_absent(self, ecrire: Callable[..., Any], **arguments: Any) -> None:
        """Write only where nothing stands; without the condition where S3 does not know it."""
        try:
            ecrire(**self._cible, IfNoneMatch="*", **arguments)
        except ClientError as erreur:
            if code(erreur) not in _SANS_CONDITION:
                raise
            ecrire(**self._cible, **arguments)

    def _traduire(self) -> Any:
        return traduire(self._cible["Key"], self._cible["Bucket"])


def _md5(contenu: bytearray) -> str:
    """What S3 checks on arrival of the bytes; not a proof of anything else."""
    return b64encode(hashlib.md5(contenu, usedforsecurity=False).digest()).decode()
