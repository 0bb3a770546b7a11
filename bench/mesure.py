"""How good the reader is on a labelled corpus: `python -m bench.mesure FOLDER`.

The folder holds PDFs and a labels.json (the format of ../shared/corpus/README.md). Printed:
precision and recall per subject, the page map, the counts, the forms, the avis, and each
error by name, so that whoever tunes the vocabulary sees what a word changes.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.controle.isolement import arreter, controler_isole
from app.controle.rapport import Demande, Rapport
from app.reglement import Reglement, reglement_de

_TEXTES = {"full": "complet", "partial": "partiel", "ocr": "ocr", "none": "absent", None: None}
_COMPTES = (
    ("pages_corps_avec_garde", "pages_corps_with_cover"),
    ("pages_corps", "pages_corps_without_cover"),
    ("pages_corps_sans_sommaire", "pages_corps_without_cover_nor_sommaire"),
)
_TYPES = {
    "sommaire": "sommaire_pages",
    "blanche": "blank_pages",
    "fiche": "fiche_pages",
}
Etiquette = dict[str, Any]


@dataclass(slots=True)
class Mesure:
    """Counts of what is right (`justes`) out of what was asked (`total`), and the errors."""

    justes: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    erreurs: list[str] = field(default_factory=list)
    sujets: dict[str, Counter[str]] = field(default_factory=dict)

    def noter(self, quoi: str, fichier: str, trouve: object, attendu: object) -> None:
        """Compare one answer with its label."""
        self.total[quoi] += 1
        if trouve == attendu:
            self.justes[quoi] += 1
        else:
            self.erreurs.append(f"{fichier} : {quoi} : {trouve} au lieu de {attendu}")

    def part(self, quoi: str) -> float:
        """Give the share of right answers, 1 when nothing was asked."""
        return self.justes[quoi] / self.total[quoi] if self.total[quoi] else 1.0

    def rappel(self) -> float:
        """Give the share of the subjects that are there and were found."""
        vus = sum((compte for compte in self.sujets.values()), Counter[str]())
        presents = vus["trouve-present"] + vus["douteux-present"] + vus["non-trouve-present"]
        return vus["trouve-present"] / presents if presents else 1.0

    def precision(self) -> float:
        """Give the share of the subjects said found that are there."""
        vus = sum((compte for compte in self.sujets.values()), Counter[str]())
        dits = vus["trouve-present"] + vus["trouve-absent"]
        return vus["trouve-present"] / dits if dits else 1.0

    def faux_absents(self) -> int:
        """Count the subjects that are there and were said missing: it must stay zero."""
        return sum(compte["non-trouve-present"] for compte in self.sujets.values())


def demande_de(etiquette: Etiquette, reglement: Reglement) -> Demande:
    """Make of a label the slot for which the file was handed in."""
    lieu = etiquette["depose_comme"]
    epreuve = "STAGE" if lieu["epreuve"] == "stage" else lieu["epreuve"]
    forme = "ponctuelle" if etiquette["forme"] == "ponctuel" else etiquette["forme"]
    return Demande(etiquette["file"], reglement, epreuve, lieu["piece"].split("+")[0], forme)


def lire_corpus(dossier: Path, jobs: int) -> Iterator[tuple[Etiquette, Rapport]]:
    """Read every labelled file that is there, each in its own child."""
    etiquettes = json.loads((dossier / "labels.json").read_text(encoding="utf-8"))
    presents = [e for e in etiquettes if (dossier / e["file"]).exists()]
    reglement = reglement_de("ccst-2026")

    def lire(etiquette: Etiquette) -> Rapport:
        return controler_isole(dossier / etiquette["file"], demande_de(etiquette, reglement))

    with ThreadPoolExecutor(jobs) as equipe:
        yield from zip(presents, equipe.map(lire, presents), strict=True)


def _avec_texte(etiquette: Etiquette) -> bool:
    return bool(etiquette["readable"]) and etiquette["text_layer"] != "none"


def _comparer_pages(mesure: Mesure, etiquette: Etiquette, rapport: Rapport) -> None:
    nom = etiquette["file"]
    mesure.noter("lisible", nom, rapport.lisible, etiquette["readable"])
    if not etiquette["readable"]:
        return
    mesure.noter("texte", nom, rapport.texte, _TEXTES[etiquette["text_layer"]])
    mesure.noter("pages_total", nom, rapport.pages_total, etiquette["pages_total"])
    if not _avec_texte(etiquette):
        return
    mesure.noter("annexes_debut", nom, rapport.annexes_debut, etiquette["annexes_first_page"])
    lus = [getattr(rapport, notre) for notre, _ in _COMPTES]
    mesure.noter("comptes", nom, lus, [etiquette[leur] for _, leur in _COMPTES])
    for genre, cle in _TYPES.items():
        lues = [page.page for page in rapport.pages if page.type == genre]
        mesure.noter(f"carte:{genre}", nom, lues, etiquette[cle])


def _comparer_sujets(mesure: Mesure, etiquette: Etiquette, rapport: Rapport) -> None:
    if not etiquette["sections"] or not _avec_texte(etiquette):
        return
    for code, attendu in etiquette["sections"].items():
        lu = rapport.sujets.get(code)
        etat = lu.etat if lu is not None else "douteux"
        present = "present" if attendu["present"] else "absent"
        mesure.sujets.setdefault(code, Counter())[f"{etat}-{present}"] += 1
        if (etat == "trouve") != attendu["present"] or (etat, present) == ("non-trouve", "present"):
            titre = lu.titre if lu is not None else None
            dit = f"{etat} « {titre} »"
            mesure.erreurs.append(
                f"{etiquette['file']} : {code} : {dit} ; étiquette : {attendu['heading']}"
            )


def _comparer_pieces(mesure: Mesure, etiquette: Etiquette, rapport: Rapport) -> None:
    nom, verdict = etiquette["file"], etiquette["verdict"]
    if etiquette["fiche_model"] and _avec_texte(etiquette):
        lu = rapport.modele
        mesure.noter("modele", nom, lu and f"annexe {lu.annexe}", etiquette["fiche_model"])
        mesure.noter("rempli", nom, lu and lu.rempli, etiquette["fiche_filled"])
    if etiquette["readable"]:
        dite = any(constat.code == "mauvaise-piece" for constat in rapport.constats)
        mesure.noter("mauvaise_piece", nom, dite, verdict["mauvaise_piece"])
    if verdict["a_verifier_humain"]:
        mesure.noter("avis:a-verifier", nom, rapport.avis != "rien-a-signaler", True)
    elif not any(verdict.values()):
        mesure.noter("avis:rien-a-signaler", nom, rapport.avis, "rien-a-signaler")


def mesurer(dossier: Path, jobs: int = 2) -> Mesure:
    """Compare the reader with the labels of a folder."""
    mesure = Mesure()
    try:
        for etiquette, rapport in lire_corpus(dossier, jobs):
            _comparer_pages(mesure, etiquette, rapport)
            _comparer_sujets(mesure, etiquette, rapport)
            _comparer_pieces(mesure, etiquette, rapport)
    finally:
        arreter()
    return mesure


def tableau(mesure: Mesure) -> Iterator[str]:
    """Give the lines that are printed."""
    for quoi in mesure.total:
        part = f"{mesure.justes[quoi]}/{mesure.total[quoi]}"
        yield f"{quoi:24} {part:>8}  {mesure.part(quoi):6.1%}"
    for code, compte in mesure.sujets.items():
        presents = sum(n for cle, n in compte.items() if cle.endswith("-present"))
        dits = compte["trouve-present"] + compte["trouve-absent"]
        rappel, precision = compte["trouve-present"] / max(1, presents), compte["trouve-present"]
        juste = precision / max(1, dits)
        yield f"{code:24} rappel {rappel:6.1%}  précision {juste:6.1%}  {dict(compte)}"
    yield f"sujets : rappel {mesure.rappel():.1%}, précision {mesure.precision():.1%}, "
    yield f"sujets présents dits absents : {mesure.faux_absents()}"
    yield from (f"  ! {erreur}" for erreur in mesure.erreurs)


def main(arguments: Sequence[str]) -> int:
    """Print the measure of the folder named."""
    lecteur = argparse.ArgumentParser(description="Mesure la lecture sur un corpus étiqueté.")
    lecteur.add_argument("dossier", type=Path)
    lecteur.add_argument("--jobs", type=int, default=2)
    options = lecteur.parse_args(arguments)
    for ligne in tableau(mesurer(options.dossier, options.jobs)):
        sys.stdout.write(ligne + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
