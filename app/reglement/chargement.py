"""From the TOML file of a circular to the frozen `Reglement`; every reference is checked."""

import hashlib
import json
from pathlib import Path

from app.reglement.lecture import Noeud, Table, ouvrir
from app.reglement.objets import (
    FORMES,
    Composition,
    Epreuve,
    Modele,
    Motif,
    Oral,
    Piece,
    Reglement,
    Stage,
    Sujet,
)

PIECES = ("fiche", "dossier", "annexes", "supports", "attestation")
FORMATS = (
    "pdf", "png", "jpg", "docx", "odt", "pptx", "odp", "xlsx", "ods", "mp4", "zip",
)  # fmt: skip
ROLES = ("fiche", "garde", "attestation", "interne")


def _revision(donnees: dict[str, object]) -> str:
    """Hash the rules themselves, so that a comment or a blank line changes nothing."""
    texte = json.dumps(donnees, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()[:12]


def _termes(noeud: Noeud) -> dict[str, int]:
    termes = {terme: noeud.entier(terme, -3, 3) for terme in noeud.donnees}
    for terme, poids in termes.items():
        if poids == 0:
            noeud.refuser(terme, "un poids nul ne sert à rien ; de -3 à 3.")
    if not termes:
        noeud.refuser("", "un sujet a besoin d’au moins un terme.")
    return termes


def _sujet(code: str, noeud: Noeud) -> Sujet:
    sujet = Sujet(
        code=code,
        libelle=noeud.chaine("libelle"),
        termes=Table(_termes(noeud.table("termes"))),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return sujet


def _modele(annexe: str, noeud: Noeud, epreuves: tuple[str, ...]) -> Modele:
    modele = Modele(
        annexe=annexe,
        titre=noeud.chaine("titre"),
        pages=noeud.entier("pages", maxi=500),
        role=noeud.choix("role", ROLES),
        epreuve=noeud.choix("epreuve", epreuves),
        forme=noeud.choix("forme", FORMES) if noeud.a("forme") else None,
        signes=noeud.chaines("signes"),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return modele


def _sujet_du_produit(noeud: Noeud, sujets: tuple[Sujet, ...]) -> str | None:
    if not noeud.a("sujet_du_produit"):
        return None
    return noeud.choix("sujet_du_produit", tuple(sujet.code for sujet in sujets))


def _modeles_de(noeud: Noeud, modeles: dict[str, Modele]) -> dict[str, Modele]:
    """Read `modeles = { ccf = "18", ponctuelle = "19" }` of one pièce."""
    if not noeud.a("modeles"):
        return {}
    table = noeud.table("modeles")
    connus = tuple(modeles)
    trouves = {f: modeles[table.choix(f, connus)] for f in FORMES if table.a(f)}
    table.fini()
    return trouves


def _piece(code: str, noeud: Noeud, modeles: dict[str, Modele]) -> Piece:
    if code not in PIECES:
        noeud.refuser("", f"pièce inconnue ; valeurs : {', '.join(PIECES)}.")
    sujets = tuple(_sujet(nom, table) for nom, table in noeud.tables("sujets"))
    piece = Piece(
        code=code,
        libelle=noeud.chaine("libelle"),
        obligatoire=noeud.drapeau("obligatoire"),
        plusieurs=noeud.drapeau("plusieurs"),
        formats=noeud.chaines("formats", FORMATS),
        pages_max=noeud.entier("pages_max", maxi=1000) if noeud.a("pages_max") else None,
        modeles=Table(_modeles_de(noeud, modeles)),
        garde=modeles[noeud.choix("garde", tuple(modeles))] if noeud.a("garde") else None,
        sujets=sujets,
        titres_neutres=noeud.chaines("titres_neutres") if noeud.a("titres_neutres") else (),
        sujet_du_produit=_sujet_du_produit(noeud, sujets),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return piece


def _composition(noeud: Noeud, qualites: tuple[str, ...]) -> Composition:
    presents = noeud.chaines("qualites", qualites)
    composition = Composition(
        qualites=presents,
        peut_manquer=noeud.chaines("peut_manquer", presents),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return composition


def _oral(noeud: Noeud) -> Oral:
    oral = Oral(
        duree=noeud.entier("duree", maxi=600),
        preparation=noeud.entier("preparation", mini=0, maxi=600),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return oral


def _forme(noeud: Noeud, nom: str) -> str:
    if nom not in FORMES:
        noeud.refuser("", f"forme inconnue ; valeurs : {', '.join(FORMES)}.")
    return nom


def _epreuve(
    code: str, noeud: Noeud, modeles: dict[str, Modele], qualites: tuple[str, ...]
) -> Epreuve:
    commissions = noeud.tables("commissions")
    epreuve = Epreuve(
        code=code,
        libelle=noeud.chaine("libelle"),
        coefficient=noeud.nombre("coefficient") if noeud.a("coefficient") else None,
        facultative=noeud.drapeau("facultative"),
        conformite=noeud.drapeau("conformite"),
        formes=noeud.chaines("formes", FORMES),
        pieces=tuple(_piece(nom, table, modeles) for nom, table in noeud.tables("pieces")),
        compositions=Table({_forme(t, n): _composition(t, qualites) for n, t in commissions}),
        oraux=Table({_forme(t, nom): _oral(t) for nom, t in noeud.tables("oraux")}),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return epreuve


def _motif(code: str, noeud: Noeud, epreuves: tuple[str, ...]) -> Motif:
    motif = Motif(
        code=code,
        libelle=noeud.chaine("libelle"),
        epreuves=noeud.chaines("epreuves", epreuves),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return motif


def _stage(noeud: Noeud) -> Stage:
    stage = Stage(
        semaines_min=noeud.entier("semaines_min"),
        semaines_max=noeud.entier("semaines_max"),
        consecutives_premiere_annee=noeud.entier("consecutives_premiere_annee"),
        source=noeud.chaine("source"),
    )
    if stage.semaines_max < stage.semaines_min:
        noeud.refuser("semaines_max", "le maximum est plus petit que le minimum.")
    noeud.fini()
    return stage


def _qualites(noeud: Noeud) -> dict[str, str]:
    return {code: noeud.chaine(code) for code in noeud.donnees}


def charger(chemin: Path) -> Reglement:
    """Read one règlement. Raises ReglementInvalide, which names the line at fault."""
    noeud = ouvrir(chemin)
    codes = tuple(noeud.table("epreuves").donnees)
    modeles = {nom: _modele(nom, table, codes) for nom, table in noeud.tables("modeles")}
    qualites = _qualites(noeud.table("qualites"))
    membres = tuple(qualites)
    reglement = Reglement(
        identifiant=noeud.chaine("identifiant"),
        sigle=noeud.chaine("sigle"),
        bts=noeud.chaine("bts"),
        session=noeud.entier("session", 2000, 2100),
        revision=_revision(noeud.donnees),
        qualites=Table(qualites),
        modeles=Table(modeles),
        epreuves=tuple(_epreuve(n, t, modeles, membres) for n, t in noeud.tables("epreuves")),
        motifs=tuple(_motif(nom, table, codes) for nom, table in noeud.tables("motifs")),
        stage=_stage(noeud.table("stage")),
        source=noeud.chaine("source"),
    )
    noeud.fini()
    return reglement
