"""What was read, set against what the règlement asks of the pièce."""

from collections.abc import Sequence

from app.controle.carte import Carte
from app.controle.feuille import Feuille
from app.controle.modeles import Formulaire
from app.controle.pieces import est_un_dossier, genre_etranger
from app.controle.rapport import Demande, Rapport
from app.controle.stages import lire_stage
from app.reglement import Piece


def noter_limite(rapport: Rapport, piece: Piece, carte: Carte) -> None:
    """Compare the body with the page limit, read in three ways."""
    if piece.pages_max is None:
        return
    comptes = carte.comptes()
    if carte.incertain:
        rapport.noter(
            "debut-annexes-incertain",
            "attention",
            etat="douteux",
            page=carte.annexes_debut,
            source=piece.source,
        )
    depassent = [compte > piece.pages_max for compte in comptes]
    if not any(depassent):
        return
    sur = all(depassent) and not carte.incertain and rapport.texte in ("complet", "partiel")
    rapport.noter(
        "trop-de-pages",
        "attention",
        etat="certain" if sur else "douteux",
        constate=comptes[1] if sur else list(comptes),
        attendu=piece.pages_max,
        source=piece.source,
    )


def noter_sujets(rapport: Rapport, piece: Piece) -> None:
    """Say which required subjects were not found, or not surely."""
    sources = {sujet.code: sujet.source for sujet in piece.sujets}
    if rapport.texte == "absent":
        return
    for code, lu in rapport.sujets.items():
        if lu.etat == "trouve":
            continue
        absent = lu.etat == "non-trouve"
        rapport.noter(
            "sujet-non-trouve" if absent else "sujet-douteux",
            "attention",
            etat="certain" if absent else "douteux",
            page=lu.page,
            constate=lu.titre,
            attendu=code,
            source=sources[code],
        )


def noter_formulaire(
    rapport: Rapport, demande: Demande, piece: Piece, lu: Formulaire | None
) -> None:
    """Compare the official form found with the one expected."""
    attendu = piece.modele(demande.forme)
    if attendu is None or rapport.texte == "absent":
        return
    if lu is None:
        doute = {"etat": "douteux", "attendu": attendu.annexe, "source": piece.source}
        rapport.noter("modele-non-reconnu", "attention", **doute)
        return
    details = {"constate": lu.modele.annexe, "attendu": attendu.annexe, "source": attendu.source}
    if (lu.modele.epreuve, lu.modele.role) != (attendu.epreuve, attendu.role):
        rapport.noter("mauvaise-piece", "attention", page=lu.pages[0], **details)
        return
    if lu.modele.annexe != attendu.annexe:
        etat = "certain" if lu.certain else "douteux"
        rapport.noter("modele-autre-forme", "attention", etat=etat, page=lu.pages[0], **details)
    _noter_remplissage(rapport, lu, attendu.source)


def _noter_remplissage(rapport: Rapport, lu: Formulaire, source: str) -> None:
    """Say when the boxes are empty, and when the form has grown or lost pages."""
    if not lu.rempli:
        rapport.noter("formulaire-vide", "attention", page=lu.pages[0], source=source)
    trouvees, prevues = len(lu.pages), lu.modele.pages
    if trouvees != prevues:
        pages = {"constate": trouvees, "attendu": prevues, "source": source}
        rapport.noter("pages-du-modele", "information", **pages)


def noter_piece(
    rapport: Rapport,
    piece: Piece,
    feuilles: Sequence[Feuille],
    carte: Carte,
    lu: Formulaire | None,
) -> bool:
    """Say when the file is not the piece of the slot. Gives True when it is surely another."""
    if rapport.texte == "absent" or piece.code in ("annexes", "supports"):
        return False
    dossier = piece.code == "dossier"
    if dossier and lu is not None and not est_un_dossier(carte):
        details = {"constate": lu.modele.annexe, "attendu": "dossier", "source": piece.source}
        rapport.noter("mauvaise-piece", "attention", page=lu.pages[0], **details)
        return True
    autre = None
    if lu is None and not (dossier and _trouves(rapport) >= 3 and len(carte.pages("corps")) >= 6):
        autre = genre_etranger(feuilles)
    if autre is None and not dossier and lu is None and est_un_dossier(carte):
        autre = "un dossier"
    if autre is None and dossier and _trop_mince(rapport, carte):
        rapport.noter(
            "mauvaise-piece", "attention", etat="douteux", attendu=piece.code, source=piece.source
        )
        return False
    if autre is not None:
        rapport.noter(
            "mauvaise-piece", "attention", constate=autre, attendu=piece.code, source=piece.source
        )
    return autre is not None


def _trouves(rapport: Rapport) -> int:
    return sum(lu.etat == "trouve" for lu in rapport.sujets.values())


def _trop_mince(rapport: Rapport, carte: Carte) -> bool:
    """True for a few pages without cover or sommaire that treat hardly any subject."""
    mince = len(carte.types) <= 6 and not carte.pages("garde", "sommaire")
    return mince and bool(rapport.sujets) and _trouves(rapport) <= 2


def noter_stage(rapport: Rapport, demande: Demande, feuilles: Sequence[Feuille]) -> None:
    """Compare the dates and the weeks of an attestation with the règlement."""
    if rapport.texte == "absent" or rapport.modele is None:
        return
    regle = demande.reglement.stage
    lu = lire_stage("\n".join([f.texte + "\n" + f.saisies for f in feuilles]))
    if not lu.periodes:
        rapport.noter("stage-sans-dates", "attention", etat="douteux", source=regle.source)
    if lu.semaines is None:
        rapport.noter("stage-sans-duree", "attention", etat="douteux", source=regle.source)
        return
    attendu = [regle.semaines_min, regle.semaines_max]
    doute = {"etat": "douteux", "source": regle.source}
    if not attendu[0] <= lu.semaines <= attendu[1]:
        # A candidate may hand in one attestation per period: the sum is for a person to make.
        rapport.noter("stage-duree", "attention", constate=lu.semaines, attendu=attendu, **doute)
    minimum = regle.consecutives_premiere_annee
    suite = max((periode.semaines for periode in lu.periodes), default=minimum)
    if suite < minimum:
        rapport.noter(
            "stage-premiere-annee", "information", constate=suite, attendu=minimum, **doute
        )
