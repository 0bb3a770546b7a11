"""Makes the PDFs of the demonstration with typst: the same bytes at every loading.

Fonts are those that typst brings with it; the date of each document is fixed.
"""

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from typst import Compiler, Fonts

from app.demo.donnees import DOSSIER, SessionFictive
from app.demo.objets import CandidatFictif, EnvoiFictif
from app.demo.redaction import donnees_de
from app.reglement import reglement_de

MODELES = DOSSIER / "pdf"
PIXELS_PAR_POUCE = 68.0
"""Of a page « scanned »: readable, and light."""


def fabriquer(session: SessionFictive, envoi: EnvoiFictif) -> bytes:
    """The bytes of the file that a candidate sends, whole or not."""
    document, candidat = envoi.document, session.candidats[envoi.candidat]
    if document.genre == "rien":
        return b""
    modele = MODELES / f"{document.genre}.typ"
    donnees = _donnees(session, envoi, candidat)
    octets = _numeriser(modele, donnees) if document.scan else composer(modele, donnees)
    return octets[: len(octets) // 2] if document.coupe else octets


def _donnees(
    session: SessionFictive, envoi: EnvoiFictif, candidat: CandidatFictif
) -> dict[str, Any]:
    epreuve = envoi.document.de or envoi.epreuve
    ecole = session.etablissements.get(candidat.etablissement)
    donnees = donnees_de(envoi.document, epreuve)
    donnees |= {
        "candidat": candidat.nom_complet,
        "numero": candidat.numero,
        "etablissement": f"{ecole.nom}, {ecole.ville}" if ecole else "sans établissement",
        "epreuve": epreuve,
    }
    piece = reglement_de(session.reglages["reglement"]).epreuve(epreuve).piece(envoi.piece)
    if modele := piece.modele(candidat.inscriptions[envoi.epreuve]):
        donnees |= {"annexe": modele.annexe, "intitule": modele.titre, "pages": modele.pages}
    return donnees


@cache
def polices() -> Fonts:
    return Fonts(include_system_fonts=False)


def composer(modele: Path, donnees: dict[str, Any]) -> bytes:
    """A typst template filled with these words, as a PDF."""
    pdf = _compilateur(modele.parent, donnees).compile(modele, format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError(f"{modele.name} gave no PDF")
    return pdf


def _numeriser(modele: Path, donnees: dict[str, Any]) -> bytes:
    """The same document after a printer and a scanner: pictures, and no text."""
    with tempfile.TemporaryDirectory(prefix="demo-") as nom:
        dossier = Path(nom)
        images = _compilateur(MODELES, donnees).compile(modele, format="png", ppi=PIXELS_PAR_POUCE)
        pages = images if isinstance(images, list) else [images]
        noms = [f"page-{rang:02d}.png" for rang in range(len(pages))]
        for nom_image, page in zip(noms, pages, strict=True):
            (dossier / nom_image).write_bytes(page or b"")
        scan = dossier / "scan.typ"
        scan.write_bytes((MODELES / "scan.typ").read_bytes())
        return composer(scan, {"images": noms})


def _compilateur(racine: Path, donnees: dict[str, Any]) -> Compiler:
    texte = json.dumps(donnees, ensure_ascii=False)
    return Compiler(root=racine, font_paths=polices(), sys_inputs={"donnees": texte})
