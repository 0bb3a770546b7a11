"""Identities that are the same at every loading, and that nobody real can have."""

import uuid

ESPACE = uuid.UUID("5e551012-ccc7-4026-8dea-000000000000")
CLES_UAI = "ABCDEFGHJKLMNPRSTUVWXYZ"


def identite(genre: str, *parties: object) -> uuid.UUID:
    """The id of a row of the demonstration, from what it stands for."""
    return uuid.uuid5(ESPACE, ":".join([genre, *map(str, parties)]))


def uai_de(numero: str) -> str:
    """The seven digits of an établissement followed by their check letter.

    The letter is the remainder by 23, in an alphabet without I, O and Q.
    """
    return numero + CLES_UAI[int(numero) % 23]


def numero_de(rang: int) -> str:
    """The numéro of the candidate of this rank, short enough to be typed."""
    return f"2699{rang:04d}"
