"""What a file is, from its first bytes alone: the door must know before the rest has come."""

from app.controle.octets import nature

ENTETE = 65_536
"""First bytes looked at; office documents name their parts that early."""

PARTIES = {b"word/": "docx", b"ppt/": "pptx", b"xl/": "xlsx"}
MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument."
ODF = {b"text": "odt", b"presentation": "odp", b"spreadsheet": "ods"}


def format_de(entete: bytes) -> str | None:
    """The format of a file, « pdf », « docx »…, or None when these bytes say nothing known.

    Args:
        entete: the first `ENTETE` bytes, or all of a shorter file.
    """
    if not entete.startswith(b"PK"):
        return nature(entete)
    _, _, suite = entete[:200].partition(MIMETYPE)
    if suite:
        return next((f for genre, f in ODF.items() if suite.startswith(genre)), "zip")
    return next((f for partie, f in PARTIES.items() if partie in entete), "zip")
