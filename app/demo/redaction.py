"""What a made-up document says: the words of a deal put into the texts of its kind."""

from collections.abc import Mapping
from typing import Any

from app.demo.donnees import lire
from app.demo.objets import DocumentFictif

ANNEXES = ("Devis détaillé", "Photographies et relevés", "Compte rendu des essais")
SANS_AFFAIRE = {"teinte": "#333333", "police": "Libertinus Serif"}
TITRE = "{Nom_produit} pour {client}"


def mots_de(affaire: Mapping[str, Any]) -> dict[str, str]:
    """The words of a deal that texts may name between braces."""
    mots = {cle: valeur for cle, valeur in affaire.items() if isinstance(valeur, str)}
    for singulier, pluriel in (
        ("techno", "technologies"),
        ("regle", "regles"),
        ("indicateur", "indicateurs"),
    ):
        for rang, valeur in enumerate(affaire[pluriel], start=1):
            mots[f"{singulier}{rang}"] = valeur
    majuscules = {cle.capitalize(): valeur[:1].upper() + valeur[1:] for cle, valeur in mots.items()}
    return majuscules | mots


def donnees_de(document: DocumentFictif, epreuve: str) -> dict[str, Any]:
    """What the template of this document needs, but for the candidate."""
    if not document.affaire:
        return dict(SANS_AFFAIRE)
    affaire = lire("affaires.toml")[document.affaire]
    mots = mots_de(affaire)
    return {
        **affaire,
        "titre": TITRE.format_map(mots),
        "style": document.style,
        "vide": document.vide,
        "annexes": ANNEXES,
        "parties": parties_de(document),
        **fiche_de(epreuve, mots),
    }


def parties_de(document: DocumentFictif) -> list[dict[str, Any]]:
    """The parts of a dossier, with the headings that its student chose."""
    affaire = lire("affaires.toml")[document.affaire]
    mots = mots_de(affaire)
    return [
        {
            "titre": affaire["titres"]
            .get(partie["code"], partie.get("titre", ""))
            .format_map(mots),
            "blocs": [bloc.format_map(mots) for bloc in partie["blocs"]],
        }
        for partie in lire("textes.toml")["parties"]
        if partie["code"] not in document.sans
    ]


def fiche_de(epreuve: str, mots: dict[str, str]) -> dict[str, Any]:
    """The boxes of the fiche of an épreuve, filled in; nothing for what has no fiche."""
    fiche = lire("fiches.toml").get(epreuve)
    if fiche is None:
        return {}
    cases = [{**case, "reponse": case["reponse"].format_map(mots)} for case in fiche["cases"]]
    return {"matiere": fiche["matiere"], "cases": cases}
