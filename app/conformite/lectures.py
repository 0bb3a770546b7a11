"""Reads for whoever checks conformity: only the candidates of its académies."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from app.comptes.models import Compte, Role
from app.conformite.models import Proposition, Verdict
from app.depots.lectures import EtatDepot, etats_de
from app.depots.models import Depot
from app.examens.lectures import est_instruit_par, est_visible_par
from app.examens.models import Candidat, Inscription
from app.refus import Introuvable

PAR_PAGE = 30


@dataclass(frozen=True)
class Dossier:
    """What a reviewer sees of one inscription: the dépôt, the decision in force, what waits."""

    etat: EtatDepot
    verdict: Verdict | None
    proposition: Proposition | None

    @property
    def situation(self) -> str:
        if self.proposition:
            return "a-confirmer"
        if self.verdict:
            return self.verdict.decision
        return "a-instruire" if self.etat.depot else "aucun-fichier"

    @property
    def verdict_perime(self) -> bool:
        """A file that counts came after the verdict: it speaks of other versions."""
        return self.verdict is not None and not self.verdict.porte_sur(self.etat.retenues)


@dataclass(frozen=True)
class PageDeDossiers:
    dossiers: Sequence[Dossier]
    numero: int
    pages: int
    total: int


def verdict_en_vigueur(db: Session, inscription: Inscription) -> Verdict | None:
    """The verdict that no other has replaced."""
    return verdicts_en_vigueur(db, [inscription]).get(inscription.id)


def verdicts_en_vigueur(
    db: Session, inscriptions: Sequence[Inscription]
) -> dict[uuid.UUID, Verdict]:
    """The verdicts in force of several inscriptions, by inscription id, in one query."""
    suivant = aliased(Verdict)
    verdicts = db.scalars(
        select(Verdict)
        .outerjoin(suivant, suivant.remplace_id == Verdict.id)
        .where(Verdict.inscription_id.in_([i.id for i in inscriptions]), suivant.id.is_(None))
        .options(joinedload(Verdict.accuse))
    )
    return {verdict.inscription_id: verdict for verdict in verdicts}


def propositions_en_attente(
    db: Session, inscriptions: Sequence[Inscription]
) -> dict[uuid.UUID, Proposition]:
    """The proposals that wait for a responsable, by inscription id."""
    attente = db.scalars(
        select(Proposition)
        .where(
            Proposition.inscription_id.in_([i.id for i in inscriptions]),
            Proposition.reponse.is_(None),
        )
        .options(joinedload(Proposition.auteur))
    )
    return {proposition.inscription_id: proposition for proposition in attente}


def historique_des_verdicts(db: Session, inscription: Inscription) -> Sequence[Verdict]:
    """All verdicts of an inscription, the latest first."""
    return db.scalars(
        select(Verdict)
        .where(Verdict.inscription_id == inscription.id)
        .options(joinedload(Verdict.auteur), joinedload(Verdict.confirme_par))
        .order_by(Verdict.prononce_le.desc())
    ).all()


def inscription_visible(db: Session, compte: Compte, inscription_id: uuid.UUID) -> Inscription:
    """One inscription in this member of staff's académies. Raises Introuvable."""
    inscription = db.scalar(_visibles(compte).where(Inscription.id == inscription_id))
    if inscription is None:
        raise Introuvable
    return inscription


def dossier_de(db: Session, inscription: Inscription) -> Dossier:
    return _dossiers(db, [inscription])[0]


def dossiers_suivis(
    db: Session,
    compte: Compte,
    epreuve: str | None = None,
    recus_seuls: bool = False,
    numero: int = 1,
) -> PageDeDossiers:
    """A page of the inscriptions in this member of staff's académies, by name.

    Args:
        recus_seuls: only those for which at least one file was received.
    """
    requete = _visibles(compte)
    if epreuve:
        requete = requete.where(Inscription.epreuve == epreuve)
    if recus_seuls:
        requete = requete.where(Inscription.id.in_(select(Depot.inscription_id)))
    total = db.scalar(select(func.count()).select_from(requete.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PAR_PAGE))
    numero = min(max(1, numero), pages)
    inscriptions = db.scalars(
        requete.order_by(Candidat.nom, Candidat.prenom, Inscription.epreuve)
        .limit(PAR_PAGE)
        .offset((numero - 1) * PAR_PAGE)
    ).all()
    return PageDeDossiers(_dossiers(db, inscriptions), numero, pages, total)


def epreuves_suivies(db: Session, compte: Compte) -> Sequence[str]:
    """The épreuves at which candidates of these académies are inscribed."""
    return db.scalars(
        select(Inscription.epreuve)
        .join(Inscription.candidat)
        .where(est_visible_par(compte))
        .distinct()
        .order_by(Inscription.epreuve)
    ).all()


def propositions_a_confirmer(db: Session, compte: Compte) -> Sequence[Proposition]:
    """What waits for a responsable in the académies that it judges."""
    return db.scalars(
        select(Proposition)
        .join(Proposition.inscription)
        .join(Inscription.candidat)
        .where(
            Proposition.reponse.is_(None),
            est_instruit_par(compte),
        )
        .options(
            contains_eager(Proposition.inscription).contains_eager(Inscription.candidat),
            joinedload(Proposition.auteur),
        )
        .order_by(Proposition.proposee_le)
    ).all()


def peut_instruire(db: Session, compte: Compte, inscription: Inscription) -> bool:
    """Staff of the académie that manages this candidate's exam (circular, 1.3)."""
    if compte.role not in (Role.GESTIONNAIRE, Role.RESPONSABLE):
        return False
    sien = select(Candidat.id).where(Candidat.id == inscription.candidat_id)
    return db.scalar(sien.where(est_instruit_par(compte))) is not None


def _visibles(compte: Compte) -> Select[Inscription]:
    return (
        select(Inscription)
        .join(Inscription.candidat)
        .where(est_visible_par(compte))
        .options(
            contains_eager(Inscription.candidat).joinedload(Candidat.session),
            contains_eager(Inscription.candidat).joinedload(Candidat.academie),
            contains_eager(Inscription.candidat).joinedload(Candidat.etablissement),
        )
    )


def _dossiers(db: Session, inscriptions: Sequence[Inscription]) -> list[Dossier]:
    verdicts = verdicts_en_vigueur(db, inscriptions)
    attente = propositions_en_attente(db, inscriptions)
    return [
        Dossier(etat, verdicts.get(etat.inscription.id), attente.get(etat.inscription.id))
        for etat in etats_de(db, inscriptions)
    ]
