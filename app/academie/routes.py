"""What the staff of an académie may ask."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.academie.forms import ReponseForm, VerdictForm
from app.comptes.acces import personne, reserver
from app.comptes.models import Role
from app.conformite.avis import Avis, vue_de
from app.conformite.lectures import (
    Dossier,
    dossier_de,
    dossiers_suivis,
    epreuves_suivies,
    historique_des_verdicts,
    inscription_visible,
    peut_instruire,
    propositions_a_confirmer,
)
from app.conformite.models import Decision
from app.conformite.propositions import confirmer, decliner, proposition_visible, retirer
from app.conformite.refus import DossierChange
from app.conformite.verdicts import Issue, prononcer
from app.controle.libelles import libelles_de
from app.depots.consultation import ouvrir_version
from app.depots.lectures import version_parmi
from app.depots.models import Version
from app.erreurs import STATUTS
from app.examens.reglements import reglement_de_session
from app.extensions import horloge, session_bd, stockage
from app.refus import Refus
from app.transmission import reponse_fichier

porte = Blueprint("academie", __name__, url_prefix="/academie")
reserver(porte, Role.GESTIONNAIRE, Role.RESPONSABLE)


@porte.context_processor
def navigation() -> dict[str, Any]:
    pages = (("Dossiers", "academie.accueil"), ("À confirmer", "academie.propositions"))
    urls = [(nom, url_for(endpoint)) for nom, endpoint in pages]
    return {"navigation": [(nom, url, request.path == url) for nom, url in urls]}


@porte.get("/")
def accueil() -> ResponseReturnValue:
    db, epreuve = session_bd(), request.args.get("epreuve") or None
    recus, numero = "recus" in request.args, request.args.get("page", 1, type=int)
    return render_template(
        "academie/accueil.html",
        page=dossiers_suivis(db, personne(), epreuve, recus, numero),
        filtre={"epreuve": epreuve, "recus": 1 if recus else None},
        epreuves=epreuves_suivies(db, personne()),
    )


@porte.get("/dossiers/<uuid:inscription_id>")
def dossier(inscription_id: uuid.UUID) -> ResponseReturnValue:
    return _page_du_dossier(inscription_id, None, None)


@porte.post("/dossiers/<uuid:inscription_id>/verdict")
def verdict(inscription_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    inscription = inscription_visible(db, personne(), inscription_id)
    form = VerdictForm()
    form.proposer_motifs(
        reglement_de_session(inscription.candidat.session).motifs_de(inscription.epreuve)
    )
    if not form.validate_on_submit():
        return _page_du_dossier(inscription_id, form, None), 422
    try:
        issue = prononcer(db, inscription, _avis(form), personne(), horloge.maintenant())
    except Refus as refus:
        return _page_du_dossier(inscription_id, form, refus), STATUTS[refus.genre]
    flash(_annonce(issue), "succes")
    return redirect(url_for("academie.dossier", inscription_id=inscription_id), 303)


@porte.get("/dossiers/<uuid:inscription_id>/fichiers/<uuid:version_id>")
def contenu(inscription_id: uuid.UUID, version_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    inscription = inscription_visible(db, personne(), inscription_id)
    version = version_parmi(dossier_de(db, inscription).etat, version_id)
    lecture = ouvrir_version(db, stockage(), inscription, version, personne(), horloge.maintenant())
    return reponse_fichier(lecture, version.nom_donne, version.format, version.taille)


@porte.get("/propositions")
def propositions() -> ResponseReturnValue:
    attente = propositions_a_confirmer(session_bd(), personne())
    return render_template("academie/propositions.html", propositions=attente)


@porte.route("/propositions/<uuid:proposition_id>", methods=["GET", "POST"])
def proposition(proposition_id: uuid.UUID) -> ResponseReturnValue:
    db, form, refus, statut = session_bd(), ReponseForm(), None, 200
    ouverte = proposition_visible(db, personne(), proposition_id)
    if form.validate_on_submit():
        try:
            flash(_repondre(ouverte, form), "succes")
        except Refus as erreur:
            refus, statut = erreur, STATUTS[erreur.genre]
        else:
            return redirect(url_for("academie.propositions"), 303)
    elif form.is_submitted():
        statut = 422
    return _page_de_la_proposition(proposition_id, form, refus), statut


@porte.post("/propositions/<uuid:proposition_id>/retirer")
def retirer_proposition(proposition_id: uuid.UUID) -> ResponseReturnValue:
    db = session_bd()
    ouverte = proposition_visible(db, personne(), proposition_id)
    inscription_id = ouverte.inscription_id
    retirer(db, ouverte, personne(), horloge.maintenant())
    flash("Proposition retirée. Le dossier retourne à l’instruction.", "succes")
    return redirect(url_for("academie.dossier", inscription_id=inscription_id), 303)


def _avis(form: VerdictForm) -> Avis:
    return Avis(
        Decision(form.decision.data),
        form.etat_vu.data or "",
        form.motifs.data or (),
        form.texte.data or "",
        form.raison.data or "",
    )


def _annonce(issue: Issue) -> str:
    if issue.proposition:
        return "Proposition de non-conformité enregistrée. Elle attend un responsable."
    return "Verdict enregistré. Le candidat peut le lire."


def _repondre(proposition: Any, form: ReponseForm) -> str:
    db, maintenant = session_bd(), horloge.maintenant()
    if form.reponse.data == "confirmer":
        confirmer(db, proposition, personne(), maintenant)
        return "Non-conformité confirmée. Le candidat peut lire la décision."
    decliner(db, proposition, form.raisons.data or "", personne(), maintenant)
    return "Proposition déclinée. Le dossier retourne à l’instruction."


def _page_du_dossier(
    inscription_id: uuid.UUID, form: VerdictForm | None, refus: Refus | None
) -> str:
    db = session_bd()
    inscription = inscription_visible(db, personne(), inscription_id)
    vu = dossier_de(db, inscription)
    reglement = reglement_de_session(inscription.candidat.session)
    if form is None:
        form = VerdictForm(formdata=None)
        form.proposer_motifs(reglement.motifs_de(inscription.epreuve))
        form.etat_vu.data = vue_de(vu.etat, vu.verdict).empreinte
    perime = form.etat_vu.data != vue_de(vu.etat, vu.verdict).empreinte
    return render_template(
        "academie/dossier.html",
        dossier=vu,
        inscription=inscription,
        montree=_montree(vu),
        libelles_de=libelles_de,
        sujets=vu.etat.sujets,
        motifs={m.code: m.libelle for m in reglement.motifs_de(inscription.epreuve)},
        historique=historique_des_verdicts(db, inscription),
        peut_decider=peut_instruire(db, personne(), inscription),
        form=form,
        # What was on the screen stays quoted: a dossier that changed must be opened again.
        refus=DossierChange() if perime else refus,
        perime=perime,
        fuseau=inscription.candidat.academie.fuseau,
    )


def _montree(dossier: Dossier) -> Version | None:
    """The version shown: the one asked for, else the first that counts."""
    demandee = request.args.get("fichier", type=uuid.UUID)
    if demandee:
        return version_parmi(dossier.etat, demandee)
    retenues = sorted(dossier.etat.retenues, key=lambda v: v.piece != "dossier")
    return retenues[0] if retenues else None


def _page_de_la_proposition(
    proposition_id: uuid.UUID, form: ReponseForm, refus: Refus | None
) -> str:
    db = session_bd()
    ouverte = proposition_visible(db, personne(), proposition_id)
    inscription = ouverte.inscription
    reglement = reglement_de_session(inscription.candidat.session)
    return render_template(
        "academie/proposition.html",
        proposition=ouverte,
        inscription=inscription,
        motifs=[m for m in reglement.motifs_de(inscription.epreuve) if m.code in ouverte.motifs],
        peut_repondre=personne().role == Role.RESPONSABLE and personne().id != ouverte.auteur_id,
        peut_retirer=personne().id == ouverte.auteur_id,
        form=form,
        refus=refus,
        fuseau=inscription.candidat.academie.fuseau,
    )
