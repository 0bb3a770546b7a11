"""Active or odd content: what a file could do, carry or hide. Nothing is ever run."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "lancement",
    "/ImportData": "lancement",
    "/SubmitForm": "envoi",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
}
_NOTES = {
    "/FileAttachment": "fichier-joint",
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
}
_PROFONDEUR = 6


@dataclass(slots=True)
class Actif:
    """What was found, each with the pages where it is (0 = the document itself)."""

    trouves: dict[str, set[int]] = field(default_factory=dict)

    def noter(self, quoi: str, page: int = 0) -> None:
        """Remember one finding."""
        self.trouves.setdefault(quoi, set()).add(page)

    def voir_page(self, page: Any, numero: int) -> None:
        """Look at the actions and notes of one page."""
        for action in _declencheurs(page):
            self._voir_action(action, numero)
        notes = page.get("/Annots")
        for note in list(notes.get_object() if notes is not None else ())[:500]:
            with suppress(Exception):
                self._voir_note(note.get_object(), numero)

    def _voir_note(self, note: Any, numero: int) -> None:
        genre = str(note.get("/Subtype", ""))
        if genre in _NOTES:
            self.noter(_NOTES[genre], numero)
        for action in (note.get("/A"), *_declencheurs(note)):
            self._voir_action(action, numero)

    def _voir_action(self, action: Any, page: int, profondeur: int = 0) -> None:
        if action is None or profondeur > _PROFONDEUR:
            return
        with suppress(Exception):
            action = action.get_object()
            genre = _ACTIONS.get(str(action.get("/S", "")))
            if genre:
                self.noter(genre, page)
            suite = action.get("/Next")
            if suite is not None:
                suite = suite.get_object()
                for suivante in suite if isinstance(suite, list) else [suite]:
                    self._voir_action(suivante, page, profondeur + 1)


def _declencheurs(objet: Any) -> Iterator[Any]:
    """Give the additional actions (/AA) of a page, a note or the document."""
    table = objet.get("/AA")
    if table is not None:
        yield from list(table.get_object().values())[:50]


def chercher_actif(racine: Any) -> Actif:
    """Look at the catalogue of the document: actions, attachments, forms, signatures."""
    actif = Actif()
    for action in (racine.get("/OpenAction"), *_declencheurs(racine)):
        with suppress(Exception):
            actif._voir_action(action, 0)
    if "/Collection" in racine:
        actif.noter("portfolio")
    noms = racine.get("/Names")
    noms = noms.get_object() if noms is not None else {}
    if "/JavaScript" in noms:
        actif.noter("javascript")
    if "/EmbeddedFiles" in noms and _non_vide(noms["/EmbeddedFiles"]):
        actif.noter("fichier-joint")
    with suppress(Exception):
        _voir_formulaire(racine, actif)
    return actif


def _non_vide(arbre: Any) -> bool:
    arbre = arbre.get_object()
    return bool(arbre.get("/Names") or arbre.get("/Kids"))


def _voir_formulaire(racine: Any, actif: Actif) -> None:
    formulaire = racine.get("/AcroForm")
    if formulaire is None:
        return
    formulaire = formulaire.get_object()
    if "/XFA" in formulaire:
        actif.noter("xfa")
    if int(formulaire.get("/SigFlags", 0)) & 1:
        actif.noter("signature")
