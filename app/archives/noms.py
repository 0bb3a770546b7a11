"""Names of files that open on every machine: Windows, macOS, Linux, and inside a zip.

Accents are kept (NFC). What is taken away: what a system forbids or reserves, what would leave the
folder, and invisible characters that make a name read otherwise than it is.
"""

import re
from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

CHEMIN_MAX = 180
_NOM_MAX = 120
_OCTETS_MAX = 240
_PART_MIN = 12
_EXTENSION_MAX = 10
_INTERDITS = frozenset('<>:"/\\|?*')
_INVISIBLES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANCS = frozenset("\t\n\v\f\r")
_RESERVES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
_BORDS = ". "


def nom_sur(texte: str, maximum: int = _NOM_MAX) -> str:
    """`texte` as the name of one file or folder, `maximum` characters at most, extension kept.

    Never empty (« sans-nom »). Giving the result again gives the same.
    """
    propre = normalize("NFC", "".join(map(_caractere, normalize("NFC", texte))))
    propre = " ".join(propre.split()).strip(_BORDS) or "sans-nom"
    propre = _raccourcir(propre, maximum)
    if _RESERVES.fullmatch(propre.partition(".")[0].rstrip()):
        propre = _raccourcir(f"_{propre}", maximum)
    return propre


def chemin_sur(parts: Sequence[str], maximum: int = CHEMIN_MAX) -> str:
    """`parts` as a path (`/` between them), `maximum` characters at most, the longest cut first.

    Errors: ValueError when there are no parts, or too many for that length.
    """
    if not parts or len(parts) * (_PART_MIN + 1) > maximum:
        raise ValueError(f"{len(parts)} parties ne font pas un chemin de {maximum} caractères")
    noms = [nom_sur(part) for part in parts]
    while (exces := longueur("/".join(noms)) - maximum) > 0:
        rang = max(range(len(noms)), key=lambda r: longueur(noms[r]))
        noms[rang] = nom_sur(noms[rang], max(_PART_MIN, longueur(noms[rang]) - exces))
    return "/".join(noms)


def est_chemin_sur(chemin: str) -> bool:
    """Whether each part of `chemin` is already as `nom_sur` would make it, whatever its length."""
    return all(part == nom_sur(part, len(chemin) * 2 + 2) for part in chemin.split("/"))


def sans_doublon(noms: Iterable[str], maximum: int = CHEMIN_MAX) -> list[str]:
    """The same paths, in the same order, no two alike even where case does not count.

    A second « rapport.pdf » becomes « rapport (2).pdf »; a name already unique is never changed.
    """
    noms = list(noms)
    pris, prochains = {pliee(nom) for nom in noms}, dict[str, int]()
    uniques = []
    for nom in noms:
        cle = pliee(nom)
        if cle in prochains:
            nom, prochains[cle] = _numeroter(nom, prochains[cle], pris, maximum)
            pris.add(pliee(nom))
        prochains.setdefault(cle, 2)
        uniques.append(nom)
    return uniques


def pliee(nom: str) -> str:
    """What a disk that ignores case compares: two names with the same value are one file there."""
    return normalize("NFC", normalize("NFC", nom).casefold())


def longueur(nom: str) -> int:
    """Length as Windows counts it, in UTF-16 units."""
    return len(nom.encode("utf-16-le")) // 2


def _caractere(c: str) -> str:
    if c in _INTERDITS:
        return "-"
    if c in _BLANCS:
        return " "
    return "" if category(c) in _INVISIBLES else c


def _raccourcir(nom: str, maximum: int) -> str:
    """Cut before the extension, never leaving a blank or a dot at the end."""
    base, point, extension = nom.rpartition(".")
    trop_longue = longueur(extension) > min(_EXTENSION_MAX, maximum - 3)
    if not base or trop_longue or " " in extension:
        base, point, extension = nom, "", ""
    fin = point + extension
    while len(base) > 1 and not _tient(base + fin, maximum):
        base = base[:-1].rstrip(_BORDS)
    return base + fin


def _tient(nom: str, maximum: int) -> bool:
    return longueur(nom) <= maximum and len(nom.encode()) <= _OCTETS_MAX


def _numeroter(nom: str, numero: int, pris: set[str], maximum: int) -> tuple[str, int]:
    """The next free « nom (n) », and the number after it."""
    dossier, barre, fichier = nom.rpartition("/")
    while True:
        candidat = dossier + barre + _avec_numero(fichier, numero, maximum - longueur(dossier) - 1)
        numero += 1
        if pliee(candidat) not in pris:
            return candidat, numero


def _avec_numero(fichier: str, numero: int, maximum: int) -> str:
    base, point, extension = fichier.rpartition(".")
    if not base:
        base, point, extension = fichier, "", ""
    fin = f" ({numero}){point}{extension}"
    base = base.rstrip(_BORDS)
    return _raccourcir(base, max(1, min(_NOM_MAX, maximum) - longueur(fin))) + fin
