"""What a candidate may ask, and nobody else."""

import uuid
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge

from app.candidats.forms import DepotForm
from app.comptes.acces import accepte_fichiers, personne, reserver
from app.comptes.models import Role
from app.conformite.lectures import verdict_en_vigueur, verdicts_en_vigueur
from app.conformite.models import Verdict
from app.conformite.verdicts import accuser_lecture
from app.controle.libelles import libelles_de
from app.depots.consultation import ouvrir_version
from app.depots.droits import exiger_piece
from app.depots.lectures import etat_de, etats_de, version_parmi
from app.depots.models import Version
from app.depots.reception import recevoir_fichier
from app.depots.refus import ConnexionCoupee, DepotRefuse, FichierTropGros
from app.depots.tentatives import Envoi, noter_refus
from app.erreurs import STATUTS, page_http
from app.examens.calendrier import calendrier_de, calendriers_de, par_urgence
from app.examens.lectures import candidat_de, inscription_du_candidat, inscriptions_du_candidat
from app.examens.models import Inscription
from app.examens.reglements import epreuve_de, reglement_de_session
from app.extensions import horloge, session_bd, stockage
from app.refus import Introuvable
from app.transmission import reponse_fichier

porte = Blueprint("candidats", __name__, url_prefix="/candidat")
reserver(porte, Role.CANDIDAT)


@porte.context_processor
def navigation() -> dict[str, Any]:
    accueil_url = url_for("candidats.accueil")
    return {"navigation": [("Mes épreuves", accueil_url, request.path == accueil_url)]}


@porte.get("/")
def accueil() -> ResponseReturnValue:
    """What closes first comes first: on a phone the rest is far below."""
    db, compte, maintenant = session_bd(), personne(), horloge.maintenant()
    inscriptions = list(inscriptions_du_candidat(db, compte))
    calendriers = calendriers_de(db, inscriptions)
    inscriptions = par_urgence(inscriptions, calendriers, maintenant)
    return render_template(
        "candidats/accueil.html",
        candidat=candidat_de(db, compte),
        etats=[(etat, calendriers.get(etat.inscription)) for etat in etats_de(db, inscriptions)],
        verdicts=verdicts_en_vigueur(db, inscriptions),
        maintenant=maintenant,
    )


@porte.get("/epreuves/<uuid:inscription_id>")
def epreuve(inscription_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    inscription = inscription_du_candidat(db, personne(), inscription_id)
    return render_template(
        "candidats/epreuve.html",
        etat=etat_de(db, inscription),
        calendrier=calendrier_de(db, inscription),
        verdict=verdict_en_vigueur(db, inscription),
        maintenant=horloge.maintenant(),
    )


@porte.route("/epreuves/<uuid:inscription_id>/deposer/<piece>", methods=["GET", "POST"])
@accepte_fichiers
def deposer(inscription_id: uuid.UUID, piece: str) -> ResponseReturnValue:
    db = session_bd()
    inscription = inscription_du_candidat(db, personne(), inscription_id)
    form = DepotForm()
    if not form.validate_on_submit():
        statut = 422 if form.is_submitted() else 200
        return _page_de_depot(inscription_id, piece, form, None), statut
    envoi = _envoi(piece, form)
    try:
        recu = recevoir_fichier(db, stockage(), inscription, envoi, personne(), horloge.maintenant)
    except DepotRefuse as refus:
        return _page_de_depot(inscription_id, piece, form, refus), STATUTS[refus.genre]
    flash(*_annonce(recu.version.hors_delai, recu.deja_la))
    return redirect(_adresse(inscription_id, recu.version.id), 303)


def _envoi(piece: str, form: DepotForm) -> Envoi:
    envoye = form.fichier.data
    return Envoi(piece, envoye.filename, envoye.stream, horloge.debut_de_requete())


def _adresse(inscription_id: uuid.UUID, version_id: uuid.UUID) -> str:
    return url_for("candidats.fichier", inscription_id=inscription_id, version_id=version_id)


def _annonce(hors_delai: bool, deja_la: bool) -> tuple[str, str]:
    """(message, category) after a reception."""
    if deja_la:
        return "Ce fichier était déjà déposé : rien n’a changé.", "info"
    if hors_delai:
        return (
            "Votre fichier est reçu après l’échéance. Il est conservé et signalé « hors délai » : "
            "votre académie décidera.",
            "attention",
        )
    return "Votre fichier est déposé. Il compte dès maintenant.", "succes"


def _page_de_depot(
    inscription_id: uuid.UUID, code: str, form: DepotForm, refus: DepotRefuse | None
) -> str:
    db = session_bd()
    inscription = inscription_du_candidat(db, personne(), inscription_id)
    regles = epreuve_de(inscription)
    if code not in {piece.code for piece in regles.pieces}:
        raise Introuvable
    return render_template(
        "candidats/deposer.html",
        inscription=inscription,
        epreuve=regles,
        piece=exiger_piece(regles, code),
        taille_max=inscription.candidat.session.taille_max,
        calendrier=calendrier_de(db, inscription),
        maintenant=horloge.maintenant(),
        form=form,
        refus=refus,
    )


@porte.errorhandler(RequestEntityTooLarge)
@porte.errorhandler(ClientDisconnected)
def envoi_manque(erreur: HTTPException) -> ResponseReturnValue:
    """An upload that never came whole is an attempt too, kept with its cause."""
    if request.endpoint == "candidats.deposer":
        db, cles = session_bd(), request.view_args or {}
        inscription = inscription_du_candidat(db, personne(), cles["inscription_id"])
        coupee = isinstance(erreur, ClientDisconnected)
        limite = inscription.candidat.session.taille_max
        refus = ConnexionCoupee() if coupee else FichierTropGros(limite)
        envoi = Envoi(cles["piece"], "", BytesIO(), horloge.debut_de_requete())
        noter_refus(db, inscription, envoi, refus, personne(), horloge.maintenant())
    return page_http(erreur)


@porte.get("/epreuves/<uuid:inscription_id>/fichiers/<uuid:version_id>")
def fichier(inscription_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    etat = etat_de(db, inscription_du_candidat(db, personne(), inscription_id))
    version = version_parmi(etat, version_id)
    return render_template(
        "candidats/fichier.html",
        etat=etat,
        version=version,
        piece=etat.epreuve.piece(version.piece),
        retenue=version in etat.retenues,
        sujets=etat.sujets,
        manquantes=etat.manquantes,
        fuseau=etat.inscription.candidat.academie.fuseau,
        **_lecture(version),
    )


def _lecture(version: Version) -> dict[str, Any]:
    """What the machine read in a file, and how it is said to its candidate."""
    rapport = version.rapport.contenu if version.rapport else None
    return {"rapport": rapport, "libelles": libelles_de(rapport, "candidat") if rapport else []}


@porte.get("/epreuves/<uuid:inscription_id>/fichiers/<uuid:version_id>/contenu")
def contenu(inscription_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    inscription = inscription_du_candidat(db, personne(), inscription_id)
    version = version_parmi(etat_de(db, inscription), version_id)
    lecture = ouvrir_version(db, stockage(), inscription, version, personne(), horloge.maintenant())
    return reponse_fichier(lecture, version.nom_donne, version.format, version.taille)


@porte.get("/epreuves/<uuid:inscription_id>/decision")
def decision(inscription_id: uuid.UUID) -> ResponseReturnValue:
    inscription, verdict = _decision_de(inscription_id)
    reglement = reglement_de_session(inscription.candidat.session)
    return render_template(
        "candidats/decision.html",
        inscription=inscription,
        epreuve=epreuve_de(inscription),
        verdict=verdict,
        motifs=[m for m in reglement.motifs_de(inscription.epreuve) if m.code in verdict.motifs],
        fuseau=inscription.candidat.academie.fuseau,
    )


@porte.post("/epreuves/<uuid:inscription_id>/decision")
def lire_decision(inscription_id: uuid.UUID) -> ResponseReturnValue:
    """The decision is read after a deliberate act, and that reading is kept."""
    _, verdict = _decision_de(inscription_id)
    accuser_lecture(session_bd(), verdict, personne(), horloge.maintenant())
    return redirect(url_for("candidats.decision", inscription_id=inscription_id), 303)


def _decision_de(inscription_id: uuid.UUID) -> tuple[Inscription, Verdict]:
    db = session_bd()
    inscription = inscription_du_candidat(db, personne(), inscription_id)
    verdict = verdict_en_vigueur(db, inscription)
    if verdict is None:
        raise Introuvable
    return inscription, verdict
