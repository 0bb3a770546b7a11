"""Bytes for the contract tests, and short ways to read a stockage back."""

from app.stockage.flux import BLOC
from app.stockage.protocole import Stockage

PART_S3 = 8 << 20
TAILLES = [0, 1, BLOC - 1, BLOC, BLOC + 1, PART_S3 - 1, PART_S3, PART_S3 + 1, 2 * PART_S3]
DIX = b"0123456789"
PLAGES = [(0, 0), (0, 1), (3, 4), (9, 1), (0, 10), (0, 99), (5, 99), (4, None)]
PLAGES_AU_BORD = [(10, None), (10, 5), (25, None), (25, 3), (25, 0)]


def contenu_de(taille: int) -> bytes:
    motif = bytes(range(256)) * 16 + b"fin de motif"
    return (motif * (taille // len(motif) + 1))[:taille]


def cles(stockage: Stockage, prefixe: str = "") -> list[str]:
    return [objet.cle for objet in list(stockage.keys(prefixe))]


def lire(stockage: Stockage, cle: str, debut: int = 0, longueur: int | None = None) -> bytes:
    return b"".join(stockage.open(cle, debut, longueur))
