"""The type of each page: garde, sommaire, corps, annexe, fiche, blanche, image."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from app.controle.feuille import Feuille, Ligne
from app.controle.normalisation import lettres, resserrer, simplifier
from app.controle.titres import Plan, Titre

_ANNEXE = re.compile(
    r"^(?:(?:table|liste|sommaire|index|recueil|dossier|cahier|partie|les|mes|nos)*(?:des?|d)?"
    r"annexes?|documentsannexes|pieces?jointes?|piecesjustificatives|documents?joints?|appendices?)"
)
_LIGNE_ANNEXE = re.compile(
    r"^\W*annexes?\s*(?:n\s*[°o]\s*)?(?:\d{1,2}|[ivx]{1,4}|[a-h])?\s*(?:[:.–—-].{0,90})?$"
)
_FIN_DU_CORPS = (
    "conclusion",
    "pourconclure",
    "bilanpersonnel",
    "conclusiongenerale",
    "enconclusion",
)
_MOTS_DE_GARDE = re.compile(
    r"\b(?:dossier|e8|e7|e5|epreuve|session|bts|candidate?|lycee|page de garde|soutenance)\b"
)
_PAS_GARDE = (
    "introduction",
    "remerciements",
    "avantpropos",
    "conclusion",
    "annexe",
    "sommaire",
    "tabledes",
    "plan",
)


_PAPIERS = (
    "certificat", "fichetechnique", "devis", "facture", "boncommande", "bondecommande", "plan",
    "questionnaire", "photo", "attestation", "catalogue", "documentation", "notice", "tarif",
    "organigramme", "contrat", "compterendu", "caracteristique", "brochure", "plaquette", "extrait",
)  # fmt: skip


@dataclass(slots=True)
class Carte:
    """The page map. `annexes_debut` is a physical page; `incertain` says why it is in doubt."""

    types: dict[int, str]
    annexes_debut: int | None = None
    incertain: bool = False
    fusion: bool = False
    gardes: list[int] = field(default_factory=list)

    def pages(self, *genres: str) -> list[int]:
        """Give the pages of these types, in order."""
        return [page for page, genre in self.types.items() if genre in genres]

    def comptes(self) -> tuple[int, int, int]:
        """Count the body with the cover, without it, and without the sommaire either."""
        fin = self.annexes_debut or len(self.types) + 1
        corps = [genre for page, genre in self.types.items() if page < fin]
        total = sum(not (self.fusion and genre == "fiche") for genre in corps)
        sans_garde = total - len(self.pages("garde"))
        return total, sans_garde, sans_garde - len(self.pages("sommaire"))


def est_une_image(feuille: Feuille) -> bool:
    """True when a page shows a large picture or a drawing of many strokes."""
    return feuille.image >= 0.3 or feuille.traces >= 1_000


def _nature(feuille: Feuille, lignes: Sequence[Ligne]) -> str:
    """Tell blank pages and pictures from pages that carry text."""
    signes = sum(len(ligne.texte) for ligne in lignes)
    if signes >= 20 or feuille.faute:
        return "corps"
    if est_une_image(feuille):
        return "image"
    muette = not any(lettres(ligne.texte) for ligne in lignes)
    vide = muette and feuille.image < 0.03 and feuille.traces < 40
    return "blanche" if vide else "corps"


def _est_garde(feuille: Feuille, lignes: Sequence[Ligne], plan: Plan) -> bool:
    """True for a cover: few words, large or official ones, and no paragraph."""
    texte = " ".join(ligne.texte for ligne in lignes)
    longues = sum(len(ligne.texte) > 85 for ligne in lignes)
    cles = [lettres(resserrer(ligne.texte)) for ligne in lignes[:4]]
    if len(texte) > 1_100 or longues > 3 or any(c.startswith(_PAS_GARDE) for c in cles):
        return False
    grand = any(ligne.taille >= plan.corps * 1.3 for ligne in lignes)
    marques = set(_MOTS_DE_GARDE.findall(simplifier(texte)))
    return len(marques) >= 2 or (grand and bool(marques)) or (grand and len(texte) < 300)


def _gardes(feuilles: Sequence[Feuille], plan: Plan, types: dict[int, str]) -> list[int]:
    """Find the cover: the first page that is no form, and a second one if it is a cover too."""
    trouvees: list[int] = []
    for feuille in feuilles[:8]:
        genre = types[feuille.numero]
        if genre in ("fiche", "blanche"):
            continue
        image = genre == "image" and not trouvees and _avant_du_texte(feuille.numero, types)
        garde = genre == "corps" and _est_garde(feuille, plan.lignes[feuille.numero], plan)
        if not (garde or image) or len(trouvees) == 2:
            break
        trouvees.append(feuille.numero)
    return trouvees if len(feuilles) > 1 else []


def _avant_du_texte(page: int, types: dict[int, str]) -> bool:
    """True when a page that is a picture opens a document that is otherwise text."""
    suite = [genre for numero, genre in types.items() if page < numero <= page + 4]
    return len(suite) >= 3 and "image" not in suite


# ---------------------------------------------------------------- where the annexes begin


def _rang_annexes(plan: Plan) -> int | None:
    """Give the rank of the first entry of the sommaire that announces annexes."""
    for rang, entree in enumerate(plan.sommaire.entrees):
        if _ANNEXE.match(entree.cle) and rang >= len(plan.sommaire.entrees) // 3:
            return rang
    return None


def _fin_du_corps(plan: Plan) -> int:
    """Give the last page where the body begins a part that was announced, or concludes."""
    limite = _rang_annexes(plan)
    du_corps = {e.cle for e in plan.sommaire.entrees[:limite] if not _ANNEXE.match(e.cle)}
    annonces = [t.page for t in plan.titres if t.annonce and t.cle in du_corps]
    fins = [t.page for t in plan.titres if t.force >= 2 and t.cle.startswith(_FIN_DU_CORPS)]
    if len(annonces) >= 3:
        return max(annonces)
    return max(fins[:1] + annonces, default=0)


def _candidats(plan: Plan, types: dict[int, str]) -> list[tuple[int, float]]:
    """Give (page, place) of each line that may open the annexes."""
    titres = [(t.page, t.haut) for t in plan.titres if t.force >= 2 and _ANNEXE.match(t.cle)]
    for page, lignes in plan.lignes.items():
        for ligne in lignes[:3]:
            if ligne.haut < 0.35 and _LIGNE_ANNEXE.match(simplifier(resserrer(ligne.texte))):
                titres.append((page, ligne.haut))
    hors = ("fiche", "sommaire", "garde")
    return sorted(place for place in set(titres) if types[place[0]] not in hors)


def _par_le_sommaire(plan: Plan, fin: int, total: int) -> int | None:
    """Place the annexes by the page that the sommaire prints, corrected by the headings."""
    rang = _rang_annexes(plan)
    if rang is None:
        return None
    imprimee = next((e.page for e in plan.sommaire.entrees[rang:] if e.page), None)
    pages = {e.cle: e.page for e in plan.sommaire.entrees if e.page}
    ecarts = [t.page - pages[t.cle] for t in plan.titres if t.annonce and t.cle in pages]
    if imprimee is None or not ecarts:
        return None
    page = imprimee + round(median(ecarts))
    return page if fin < page <= total else None


def _prose(feuille: Feuille, plan: Plan) -> float:
    """Give the share of a page that is running text in the size of the body."""
    lignes = plan.lignes[feuille.numero]
    total = sum(len(ligne.texte) for ligne in lignes)
    suivies = [li for li in lignes if len(li.texte) > 55 and abs(li.taille - plan.corps) < 0.8]
    return sum(len(li.texte) for li in suivies) / total if total > 30 else 0.0


def _sans_titre(feuilles: Sequence[Feuille], plan: Plan, fin: int) -> int | None:
    """Guess annexes that nothing announces: past the last part, pages that are no prose."""
    dernier = max([t.page for t in plan.chapitres if t.page < len(feuilles)], default=0)
    debut: int | None = None
    longueur = 0
    for feuille in reversed([f for f in feuilles if plan.lignes[f.numero] or f.image]):
        if feuille.numero <= max(fin, dernier) or not _hors_texte(feuille, plan):
            break
        debut, longueur = feuille.numero, longueur + 1
    return debut if fin or (dernier and longueur >= 2) else None


def _hors_texte(feuille: Feuille, plan: Plan) -> bool:
    """True for a page that is a table, a picture, a turned sheet or a paper with its title."""
    if feuille.paysage or _prose(feuille, plan) < 0.35:
        return True
    lignes = plan.lignes[feuille.numero]
    tete = lettres(lignes[0].texte) if lignes else ""
    return len(lignes[0].texte) < 60 and tete.startswith(_PAPIERS)


def _annexes(
    feuilles: Sequence[Feuille], plan: Plan, types: dict[int, str]
) -> tuple[int | None, bool]:
    """Give the first page of the annexes, and whether that is uncertain."""
    fin = _fin_du_corps(plan)
    for page, haut in _candidats(plan, types):
        if page > fin:
            return page, False
        if page == fin and haut > 0.4 and _apres(plan, page, haut):
            return min(page + 1, len(feuilles)), True
    page_dite = _par_le_sommaire(plan, fin, len(feuilles))
    if page_dite is not None:
        return page_dite, not any(t.page == page_dite and t.haut < 0.35 for t in plan.titres)
    debut = _sans_titre([f for f in feuilles if types[f.numero] != "fiche"], plan, fin)
    return debut, debut is not None


def _apres(plan: Plan, page: int, haut: float) -> bool:
    """True when no heading of the body stands lower on that page."""
    return not any(t.page == page and t.haut > haut and t.annonce for t in plan.titres)


def dresser(
    feuilles: Sequence[Feuille], plan: Plan, fiches: Sequence[int], avec_annexes: bool = True
) -> Carte:
    """Type every page. `fiches`: pages of an official form; they stay out of the body of a
    dossier, but are the body of a form handed in alone."""
    types = {f.numero: _nature(f, plan.lignes[f.numero]) for f in feuilles}
    types |= dict.fromkeys(fiches, "fiche")
    types |= {p: "sommaire" for p in plan.sommaire.pages if types[p] != "fiche"}
    carte = Carte(types)
    carte.gardes = _gardes(feuilles, plan, types)
    types |= dict.fromkeys(carte.gardes, "garde")
    carte.fusion = bool(fiches) and any(g in ("garde", "sommaire") for g in types.values())
    if avec_annexes:
        carte.annexes_debut, carte.incertain = _annexes(feuilles, plan, types)
    if carte.annexes_debut is not None:
        suite = [p for p in types if p >= carte.annexes_debut and types[p] != "fiche"]
        types |= {p: "annexe" for p in suite if types[p] != "blanche"}
    return carte


def chapitres_du_corps(plan: Plan, carte: Carte) -> list[Titre]:
    """Give the main headings that stand in the body."""
    return [t for t in plan.chapitres if carte.types[t.page] in ("corps", "sommaire")]
