"""The Range header (RFC 9110, 14): what it asks, exactly, and nothing for what it should not."""

import re

_PLAGE = re.compile(r"bytes=[ \t]*([0-9]{0,24})-([0-9]{0,24})[ \t]*", re.IGNORECASE | re.ASCII)


class PlageImpossible(Exception):
    """A range that holds no byte of the content: answer 416 with `content_range`."""

    def __init__(self, taille: int) -> None:
        super().__init__(f"aucun octet de cette plage n'existe ({taille} octets)")
        self.content_range = f"bytes */{taille}"


def plage_demandee(
    entete: str | None, taille: int, etag: str | None = None, si_plage: str | None = None
) -> tuple[int, int] | None:
    """`(debut, fin excluded)` of the bytes asked for, or None: send the whole.

    `entete` is Range, `si_plage` If-Range, `etag` the strong validator without quotes, `taille` in
    bytes. The whole is sent when there is no range, when it is malformed, when there are several,
    and when If-Range does not name exactly this content. Errors: PlageImpossible.
    """
    lue = _PLAGE.fullmatch(entete.strip()) if entete else None
    if lue is None or not _meme_contenu(etag, si_plage):
        return None
    premier, dernier = lue.groups()
    if not premier:
        return _suffixe(dernier, taille)
    debut, fin = int(premier), int(dernier) + 1 if dernier else taille
    if dernier and fin <= debut:
        return None
    if debut >= taille:
        raise PlageImpossible(taille)
    return debut, min(fin, taille)


def _meme_contenu(etag: str | None, si_plage: str | None) -> bool:
    return si_plage is None or (etag is not None and si_plage.strip() == f'"{etag}"')


def content_range(debut: int, fin: int, taille: int) -> str:
    """The Content-Range of a 206 for the bytes from `debut` to `fin` excluded."""
    return f"bytes {debut}-{fin - 1}/{taille}"


def _suffixe(combien: str, taille: int) -> tuple[int, int] | None:
    """`bytes=-500`: the last 500 bytes, or all of a shorter content."""
    if not combien:
        return None
    if int(combien) == 0 or taille == 0:
        raise PlageImpossible(taille)
    return max(0, taille - int(combien)), taille
