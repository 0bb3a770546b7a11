"""A process of its own that stores one object of `taille` bytes, to be killed or starved.

Prints `écrit <n>` after each mebibyte handed over, then `fini` or the name of the error.
"""

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from app.stockage.choix import ReglagesStockage, choisir
from app.stockage.erreurs import ErreurStockage


def morceaux(taille: int) -> Iterator[bytes]:
    for rang in range(taille >> 20):
        yield bytes([rang % 256]) * (1 << 20)
        print("écrit", rang + 1, flush=True)


def main(dossier: str, reglages: str, cle: str, taille: str, limite: str) -> None:
    if int(limite):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limite), int(limite)))
    stockage = choisir(ReglagesStockage(Path(dossier), **json.loads(reglages)))
    try:
        stockage.put(cle, morceaux(int(taille)))
    except ErreurStockage as erreur:
        print(type(erreur).__name__, [objet.cle for objet in list(stockage.keys())], flush=True)
    else:
        print("fini", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
