"""What a reviewer decides, what was on the screen when deciding, and whether it can be taken."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.comptes.models import Compte, Role
from app.conformite.lectures import peut_instruire
from app.conformite.models import Decision, Verdict
from app.conformite.refus import (
    DossierChange,
    MotifManquant,
    PieceManquante,
    RaisonManquante,
    TexteManquant,
)
from app.depots.lectures import EtatDepot
from app.examens.models import Inscription
from app.examens.reglements import reglement_de_session
from app.refus import Interdit


@dataclass(frozen=True)
class Avis:
    """What a reviewer decides, and what was on the screen when deciding."""

    decision: Decision
    etat_vu: str
    """`empreinte_vue` of the dossier as it was shown."""
    motifs: Sequence[str] = ()
    texte: str = ""
    raison: str = ""
    """Why an earlier verdict is corrected; needed only then."""


@dataclass(frozen=True)
class Vue:
    """What stands now: the versions that count and the decision in force."""

    versions: list[dict[str, Any]] = field(default_factory=list)
    verdict_id: uuid.UUID | None = None

    @property
    def empreinte(self) -> str:
        versions = ",".join(f"{v['id']}" for v in self.versions)
        return f"{versions}|{self.verdict_id or ''}"


def vue_de(etat: EtatDepot, verdict: Verdict | None) -> Vue:
    """What a page shows to the reviewer, and quotes back with the decision."""
    versions = [{"id": str(v.id), "piece": v.piece, "sha256": v.sha256} for v in etat.retenues]
    return Vue(versions, verdict.id if verdict else None)


def verrouiller(db: Session, inscription: Inscription) -> None:
    db.execute(select(Inscription.id).where(Inscription.id == inscription.id).with_for_update())


def exiger_instructeur(db: Session, auteur: Compte, inscription: Inscription) -> None:
    if not peut_instruire(db, auteur, inscription):
        raise Interdit(
            "Les dossiers de ce candidat sont instruits par l’académie pilote du regroupement."
        )


def exiger_retour_permis(precedent: Verdict | None, auteur: Compte) -> None:
    """What two persons pronounced, one gestionnaire alone does not undo. Raises Interdit."""
    if precedent is None or precedent.decision != Decision.NON_CONFORME:
        return
    if auteur.role != Role.RESPONSABLE:
        raise Interdit(
            "Cette non-conformité a été confirmée par un responsable.",
            "Seul un responsable peut revenir sur cette décision, avec sa raison.",
        )


def exiger_dossier_complet(etat: EtatDepot) -> None:
    """A « conforme » needs every obligatory pièce. Raises PieceManquante."""
    if etat.manquantes:
        raise PieceManquante(" », « ".join(piece.libelle for piece in etat.manquantes))


def exiger_avis_recevable(
    inscription: Inscription, avis: Avis, vue: Vue, precedent: Verdict | None
) -> None:
    if vue.empreinte != avis.etat_vu:
        raise DossierChange
    if precedent and not avis.raison.strip():
        raise RaisonManquante
    if avis.decision is not Decision.CONFORME and not avis.texte.strip():
        raise TexteManquant
    if avis.decision is Decision.NON_CONFORME:
        reglement = reglement_de_session(inscription.candidat.session)
        connus = {motif.code for motif in reglement.motifs_de(inscription.epreuve)}
        if not avis.motifs or not connus.issuperset(avis.motifs):
            raise MotifManquant
