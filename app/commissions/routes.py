"""What a member of commission may ask."""

import uuid
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.comptes.acces import personne, reserver
from app.comptes.models import Role
from app.controle.libelles import libelles_de
from app.extensions import horloge, session_bd, stockage
from app.oraux.consultation import ouvrir_piece
from app.oraux.kits import kit_de, remettre
from app.oraux.lectures import (
    commission_de,
    commission_ouverte,
    commissions_de,
    dossier_de_passage,
    dossiers_de,
    est_ouverte,
)
from app.transmission import reponse_archive, reponse_fichier

porte = Blueprint("commissions", __name__, url_prefix="/commission")
reserver(porte, Role.COMMISSION)


@porte.context_processor
def navigation() -> dict[str, Any]:
    accueil_url = url_for("commissions.accueil")
    return {"navigation": [("Mes commissions", accueil_url, request.path == accueil_url)]}


@porte.get("/")
def accueil() -> ResponseReturnValue:
    return render_template(
        "commissions/accueil.html",
        commissions=commissions_de(session_bd(), personne()),
        maintenant=horloge.maintenant(),
    )


@porte.get("/<uuid:commission_id>")
def commission(commission_id: uuid.UUID) -> ResponseReturnValue:
    """The passages of a commission; their dossiers only within its window."""
    db, maintenant = session_bd(), horloge.maintenant()
    vue = commission_de(db, personne(), commission_id)
    ouverte = est_ouverte(vue, maintenant)
    return render_template(
        "commissions/commission.html",
        commission=vue,
        dossiers=dossiers_de(db, vue) if ouverte else [],
        ouverte=ouverte,
        maintenant=maintenant,
    )


@porte.get("/<uuid:commission_id>/passages/<uuid:passage_id>")
def passage(commission_id: uuid.UUID, passage_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    vue = commission_ouverte(db, personne(), commission_id, horloge.maintenant())
    return render_template(
        "commissions/passage.html",
        commission=vue,
        dossier=dossier_de_passage(db, vue, passage_id),
        libelles_de=libelles_de,
        montree=request.args.get("fichier", type=uuid.UUID),
    )


@porte.get("/<uuid:commission_id>/passages/<uuid:passage_id>/fichiers/<uuid:version_id>")
def contenu(
    commission_id: uuid.UUID, passage_id: uuid.UUID, version_id: uuid.UUID
) -> ResponseReturnValue:
    db, maintenant = session_bd(), horloge.maintenant()
    vue = commission_ouverte(db, personne(), commission_id, maintenant)
    dossier = dossier_de_passage(db, vue, passage_id)
    version, lecture = ouvrir_piece(db, stockage(), dossier, version_id, personne(), maintenant)
    return reponse_fichier(lecture, version.nom_donne, version.format, version.taille)


@porte.get("/<uuid:commission_id>/kit")
def kit(commission_id: uuid.UUID) -> ResponseReturnValue:
    db, maintenant = session_bd(), horloge.maintenant()
    vue = commission_ouverte(db, personne(), commission_id, maintenant)
    pret = kit_de(db, stockage(), vue)
    reponse = reponse_archive(pret.archive, pret.nom)
    if request.method == "GET" and reponse.status_code < 400:
        remettre(db, pret, vue, personne(), maintenant)
    return reponse
