"""Reading one object from S3, taken up again where it stopped when the connection is lost."""

import logging
from typing import Any, cast

from botocore.exceptions import ClientError

from app.stockage.erreurs import StockageIndisponible
from app.stockage.s3_client import code, traduire

REPRISES = 2
_HORS_OBJET = {"InvalidRange", "416"}
_trace = logging.getLogger(__name__)


class Corps:
    """The body of one GET from byte `debut`, `longueur` of them (None: to the end).

    Opened on creation. Errors: ObjetAbsent, StockageIndisponible.
    """

    def __init__(
        self, client: Any, bucket: str, cle: str, debut: int, longueur: int | None
    ) -> None:
        self._client = client
        self._cible = {"Bucket": bucket, "Key": cle}
        self._position = debut
        self._fin = None if longueur is None else debut + longueur - 1
        self._reprises = REPRISES
        self._flux = self._ouvrir()

    def lire(self, combien: int) -> bytes:
        """The next bytes, `combien` at most; none at the end."""
        while self._flux is not None:
            try:
                with self._traduire():
                    bloc = cast(bytes, self._flux.read(combien))
            except StockageIndisponible as erreur:
                self._reprendre(erreur)
            else:
                self._position += len(bloc)
                return bloc
        return b""

    def fermer(self) -> None:
        """Give the connection back, or cut it when bytes were left in it."""
        if self._flux is not None:
            self._flux.close()

    def _reprendre(self, erreur: StockageIndisponible) -> None:
        if not self._reprises:
            raise erreur
        self._reprises -= 1
        _trace.warning("lecture reprise à l'octet %d : %s", self._position, erreur.detail)
        self.fermer()
        self._flux = self._ouvrir()

    def _ouvrir(self) -> Any:
        """The body, or None when the range begins after the last byte."""
        demande = dict(self._cible)
        if self._position or self._fin is not None:
            demande["Range"] = f"bytes={self._position}-{'' if self._fin is None else self._fin}"
        with self._traduire():
            try:
                reponse = self._client.get_object(**demande)
            except ClientError as erreur:
                if code(erreur) in _HORS_OBJET:
                    return None
                raise
        if "Range" in demande and not self._plage_tenue(reponse):
            reponse["Body"].close()
            raise StockageIndisponible("le service S3 ne sait pas donner une partie d'un objet")
        return reponse["Body"]

    def _plage_tenue(self, reponse: dict[str, Any]) -> bool:
        return str(reponse.get("ContentRange", "")).startswith(f"bytes {self._position}-")

    def _traduire(self) -> Any:
        return traduire(self._cible["Key"], self._cible["Bucket"])
