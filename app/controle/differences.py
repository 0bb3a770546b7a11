"""What changes from one reading of a file to the next: for whoever tunes the rules."""

from collections.abc import Iterator, Mapping
from typing import Any

CHAMPS = {
    "avis": "avis",
    "lisible": "lisible",
    "texte": "texte",
    "pages_total": "pages",
    "pages_corps": "pages du corps",
    "pages_corps_avec_garde": "pages du corps avec la garde",
    "pages_corps_sans_sommaire": "pages du corps sans le sommaire",
    "annexes_debut": "début des annexes",
}


def differences(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> list[str]:
    """The French lines that tell how two reports of one file differ; empty when they agree.

    Args:
        avant, apres: reports as JSON (design, section 3). Duration, revision and engine are
            not findings: they are not compared.
    """
    return [*_champs(avant, apres), *_sujets(avant, apres), *_constats(avant, apres)]


def _champs(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> Iterator[str]:
    for champ, nom in CHAMPS.items():
        if avant.get(champ) != apres.get(champ):
            yield f"{nom} : {_dit(avant.get(champ))} → {_dit(apres.get(champ))}"
    modeles = [(rapport.get("modele") or {}).get("annexe") for rapport in (avant, apres)]
    if modeles[0] != modeles[1]:
        yield f"modèle : annexe {_dit(modeles[0])} → annexe {_dit(modeles[1])}"


def _sujets(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> Iterator[str]:
    """By the union of both: a subject may have entered or left the règlement."""
    anciens, nouveaux = avant.get("sujets") or {}, apres.get("sujets") or {}
    for code in dict.fromkeys([*anciens, *nouveaux]):
        ancien, nouveau = (
            (lu.get(code, {}).get("etat"), lu.get(code, {}).get("page"))
            for lu in (anciens, nouveaux)
        )
        if ancien != nouveau:
            yield f"sujet {code} : {_etat(*ancien)} → {_etat(*nouveau)}"


def _constats(avant: Mapping[str, Any], apres: Mapping[str, Any]) -> Iterator[str]:
    anciens, nouveaux = (
        {(c["code"], c.get("etat"), c.get("page")) for c in rapport.get("constats", ())}
        for rapport in (avant, apres)
    )
    for code, etat, page in sorted(anciens - nouveaux, key=str):
        yield f"constat retiré : {code} ({etat}{_page(page)})"
    for code, etat, page in sorted(nouveaux - anciens, key=str):
        yield f"constat ajouté : {code} ({etat}{_page(page)})"


def _dit(valeur: Any) -> str:
    return {None: "aucun", True: "oui", False: "non"}.get(valeur, str(valeur))


def _etat(etat: str | None, page: int | None) -> str:
    return f"{_dit(etat)}{_page(page)}"


def _page(page: int | None) -> str:
    return f", page {page}" if page else ""
