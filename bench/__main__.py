"""`make bench`, or `python -m bench lecture` for one of them."""

import sys

from bench import lecture
from bench.mesures import garder, montrer

BANCS = {"lecture": lecture.mesurer}


def main(demandes: list[str]) -> int:
    """Run the benchmarks named (default: all); 1 when a goal is missed."""
    manque = False
    for nom in demandes or BANCS:
        mesures = BANCS[nom]()
        print(f"\n{nom}\n{montrer(mesures)}", flush=True)
        garder(mesures)
        manque = manque or any(m.atteint is False for m in mesures)
    return int(manque)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
