"""What stands around the pages: outline, form fields, resources, notes typed over a page.

The objects are those of pypdf, taken as they come: this module does not import it.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.controle.normalisation import nettoyer

_PLAN_MAX = 2_000
_VALEUR_MAX = 4_000


@dataclass(frozen=True, slots=True)
class Signet:
    """One entry of the outline; `page` is physical, from 1."""

    titre: str
    page: int
    niveau: int


def lire_signets(lecteur: Any) -> list[Signet]:
    """Flatten the outline. Entries that lead nowhere are left out."""
    trouves: list[Signet] = []

    def descendre(entrees: list[Any], niveau: int) -> None:
        for entree in entrees:
            if len(trouves) >= _PLAN_MAX or niveau > 8:
                return
            if isinstance(entree, list):
                descendre(entree, niveau + 1)
                continue
            with suppress(Exception):
                page = lecteur.get_destination_page_number(entree)
                if page is not None and page >= 0:
                    titre = nettoyer(str(entree.title))[:300]
                    trouves.append(Signet(titre, page + 1, niveau))

    descendre(lecteur.outline, 0)
    return trouves


def lire_champs(lecteur: Any) -> dict[str, str]:
    """Give the form fields, by name; those never filled have an empty value."""
    if "/AcroForm" not in lecteur.root_object:
        return {}
    valeurs: dict[str, str] = {}
    for nom, champ in (lecteur.get_fields() or {}).items():
        valeur = champ.get("/V", "")
        texte = "" if valeur in ("/Off", None) else str(valeur)
        valeurs[nettoyer(str(nom))[:200]] = nettoyer(texte)[:_VALEUR_MAX].strip()
    return valeurs


def ressources(page: Any, cle: str) -> dict[str, Any]:
    toutes = page.get("/Resources")
    table = toutes.get_object().get(cle) if toutes is not None else None
    return dict(table.get_object()) if table is not None else {}


def noms_des_images(page: Any) -> frozenset[str]:
    """Give the names of the images of a page, those of its forms too (one level)."""
    noms: set[str] = set()
    for nom, objet in list(ressources(page, "/XObject").items())[:500]:
        with suppress(Exception):
            flux = objet.get_object()
            if flux.get("/Subtype") == "/Image":
                noms.add(str(nom))
            elif flux.get("/Subtype") == "/Form":
                internes = ressources(flux, "/XObject").items()
                noms |= {str(n) for n, o in internes if o.get_object()["/Subtype"] == "/Image"}
    return frozenset(noms)


def lire_notes(page: Any) -> str:
    """Give what was typed over the page with a viewer (free text, field values)."""
    textes: list[str] = []
    annotations = page.get("/Annots")
    for note in list(annotations.get_object() if annotations is not None else ())[:300]:
        with suppress(Exception):
            note = note.get_object()
            if note.get("/Subtype") == "/FreeText":
                textes.append(nettoyer(str(note.get("/Contents", "")))[:_VALEUR_MAX])
    return "\n".join(textes)
