"""What a file is, told by its first bytes and never by its name."""

import zipfile
from io import BytesIO

_SIGNATURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office-ancien"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"%!PS", "ps"),
    (b"MZ", "exe"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OOXML = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
_ODF = {"text": "odt", "presentation": "odp", "spreadsheet": "ods"}
_HEIC = (b"heic", b"heix", b"mif1", b"hevc")
NOMS = {
    "jpg": "une image JPEG",
    "png": "une image PNG",
    "gif": "une image GIF",
    "tiff": "une image TIFF",
    "heic": "une photo HEIC",
    "docx": "un document Word",
    "odt": "un document LibreOffice Writer",
    "pptx": "un diaporama PowerPoint",
    "odp": "un diaporama Impress",
    "xlsx": "un classeur Excel",
    "ods": "un classeur Calc",
    "office-ancien": "un ancien document Office",
    "rtf": "un document RTF",
    "zip": "une archive ZIP",
    "rar": "une archive RAR",
    "7z": "une archive 7z",
    "mp4": "une vidéo",
    "html": "une page web",
    "texte": "un texte simple",
    "ps": "un fichier PostScript",
    "exe": "un programme",
    "pdf": "un PDF",
}


def _nature_zip(octets: bytes) -> str | None:
    """Tell office documents apart from plain archives; None for a damaged one."""
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            noms = archive.namelist()[:2_000]
            if noms and noms[0] == "mimetype" and archive.getinfo("mimetype").file_size < 200:
                genre = archive.read("mimetype").decode("ascii", "replace").rsplit(".", 1)[-1]
                return _ODF.get(genre, "zip")
    except Exception:  # any damage: it is no archive that anyone can open
        return None
    for debut, nature in _OOXML.items():
        if any(nom.startswith(debut) for nom in noms):
            return nature
    return "zip"


def _nature_texte(debut: bytes) -> str | None:
    if debut.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    if debut and not any(octet < 9 for octet in debut):
        try:
            debut[:-4].decode("utf-8")
            return "texte"
        except UnicodeDecodeError:
            return None
    return None


def nature(octets: bytes) -> str | None:
    """Give what the bytes are (`pdf`, `jpg`, `docx`…), None when they are nothing known.

    A PDF may have junk before its header: readers accept it within the first kilobyte.
    """
    debut = octets[:4096]
    if b"%PDF-" in debut[: 1024 + 8]:
        return "pdf"
    for signature, genre in _SIGNATURES:
        if debut.startswith(signature):
            return genre
    if debut.startswith(_ZIP):
        return _nature_zip(octets)
    if debut[4:8] == b"ftyp":
        return "heic" if debut[8:12] in _HEIC else "mp4"
    return _nature_texte(debut)


def lisible(octets: bytes, genre: str) -> bool:
    """True when the file looks whole: its end mark is there when its kind has one."""
    if genre == "jpg":
        return b"\xff\xd9" in octets[-4096:]
    if genre == "png":
        return b"IEND" in octets[-64:]
    return genre != "pdf" or b"%%EOF" in octets[-2048:]
