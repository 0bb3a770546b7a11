"""Thousands of damaged files: each gets a whole report, none crashes, none hangs.

Read in this process for speed; `test_isolement` shows what the child adds. The number of
mutants grows with MUTANTS; it is the seed that makes a failure come again.
"""

import json
import os
import random
import time
from functools import cache

import pytest

from app.controle.libelles import libelles_de
from app.controle.moteur import controler
from app.controle.rapport import Demande, Rapport
from app.reglement import reglement_de
from tests.controle.fabrique import brut_pdf, dossier_pdf, fiche_pdf

pytestmark = pytest.mark.long

CCST = reglement_de("ccst-2026")
MUTANTS = int(os.environ.get("MUTANTS", "2000"))
LOTS = 10
SECONDES_PAR_LOT = 60


@cache
def souches() -> list[bytes]:
    """Give the small files from which the mutants come."""
    court = dossier_pdf(["Introduction", "Le marché"], annexes=1, sommaire=False)
    texte = brut_pdf(b"BT /F1 12 Tf 60 700 Td (1. Le marche de la fenetre) Tj ET", pages=3)
    racine = (
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>/PageLabels<</Nums[0<<>>]>>"
    )
    champs = b"/AcroForm<</Fields[<</T(a)/V(b)/FT/Tx>>]>>/Outlines<</First<</Title(x)>>>>"
    actif = brut_pdf(b"BT /F1 12 Tf 60 700 Td (Annexe 1) Tj ET", pages=2, racine=racine + champs)
    return [court, texte, texte, actif, actif, actif, fiche_pdf("18")]


def muter(hasard: random.Random) -> bytes:
    """Flip, cut, splice, repeat or overwrite bytes of a file."""
    octets = bytearray(hasard.choice(souches()))
    for _ in range(hasard.randint(1, 6)):
        place, longueur = hasard.randrange(len(octets) + 1), hasard.randint(1, 40)
        geste = hasard.randrange(6)
        if geste == 0 and octets:
            octets[min(place, len(octets) - 1)] ^= 1 << hasard.randrange(8)
        elif geste == 1:
            del octets[place : place + longueur]
        elif geste == 2:
            octets[place:place] = octets[place : place + longueur] * hasard.randint(1, 4)
        elif geste == 3:
            autre = hasard.choice(souches())
            debut = hasard.randrange(len(autre))
            octets[place:place] = autre[debut : debut + longueur * 4]
        elif geste == 4:
            octets[place : place + 4] = str(hasard.choice([0, -1, 9, 99999999])).encode()
        elif hasard.random() < 0.3:
            del octets[place:]
    return bytes(octets)


@pytest.mark.parametrize("lot", range(LOTS))
def test_un_fichier_abime_recoit_toujours_un_rapport_entier(lot: int) -> None:
    hasard = random.Random(lot)
    fin = time.monotonic() + SECONDES_PAR_LOT
    for numero in range(MUTANTS // LOTS):
        piece = hasard.choice(["dossier", "fiche", "annexes"])
        rapport = controler(muter(hasard), Demande(f"{numero}.pdf", CCST, "E8", piece, "ccf"))
        texte = json.dumps(rapport.vers_json())
        assert Rapport.depuis_json(json.loads(texte)).avis == rapport.avis
        assert "\\u0000" not in texte
        assert rapport.avis in {"rien-a-signaler", "a-verifier", "illisible"}
        assert (rapport.avis == "illisible") == (not rapport.lisible)
        assert rapport.lisible or rapport.constats
        assert len(libelles_de(rapport)) == len(rapport.constats)
        assert time.monotonic() < fin, f"lot {lot}, mutant {numero}"
