"""Text as a PDF gives it, brought to words that can be compared.

Measured on many producers: ligatures come as control characters, as U+FB01 or as a far
Unicode plane; headings come letter by letter; accents come beside their letter.
"""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = {0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl"}
_LIGATURES |= {0xAD: "", 0x200B: "", 0x2060: "", 0xFEFF: "", 0xCF00: "fi"}
_LIGATURES |= {lettre << 8: chr(lettre) for lettre in range(0x61, 0x7B)}
_LIGATURES |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB06: "st"}
_ACCENTS_SEULS = {ord(c): "" for c in "´`¨^¸˜ˆ"}
_PAR_MOT = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "÷": "oe"}
_PAS_UNE_LETTRE = re.compile(r"[^a-z]+")
_MOT = re.compile(r"[a-z0-9]+")
_LETTRE_SEULE = re.compile(r"(?<![^\W_])[^\W_](?![^\W_])")
_BLANC_DOUBLE = re.compile(r"\s{2,}|\t")


def nettoyer(texte: str) -> str:
    """Give a text without control characters, with its ligatures written out."""
    if texte.isascii() and texte.isprintable():
        return texte
    traduit = texte.translate(_LIGATURES)
    if traduit.isprintable():
        return traduit
    return "".join(c if c.isprintable() or c == "\n" else " " for c in traduit)


@lru_cache(maxsize=8192)
def simplifier(texte: str) -> str:
    """Give the text in lower case, without accents."""
    for signe, lettres in _PAR_MOT.items():
        texte = texte.replace(signe, lettres)
    if not texte.isascii():
        texte = texte.translate(_ACCENTS_SEULS)
        decompose = unicodedata.normalize("NFKD", texte)
        texte = "".join(c for c in decompose if not unicodedata.combining(c))
    return texte.casefold()


def lettres(texte: str) -> str:
    """Give only the letters a to z, with nothing between them."""
    return _PAS_UNE_LETTRE.sub("", simplifier(texte))


def mots(texte: str) -> list[str]:
    """Give the words of a text, simplified; elisions (l', d') stand as words."""
    return _MOT.findall(simplifier(texte))


def est_espace(texte: str) -> bool:
    """True for letter-spaced text: « L E  M A R C H E »."""
    seules = len(_LETTRE_SEULE.findall(texte))
    if seules < 5:  # fewer than 0.7 of the six letters asked for: most lines end here
        return False
    total = sum(1 for c in texte if c.isalpha())
    return total >= 6 and seules >= 0.7 * total


def resserrer(texte: str) -> str:
    """Bring letter-spaced text back to words, when its word gaps are wider."""
    if not est_espace(texte):
        return texte
    morceaux = _BLANC_DOUBLE.split(texte.strip())
    return " ".join(morceau.replace(" ", "") for morceau in morceaux)


def presentable(texte: str, longueur: int = 160) -> str:
    """Give a heading as it may be shown: one line, no control character, not too long."""
    ligne = " ".join(nettoyer(texte).split())
    return ligne if len(ligne) <= longueur else ligne[: longueur - 1].rstrip() + "…"
