"""Is it the right piece for the slot? Forms by their title, other papers by their words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.controle.carte import Carte
from app.controle.feuille import Feuille
from app.controle.modeles import Formulaire, est_rempli, modele_de_la_page
from app.controle.normalisation import lettres, simplifier
from app.controle.rapport import Demande
from app.reglement import Modele, Reglement


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of paper that candidates send by mistake, and the words that betray it."""

    nom: str
    titres: tuple[str, ...]
    signes: tuple[str, ...]
    minimum: int


GENRES = (
    Genre(
        "un CV",
        ("curriculum vitae", "mon cv"),
        (
            r"experiences? professionnelles?|^experiences?$", r"centres? d'interets?|loisirs",
            r"permis b\b", r"\blangues\b", r"^formations?$|parcours scolaire|diplomes?",
            r"^competences?$|savoir[- ]etre", r"\d{2}([ .]\d{2}){4}", r"\bne[e]? le\b|\d\d ans\b",
            r"[\w.]+@[\w.]+", r"informatique|bureautique", r"qualites", r"profil",
        ),
        5,
    ),
    Genre(
        "une lettre de motivation",
        ("lettre de motivation",),
        (r"madame, monsieur", r"ma candidature|je postule", r"salutations", r"^objet ?:", r"entretien"),
        4,
    ),
    Genre(
        "un cours",
        (),
        (
            r"\bexercices?\b", r"\bcorrige\b", r"a retenir", r"\bdefinitions?\b",
            r"objectifs? (?:du cours|pedagogiques?|de la seance)|a la fin d[eu]",
            r"\bcours\b|\blecon\b", r"\bseance\b|\bsequence\b", r"questions? ?:?$|repondez|completez",
            r"\bsavoirs?\b|\bnotions?\b", r"professeur|enseignant", r"\bdocument \d\b",
            r"etudiants?\b|\bclasse\b|1re annee|2e annee",
        ),
        4,
    ),
    Genre(
        "une facture ou un devis",
        (),
        (r"^facture|^devis", r"total (?:ht|ttc)", r"\btva\b", r"net a payer", r"siret", r"echeance"),
        4,
    ),
)  # fmt: skip


def genre_etranger(feuilles: Sequence[Feuille]) -> str | None:
    """Give what a short paper is when it is none of the expected pieces."""
    if not 0 < len(feuilles) <= 15:
        return None
    lignes = [simplifier(li.texte) for f in feuilles[:6] for li in f.lignes if not li.cachee]
    tete = " ".join(lignes[:8])
    texte = "\n".join(lignes)
    for genre in GENRES:
        if any(titre in tete for titre in genre.titres):
            return genre.nom
        vus = sum(bool(re.search(signe, texte, re.MULTILINE)) for signe in genre.signes)
        if vus >= genre.minimum and not (genre.nom == "un CV" and len(feuilles) > 3):
            return genre.nom
    return None


def formulaire_de(
    feuilles: Sequence[Feuille], champs: dict[str, str], demande: Demande
) -> Formulaire | None:
    """Find the official form in a file: where it begins, how far it goes, whether it is filled."""
    debuts = _debuts(feuilles, demande.reglement, demande.forme)
    if not debuts:
        return None
    rang, modele, certain = debuts[0]
    fin = _fin(feuilles, rang, modele)
    pages = feuilles[rang:fin]
    rempli = est_rempli(pages, champs)
    return Formulaire(modele, tuple(f.numero for f in pages), rempli, certain)


def _debuts(
    feuilles: Sequence[Feuille], reglement: Reglement, forme: str
) -> list[tuple[int, Modele, bool]]:
    trouves = []
    for rang, feuille in enumerate(feuilles):
        if rang > 3 and rang < len(feuilles) - 8:
            continue
        vu = modele_de_la_page(feuille, reglement, forme)
        if vu is not None:
            trouves.append((rang, *vu))
    return trouves


def _fin(feuilles: Sequence[Feuille], rang: int, modele: Modele) -> int:
    """Give the rank after the last page of the form."""
    minimum = min(rang + modele.pages, len(feuilles))
    titre = [lettres(signe) for signe in modele.signes]
    fin = rang + 1
    while fin < len(feuilles):
        tete = [lettres(li.texte) for li in feuilles[fin].lignes[:4]]
        if any(t.startswith(("annexe", "sommaire")) for t in tete) and not _officiel(tete, titre):
            return fin
        if any("pagedegarde" in t or "dossierprofessionnel" in t for t in tete):
            return fin
        if (
            fin >= minimum
            and not _officiel(tete, titre)
            and len(feuilles) - rang > modele.pages + 2
        ):
            return fin
        fin += 1
    return fin


def _officiel(tete: Sequence[str], titres: Sequence[str]) -> bool:
    colle = "".join(tete)
    return "session" in colle or "bts" in colle or any(titre in colle for titre in titres)


def est_un_dossier(carte: Carte) -> bool:
    """True for what looks like a dossier: a cover or a sommaire, and a body of some length."""
    return len(carte.pages("corps")) >= 6 and bool(carte.pages("sommaire", "garde"))
