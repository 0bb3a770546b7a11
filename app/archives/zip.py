"""The records of a zip file (PKWARE APPNOTE 6.3.10), stored entries only, zip64 where it must be.

Sizes and CRC stand in the local header, no data descriptor: a program that reads from a pipe can
then extract as it receives.
"""

from datetime import UTC, datetime
from struct import Struct

MAX_16 = 0xFFFF
MAX_32 = 0xFFFFFFFF
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_FIN = Struct("<4s4H2LH")
_FIN_64 = Struct("<4sQ2H2L4Q")
_RENVOI_64 = Struct("<4sLQL")
_HEURE_UNIX = Struct("<2HBl")
_UTF8 = 0x0800
_VERSION, _VERSION_64 = 20, 45
_UNIX = 3 << 8
_FICHIER_SIMPLE = 0o100644 << 16


def en_tete_local(nom: bytes, taille: int, crc32: int, modifie: datetime) -> bytes:
    """What comes right before the bytes of an entry."""
    tailles = [taille, taille] if taille >= MAX_32 else []
    extra = _extra_64(tailles) + _heure_unix(modifie)
    return (
        _LOCAL.pack(
            b"PK\3\4",
            _VERSION_64 if tailles else _VERSION,
            _UTF8,
            0,
            *_heure_dos(modifie),
            crc32,
            min(taille, MAX_32),
            min(taille, MAX_32),
            len(nom),
            len(extra),
        )
        + nom
        + extra
    )


def en_tete_central(nom: bytes, taille: int, crc32: int, modifie: datetime, debut: int) -> bytes:
    """The line of an entry in the final directory; `debut` is where its local header begins."""
    grands = [taille, taille] if taille >= MAX_32 else []
    grands += [debut] if debut >= MAX_32 else []
    extra = _extra_64(grands) + _heure_unix(modifie)
    version = _VERSION_64 if grands else _VERSION
    return (
        _CENTRAL.pack(
            b"PK\1\2",
            _UNIX | version,
            version,
            _UTF8,
            0,
            *_heure_dos(modifie),
            crc32,
            min(taille, MAX_32),
            min(taille, MAX_32),
            len(nom),
            len(extra),
            0,
            0,
            0,
            _FICHIER_SIMPLE,
            min(debut, MAX_32),
        )
        + nom
        + extra
    )


def fin_de_zip(nombre: int, taille_central: int, debut_central: int) -> bytes:
    """The closing records: how many entries, where their directory stands."""
    fin = _FIN.pack(
        b"PK\5\6",
        0,
        0,
        min(nombre, MAX_16),
        min(nombre, MAX_16),
        min(taille_central, MAX_32),
        min(debut_central, MAX_32),
        0,
    )
    if nombre < MAX_16 and taille_central < MAX_32 and debut_central < MAX_32:
        return fin
    fin_64 = _FIN_64.pack(
        b"PK\6\6",
        _FIN_64.size - 12,
        _UNIX | _VERSION_64,
        _VERSION_64,
        0,
        0,
        nombre,
        nombre,
        taille_central,
        debut_central,
    )
    return fin_64 + _RENVOI_64.pack(b"PK\6\7", 0, debut_central + taille_central, 1) + fin


def _extra_64(valeurs: list[int]) -> bytes:
    if not valeurs:
        return b""
    return Struct(f"<2H{len(valeurs)}Q").pack(1, 8 * len(valeurs), *valeurs)


def _heure_unix(modifie: datetime) -> bytes:
    """The exact instant, which the DOS fields (local time, two seconds) cannot hold."""
    instant = int(modifie.timestamp())
    return _HEURE_UNIX.pack(0x5455, 5, 1, instant) if 0 <= instant < 1 << 31 else b""


def _heure_dos(modifie: datetime) -> tuple[int, int]:
    """Wall clock of `modifie`, between 1980 and 2107: what the format can say."""
    borne = min(max(modifie.year, 1980), 2107)
    if borne != modifie.year:
        modifie = datetime(borne, 1, 1, tzinfo=UTC)
    heure = modifie.hour << 11 | modifie.minute << 5 | modifie.second // 2
    return heure, (modifie.year - 1980) << 9 | modifie.month << 5 | modifie.day
