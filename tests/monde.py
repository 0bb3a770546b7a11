"""A small exam, made for tests: two académies that must not see each other, a regroupement,
an établissement, candidates, staff, a commission. Every person is fictitious.
"""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.base import ecriture
from app.comptes.models import Compte, Role
from app.comptes.mots_de_passe import hacher
from app.depots.models import Version
from app.depots.reception import recevoir_fichier
from app.depots.tentatives import Envoi
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
from app.worker.boucle import Ouvrier

MOT_DE_PASSE = "un mot de passe de test"
EMPREINTE = hacher(MOT_DE_PASSE)
DEBUT = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)
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


@pytest.fixture
def entrer(app: Flask) -> Callable[[str], FlaskClient]:
    """Sign in as somebody, by the form, with its CSRF token."""

    def connecter(identifiant: str) -> FlaskClient:
        client = app.test_client()
        jeton = jeton_de(client, "/connexion")
        reponse = client.post(
            "/connexion",
            data={
                "csrf_token": jeton,
                "identifiant": identifiant,
                "mot_de_passe": MOT_DE_PASSE,
            },
        )
        assert reponse.status_code == 303, reponse.get_data(as_text=True)
        return client

    return connecter


def jeton_de(client: FlaskClient, page: str) -> str:
    """The CSRF token of the first form of a page."""
    corps = client.get(page).get_data(as_text=True)
    return corps.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def un_pdf(texte: str = "Dossier fictif") -> bytes:
    """A small valid PDF of one page that holds this text (ASCII)."""
    contenu = f"BT /F1 12 Tf 72 720 Td ({texte}) Tj ET".encode("ascii")
    objets = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(contenu), contenu),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    sortie, places = bytearray(b"%PDF-1.4\n"), []
    for numero, objet in enumerate(objets, start=1):
        places.append(len(sortie))
        sortie += b"%d 0 obj\n%s\nendobj\n" % (numero, objet)
    table = len(sortie)
    sortie += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objets) + 1)
    sortie += b"".join(b"%010d 00000 n \n" % place for place in places)
    fin = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    sortie += fin % (len(objets) + 1, table)
    return bytes(sortie)


@dataclass
class Depositaire:
    """Deposits through the act itself, at any instant."""

    app: Flask
    db: Session

    def deposer(
        self,
        inscription_id: uuid.UUID,
        piece: str = "dossier",
        octets: bytes | None = None,
        debut: datetime = DEBUT,
        fin: datetime | None = None,
    ) -> Version:
        ligne = self.db.get_one(Inscription, inscription_id)
        auteur = self.db.get_one(Compte, ligne.candidat.compte_id)
        flux = io.BytesIO(un_pdf(f"{piece} {uuid.uuid4()}") if octets is None else octets)
        envoi = Envoi(piece, f"mon {piece}.pdf", flux, debut)
        stockage = self.app.extensions["stockage"]
        recu = recevoir_fichier(
            self.db, stockage, ligne, envoi, auteur, lambda: fin or debut + timedelta(seconds=2)
        )
        return recu.version

    def lire_tout(self) -> None:
        """Do what the worker would: every task that waits."""
        ouvrier: Ouvrier = self.app.extensions["ouvrier"]
        self.db.rollback()
        while attente := ouvrier.relever():
            for tache_id in attente:
                ouvrier.executer(tache_id)
        self.db.expire_all()


@pytest.fixture
def depositaire(app: Flask, db: Session) -> Depositaire:
    return Depositaire(app, db)


def personne_nommee(db: Session, identifiant: str) -> Compte:
    return db.query(Compte).filter_by(identifiant=identifiant).one()
