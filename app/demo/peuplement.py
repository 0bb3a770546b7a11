"""The rows of the demonstration that no act of the hall writes yet: places, people, calendar.

All in one transaction, opened by the caller. Ids come from what each row stands for.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.base import Base
from app.comptes.models import Compte, Role
from app.comptes.mots_de_passe import hacher
from app.demo.donnees import SessionFictive
from app.demo.horaires import MINUIT, OUVERTURE, Repere
from app.demo.identites import identite
from app.demo.objets import CandidatFictif, CommissionFictive
from app.examens.models import (
    Academie,
    Candidat,
    Derogation,
    Echeance,
    Etablissement,
    Inscription,
    Poste,
    Referent,
    Regroupement,
    SessionExamen,
)
from app.oraux.models import Commission, Membre, Passage

SESSION = identite("session")


def peupler(db: Session, session: SessionFictive, maintenant: datetime) -> None:
    """Add every base row, parents first."""
    for famille in (
        _lieux(session),
        _etablissements(session),
        _comptes(session, maintenant),
        _postes(session),
        _candidats(session),
        _inscriptions(session),
        echeances(session, maintenant),
        commissions(session, maintenant),
        _passages(session, maintenant),
        _derogations(session, maintenant),
    ):
        db.add_all(famille)
        db.flush()


def _lieux(session: SessionFictive) -> Iterator[Base]:
    yield SessionExamen(id=SESSION, fictive=True, **session.reglages)
    for academie in session.academies.values():
        yield Academie(
            id=identite("academie", academie.cle),
            code=academie.code,
            nom=academie.nom,
            fuseau=academie.fuseau,
        )


def _etablissements(session: SessionFictive) -> Iterator[Base]:
    for ecole in session.etablissements.values():
        yield Etablissement(
            id=identite("etablissement", ecole.cle),
            uai=ecole.uai,
            nom=ecole.nom,
            ville=ecole.ville,
            academie_id=identite("academie", ecole.academie),
        )
    for academie in session.academies.values():
        if academie.pilote:
            yield Regroupement(
                id=identite("regroupement", academie.cle),
                session_id=SESSION,
                pilote_id=identite("academie", academie.pilote),
                rattachee_id=identite("academie", academie.cle),
            )


def _comptes(session: SessionFictive, maintenant: datetime) -> Iterator[Base]:
    """One account for each person. The password is hashed once: each hashing is slow on purpose."""
    personnes = [(a.identifiant, a.identifiant, a.nom, a.role) for a in session.agents.values()]
    personnes += [
        (c.numero, courriel_de(c), c.nom_complet, str(Role.CANDIDAT))
        for c in session.candidats.values()
    ]
    empreinte = hacher(session.mot_de_passe)
    for identifiant, courriel, nom, role in personnes:
        yield Compte(
            id=identite("compte", identifiant),
            identifiant=identifiant,
            courriel=courriel,
            nom_affiche=nom,
            role=role,
            mot_de_passe=empreinte,
            cree_le=maintenant - timedelta(days=60),
        )


def courriel_de(candidat: CandidatFictif) -> str:
    """An address that no mail can reach (RFC 2606)."""
    return f"{candidat.numero}@candidats.example"


def _postes(session: SessionFictive) -> Iterator[Base]:
    for agent in session.agents.values():
        compte_id = identite("compte", agent.identifiant)
        if agent.academie:
            academie_id = identite("academie", agent.academie)
            yield Poste(compte_id=compte_id, academie_id=academie_id)
        if agent.etablissement:
            ecole_id = identite("etablissement", agent.etablissement)
            yield Referent(compte_id=compte_id, etablissement_id=ecole_id)


def _candidats(session: SessionFictive) -> Iterator[Base]:
    for candidat in session.candidats.values():
        ecole = candidat.etablissement
        yield Candidat(
            id=identite("candidat", candidat.rang),
            session_id=SESSION,
            compte_id=identite("compte", candidat.numero),
            numero=candidat.numero,
            nom=candidat.nom,
            prenom=candidat.prenom,
            date_naissance=candidat.naissance,
            courriel=courriel_de(candidat),
            statut=candidat.statut,
            academie_id=identite("academie", candidat.academie),
            etablissement_id=identite("etablissement", ecole) if ecole else None,
        )


def _inscriptions(session: SessionFictive) -> Iterator[Base]:
    for candidat in session.candidats.values():
        for epreuve, forme in candidat.inscriptions.items():
            yield Inscription(
                id=identite("inscription", candidat.rang, epreuve),
                candidat_id=identite("candidat", candidat.rang),
                epreuve=epreuve,
                forme=forme,
            )


def _repere(session: SessionFictive, academie: str, maintenant: datetime) -> Repere:
    return Repere(maintenant, session.academies[academie].fuseau)


def echeances(session: SessionFictive, maintenant: datetime) -> Iterator[Base]:
    for creneau in session.creneaux:
        repere = _repere(session, creneau.academie, maintenant)
        yield Echeance(
            id=identite("echeance", creneau.academie, creneau.epreuve, creneau.forme),
            session_id=SESSION,
            academie_id=identite("academie", creneau.academie),
            epreuve=creneau.epreuve,
            forme=creneau.forme,
            ouverture=repere.ouverture(creneau.ouverture),
            cloture=repere.cloture(creneau.cloture),
        )


def commissions(session: SessionFictive, maintenant: datetime) -> Iterator[Base]:
    for commission in session.commissions:
        repere = _repere(session, commission.academie, maintenant)
        yield Commission(
            id=identite("commission", commission.nom),
            session_id=SESSION,
            academie_id=identite("academie", commission.academie),
            epreuve=commission.epreuve,
            forme=commission.forme,
            nom=commission.nom,
            lieu=commission.lieu,
            ouvre_le=repere.a(commission.ouvre, MINUIT),
            ferme_le=repere.a(commission.ferme, MINUIT),
            membres=[
                Membre(compte_id=identite("compte", identifiant), qualite=qualite)
                for qualite, identifiant in commission.membres.items()
            ],
        )


def _passages(session: SessionFictive, maintenant: datetime) -> Iterator[Base]:
    for commission in session.commissions:
        yield from _passages_de(session, commission, maintenant)


def _passages_de(
    session: SessionFictive, commission: CommissionFictive, maintenant: datetime
) -> Iterator[Base]:
    premier = _repere(session, commission.academie, maintenant).a(commission.jour, OUVERTURE)
    for place, rang in enumerate(commission.candidats):
        yield Passage(
            id=identite("passage", commission.nom, rang),
            commission_id=identite("commission", commission.nom),
            inscription_id=identite("inscription", rang, commission.epreuve),
            debut=premier + timedelta(minutes=place * commission.pas),
        )


def _derogations(session: SessionFictive, maintenant: datetime) -> Iterator[Base]:
    for derogation in session.derogations:
        academie = session.candidats[derogation.candidat].academie
        yield Derogation(
            id=identite("derogation", derogation.candidat, derogation.epreuve),
            inscription_id=identite("inscription", derogation.candidat, derogation.epreuve),
            cloture=_repere(session, academie, maintenant).cloture(derogation.jour),
            motif=derogation.motif,
            auteur_id=identite("compte", derogation.auteur),
            accordee_le=maintenant - timedelta(hours=derogation.il_y_a),
        )
