"""What people do in tests: sign in, deposit a file, have the machine read it."""

import io
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.comptes.models import Compte
from app.conformite.avis import Avis, vue_de
from app.conformite.lectures import dossier_de
from app.conformite.models import Decision
from app.conformite.verdicts import Issue, prononcer
from app.depots.models import Version
from app.depots.reception import recevoir_fichier
from app.depots.tentatives import Envoi
from app.examens.models import Inscription
from app.extensions import bd
from app.worker.boucle import Ouvrier

MOT_DE_PASSE = "un mot de passe de test"
DEBUT = datetime(2026, 4, 2, 10, 0, tzinfo=UTC)


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


@pytest.fixture
def visiter(app: Flask) -> Callable[[str | None], FlaskClient]:
    """A client signed in as somebody, or as nobody, without the 0.3 s of a password."""

    def ouvrir(identifiant: str | None) -> FlaskClient:
        client = app.test_client()
        if identifiant:
            with bd.sessions(app)() as db:
                jeton = db.scalars(
                    select(Compte.jeton).where(Compte.identifiant == identifiant)
                ).one()
            with client.session_transaction() as session:
                session.update(_user_id=jeton, _fresh=True)
        return client

    return ouvrir


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
        recu = recevoir_fichier(self.db, stockage, ligne, envoi, auteur, lambda: fin or debut)
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


def juger(
    db: Session,
    identifiant: str,
    inscription_id: uuid.UUID,
    decision: Decision = Decision.CONFORME,
    motifs: Sequence[str] = ("fiche-absente",),
    texte: str = "Un texte pour le candidat.",
    raison: str = "",
    maintenant: datetime = DEBUT,
) -> Issue:
    """Somebody decides on the dossier as it stands."""
    inscription = db.get_one(Inscription, inscription_id)
    vu = dossier_de(db, inscription)
    avis = Avis(decision, vue_de(vu.etat, vu.verdict).empreinte, motifs, texte, raison)
    auteur = db.scalars(select(Compte).where(Compte.identifiant == identifiant)).one()
    return prononcer(db, inscription, avis, auteur, maintenant)


def ensemble(app: Flask, *actes: Callable[[Session], Any]) -> list[Any]:
    """Do several acts at the same moment, each in its thread and session.

    Returns what each gave back, or the exception that it raised, in their order.
    """
    depart = Barrier(len(actes))

    def faire(acte: Callable[[Session], Any]) -> Any:
        with bd.sessions(app)() as db:
            depart.wait(timeout=10)
            try:
                return acte(db)
            except Exception as erreur:
                return erreur

    with ThreadPoolExecutor(len(actes)) as fils:
        return list(fils.map(faire, actes))
