"""Objects on an S3 service, whoever makes it: the plainest verbs, and our own proofs."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from app.stockage.cles import est_cle, exiger_cle, exiger_prefixe
from app.stockage.erreurs import ObjetAbsent, ObjetDejaPresent
from app.stockage.flux import Empreinte, Lecture, Mesure, Source, blocs, exiger_plage
from app.stockage.protocole import ObjetStocke, Stockage
from app.stockage.s3_client import traduire
from app.stockage.s3_envoi import Envoi, en_parties
from app.stockage.s3_lecture import Corps


class StockageS3(Stockage):
    """One bucket, given by `choix.choisir`; it must exist, we never make it."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, cle: str, flux: Source) -> Empreinte:
        """See `Stockage.put`. Up to 8 MiB in one request, beyond in parts; one part in memory."""
        exiger_cle(cle)
        self._exiger_libre(cle)
        mesure = Mesure()
        parties = en_parties(mesure.au_passage(blocs(flux)))
        premiere, seule = next(parties)
        envoi = Envoi(self._client, self._bucket, cle)
        # A repeated request whose first answer was lost is told that the object is already there:
        # whose object it is, `verifier` finds out.
        with suppress(ObjetDejaPresent):
            if seule:
                envoi.en_une_fois(premiere)
            else:
                envoi.par_parties(premiere, parties)
        envoi.verifier(mesure.taille)
        return mesure.empreinte()

    def open(self, cle: str, debut: int = 0, longueur: int | None = None) -> Lecture:
        """See `Stockage.open`. A connection lost on the way is taken up again where it stopped."""
        exiger_plage(debut, longueur)
        exiger_cle(cle)
        if longueur == 0:
            self.size(cle)
            return Lecture(lambda _: b"", lambda: None)
        corps = Corps(self._client, self._bucket, cle, debut, longueur)
        return Lecture(corps.lire, corps.fermer, longueur)

    def size(self, cle: str) -> int:
        """See `Stockage.size`."""
        exiger_cle(cle)
        try:
            with self._traduire(cle):
                return int(self._client.head_object(Bucket=self._bucket, Key=cle)["ContentLength"])
        except ObjetAbsent:
            self.etat()  # a HEAD says the same of an absent object and of an absent bucket
            raise

    def delete(self, cle: str) -> None:
        """See `Stockage.delete`."""
        exiger_cle(cle)
        with suppress(ObjetAbsent), self._traduire(cle):
            self._client.delete_object(Bucket=self._bucket, Key=cle)

    def keys(self, prefixe: str = "") -> Iterator[ObjetStocke]:
        """See `Stockage.keys`."""
        exiger_prefixe(prefixe)
        for page in self._pages("list_objects_v2", Prefix=prefixe):
            for objet in page.get("Contents", ()):
                if est_cle(objet["Key"]):
                    instant = objet["LastModified"].astimezone(UTC)
                    yield ObjetStocke(objet["Key"], objet["Size"], instant)

    def balayer(self, avant: datetime) -> int:
        """See `Stockage.balayer`: multipart uploads never completed, which the service bills."""
        combien = 0
        for page in self._pages("list_multipart_uploads"):
            for envoi in page.get("Uploads", ()):
                if envoi["Initiated"] < avant:
                    self._abandonner(envoi["Key"], envoi["UploadId"])
                    combien += 1
        return combien

    def etat(self) -> str:
        """See `Stockage.etat`. Lists one key: unlike a HEAD, its refusal says why."""
        with self._traduire(""):
            self._client.list_objects_v2(Bucket=self._bucket, MaxKeys=1)
        return f"espace S3 {self._bucket} accessible"

    def _exiger_libre(self, cle: str) -> None:
        """Our own look before writing, for services that ignore the condition on the write."""
        with suppress(ObjetAbsent), self._traduire(cle):
            self._client.head_object(Bucket=self._bucket, Key=cle)
            raise ObjetDejaPresent(cle)

    def _abandonner(self, cle: str, numero: str) -> None:
        with suppress(ObjetDejaPresent, ObjetAbsent), self._traduire(cle):
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=cle, UploadId=numero)

    def _pages(self, verbe: str, **arguments: str) -> Iterator[dict[str, Any]]:
        pages = iter(self._client.get_paginator(verbe).paginate(Bucket=self._bucket, **arguments))
        while True:
            with self._traduire(""):
                page = next(pages, None)
            if page is None:
                return
            yield page

    def _traduire(self, cle: str) -> Any:
        return traduire(cle, self._bucket)
