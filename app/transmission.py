"""Bytes of the stockage as an HTTP answer: a stranger's file may do nothing in a browser."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Response, request

from app.archives.noms import nom_sur
from app.archives.plages import PlageImpossible, content_range, plage_demandee
from app.archives.plan import Archive

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
"""What a browser may show; everything else is only downloaded."""

CSP_FICHIER = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"


def reponse_fichier(
    blocs: Iterator[bytes], nom: str, format_: str, taille: int, telecharger: bool = False
) -> Response:
    """Send one received file, its type said by its bytes, never by its name."""
    type_ = TYPES.get(format_, "application/octet-stream")
    reponse = Response(blocs, mimetype=type_, direct_passthrough=True)
    reponse.content_length = taille
    montrer = format_ in TYPES and not telecharger
    reponse.headers["Content-Disposition"] = _disposition(
        "inline" if montrer else "attachment", nom
    )
    reponse.headers["Content-Security-Policy"] = CSP_FICHIER
    reponse.headers["X-Frame-Options"] = "SAMEORIGIN"
    reponse.headers["Cache-Control"] = "private, no-store"
    return reponse


def reponse_archive(archive: Archive, nom: str) -> Response:
    """Send an archive: exact length, ETag, and the byte range asked for, so that it resumes."""
    entetes = request.headers
    try:
        plage = plage_demandee(
            entetes.get("Range"), archive.taille, archive.etag, entetes.get("If-Range")
        )
    except PlageImpossible as impossible:
        return Response(status=416, headers={"Content-Range": impossible.content_range})
    debut, fin = plage or (0, archive.taille)
    reponse = Response(
        archive.lire(debut, fin), mimetype="application/zip", direct_passthrough=True
    )
    if plage:
        reponse.status_code = 206
        reponse.headers["Content-Range"] = content_range(debut, fin, archive.taille)
    reponse.content_length = fin - debut
    reponse.set_etag(archive.etag)
    reponse.headers["Accept-Ranges"] = "bytes"
    reponse.headers["Content-Disposition"] = _disposition("attachment", nom)
    reponse.headers["Cache-Control"] = "private, no-store"
    reponse.headers["X-Accel-Buffering"] = "no"
    return reponse


def _disposition(genre: str, nom: str) -> str:
    """The name as any browser understands it: ASCII, then UTF-8 (RFC 6266)."""
    sur = nom_sur(nom)
    ascii_ = sur.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"{genre}; filename=\"{ascii_}\"; filename*=UTF-8''{quote(sur, safe='')}"
