"""A small exam, made for tests: two académies that must not see each other, a regroupement,
an établissement, candidates, staff, a commission. Every person is fictitious.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte, Role
from app.comptes.mots_de_passe import hacher
from app.examens.models import (
    Academie,
    Candidat,
    Echeance,
    Etablissement,
    Inscription,
    Poste,
    Referent,
    Regroupement,
    SessionExamen,
)
from app.oraux.models import Commission, Membre, Passage
from tests.gestes import DEBUT as DEBUT
from tests.gestes import MOT_DE_PASSE as MOT_DE_PASSE
from tests.gestes import Depositaire as Depositaire
from tests.gestes import un_pdf as un_pdf

EMPREINTE = hacher(MOT_DE_PASSE)
OUVERTURE = DEBUT - timedelta(days=30)
CLOTURE = DEBUT + timedelta(days=1)


@dataclass(frozen=True)
class Monde:
    """Who is there. Ids only: each test reads through its own session."""

    session: uuid.UUID
    candidat: str
    autre_candidat: str
    candidat_ailleurs: str
    referent: str
    gestionnaire: str
    responsable: str
    second_responsable: str
    gestionnaire_rattachee: str
    gestionnaire_ailleurs: str
    membre: str
    membre_ailleurs: str
    administrateur: str
    e8: uuid.UUID
    e5: uuid.UUID
    e8_autre: uuid.UUID
    e8_rattachee: uuid.UUID
    e8_ailleurs: uuid.UUID
    commission: uuid.UUID
    passage: uuid.UUID
    commission_ailleurs: uuid.UUID
    passage_ailleurs: uuid.UUID


def compte(db: Session, identifiant: str, role: Role) -> Compte:
    ligne = Compte(
        id=uuid.uuid4(),
        identifiant=identifiant,
        courriel=f"{identifiant}@essai.example",
        nom_affiche=identifiant.replace("-", " ").title(),
        role=str(role),
        mot_de_passe=EMPREINTE,
        cree_le=DEBUT,
    )
    db.add(ligne)
    db.flush()
    return ligne


def inscription(
    db: Session,
    session: SessionExamen,
    academie: Academie,
    numero: str,
    *epreuves: str,
    etablissement: Etablissement | None = None,
) -> list[Inscription]:
    """A candidate with an account, inscribed at these épreuves in the forme ponctuelle."""
    candidat = Candidat(
        id=uuid.uuid4(),
        session_id=session.id,
        compte_id=compte(db, numero, Role.CANDIDAT).id,
        numero=numero,
        nom="Essai",
        prenom=f"N{numero[-2:]}",
        date_naissance=date(2005, 1, 1),
        statut="individuel",
        academie_id=academie.id,
        etablissement_id=etablissement.id if etablissement else None,
    )
    lignes = [
        Inscription(id=uuid.uuid4(), candidat_id=candidat.id, epreuve=epreuve, forme="ponctuelle")
        for epreuve in epreuves
    ]
    db.add(candidat)
    db.flush()
    db.add_all(lignes)
    db.flush()
    return lignes


def commission(
    db: Session,
    session: SessionExamen,
    academie: Academie,
    nom: str,
    membre: Compte,
    debut: datetime = DEBUT,
) -> Commission:
    ligne = Commission(
        id=uuid.uuid4(),
        session_id=session.id,
        academie_id=academie.id,
        epreuve="E8",
        forme="ponctuelle",
        nom=nom,
        lieu="Salle des essais",
        ouvre_le=debut - timedelta(days=1),
        ferme_le=debut + timedelta(days=20),
    )
    db.add(ligne)
    db.flush()
    db.add(Membre(commission_id=ligne.id, compte_id=membre.id, qualite="sti"))
    return ligne


def passage(db: Session, commission: Commission, inscription: Inscription) -> Passage:
    ligne = Passage(
        id=uuid.uuid4(),
        commission_id=commission.id,
        inscription_id=inscription.id,
        debut=DEBUT + timedelta(days=10),
    )
    db.add(ligne)
    db.flush()
    return ligne


def academie(db: Session, code: str, nom: str, fuseau: str = "Europe/Paris") -> Academie:
    ligne = Academie(id=uuid.uuid4(), code=code, nom=nom, fuseau=fuseau)
    db.add(ligne)
    db.flush()
    return ligne


def agent(db: Session, identifiant: str, role: Role, academie: Academie) -> Compte:
    ligne = compte(db, identifiant, role)
    db.add(Poste(compte_id=ligne.id, academie_id=academie.id))
    return ligne


def session_ccst(db: Session) -> SessionExamen:
    ligne = SessionExamen(
        id=uuid.uuid4(), sigle="CCST", annee=2026, reglement="ccst-2026", taille_max=2_000_000
    )
    db.add(ligne)
    db.flush()
    return ligne


def batir_monde(db: Session, debut: datetime = DEBUT) -> Monde:
    """Everybody of `Monde`, around an instant: open for 30 days, closing in one."""
    session = session_ccst(db)
    pilote = academie(db, "NOR", "Académie pilote")
    rattachee = academie(db, "REU", "Académie rattachée", "Indian/Reunion")
    ailleurs = academie(db, "AIL", "Académie d’ailleurs")
    for lieu in (pilote, rattachee, ailleurs):
        for epreuve in ("E5", "E7", "E8"):
            db.add(
                Echeance(
                    session_id=session.id,
                    academie_id=lieu.id,
                    epreuve=epreuve,
                    forme="ponctuelle",
                    ouverture=debut - timedelta(days=30),
                    cloture=debut + timedelta(days=1),
                )
            )
    db.add(Regroupement(session_id=session.id, pilote_id=pilote.id, rattachee_id=rattachee.id))
    lycee = Etablissement(
        id=uuid.uuid4(), uai="0140001X", nom="Lycée des Essais", ville="Ici", academie_id=pilote.id
    )
    db.add(lycee)
    db.flush()
    e5, e8 = inscription(db, session, pilote, "2600001", "E5", "E8", etablissement=lycee)
    (e8_autre,) = inscription(db, session, pilote, "2600002", "E8")
    (e8_rattachee,) = inscription(db, session, rattachee, "2600003", "E8")
    (e8_ailleurs,) = inscription(db, session, ailleurs, "2600004", "E8")
    referent = compte(db, "referent", Role.ETABLISSEMENT)
    db.add(Referent(compte_id=referent.id, etablissement_id=lycee.id))
    membre = compte(db, "membre", Role.COMMISSION)
    membre_ailleurs = compte(db, "membre-ailleurs", Role.COMMISSION)
    ici = commission(db, session, pilote, "E8 – Commission 1", membre, debut)
    la_bas = commission(db, session, ailleurs, "E8 – Commission 2", membre_ailleurs, debut)
    return Monde(
        session=session.id,
        candidat="2600001",
        autre_candidat="2600002",
        candidat_ailleurs="2600004",
        referent="referent",
        gestionnaire=agent(db, "gestionnaire", Role.GESTIONNAIRE, pilote).identifiant,
        responsable=agent(db, "responsable", Role.RESPONSABLE, pilote).identifiant,
        second_responsable=agent(db, "responsable-2", Role.RESPONSABLE, pilote).identifiant,
        gestionnaire_rattachee=agent(
            db, "gestionnaire-r", Role.GESTIONNAIRE, rattachee
        ).identifiant,
        gestionnaire_ailleurs=agent(db, "gestionnaire-a", Role.GESTIONNAIRE, ailleurs).identifiant,
        membre="membre",
        membre_ailleurs="membre-ailleurs",
        administrateur=compte(db, "administrateur", Role.ADMINISTRATEUR).identifiant,
        e8=e8.id,
        e5=e5.id,
        e8_autre=e8_autre.id,
        e8_rattachee=e8_rattachee.id,
        e8_ailleurs=e8_ailleurs.id,
        commission=ici.id,
        passage=passage(db, ici, e8).id,
        commission_ailleurs=la_bas.id,
        passage_ailleurs=passage(db, la_bas, e8_ailleurs).id,
    )


@pytest.fixture
def monde(app: Flask, db: Session, maintenant: Callable[[datetime], None]) -> Monde:
    with ecriture(db):
        return batir_monde(db)


def personne_nommee(db: Session, identifiant: str) -> Compte:
    return db.query(Compte).filter_by(identifiant=identifiant).one()
