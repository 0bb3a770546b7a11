"""The kit of a commission: one archive of the original bytes, its size known in advance.

Folders follow the order of passage. `ABSENTS.txt` says which expected file is not there
and why; `SHA256SUMS` proves the rest. Nothing is left out without being said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.archives.entree import Entree
from app.archives.noms import chemin_sur, sans_doublon
from app.archives.plan import Archive
from app.archives.presence import verifier_presence
from app.base import ecriture
from app.comptes.models import Compte
from app.depots.models import Version
from app.journal import Acte, Evenement, inscrire
from app.oraux.lectures import DossierDePassage, dossiers_de
from app.oraux.models import Commission
from app.stockage.erreurs import ObjetAbsent
from app.stockage.flux import Lecture
from app.stockage.protocole import Stockage

UNE_REMISE = timedelta(minutes=30)
EPOQUE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Kit:
    """An archive ready to be sent, and what it could not hold."""

    nom: str
    archive: Archive
    absents: tuple[str, ...]
    remis: tuple["FichierDuKit", ...]


@dataclass(frozen=True)
class FichierDuKit:
    """A version on its way to a commission: its path in the archive, the journal it goes in."""

    nom: str
    chaine: str
    version: Version


def kit_de(db: Session, stockage: Stockage, commission: Commission) -> Kit:
    """Lay out the kit of a commission. Sending it is another act: `remettre`.

    Every object is looked up first: one that is missing is listed, never silently left out.

    Raises:
        StockageIndisponible: the store is out of reach; nothing is sent.
    """
    dossiers = dossiers_de(db, commission)
    attendus, absents = fichiers_et_absents(dossiers)
    entrees = [_entree(stockage, fichier) for fichier in attendus]
    presentes, manques = verifier_presence(entrees, _taille_dans(stockage))
    absents += [f"{m.entree.nom} : {m.raison}, prévenez le service des examens." for m in manques]
    la = {entree.nom for entree in presentes}
    remis = [fichier for fichier in attendus if fichier.nom in la]
    archive = Archive(presentes + _textes(remis, absents, signalements(dossiers)))
    return Kit(f"{commission.nom} - dossiers.zip", archive, tuple(absents), tuple(remis))


def remettre(
    db: Session, kit: Kit, commission: Commission, auteur: Compte, maintenant: datetime
) -> None:
    """Write the hand-over down, for the commission and in the journal of each dossier.

    A download that resumes, or is asked again within `UNE_REMISE`, is the same hand-over.
    """
    bilan = {"fichiers": len(kit.remis), "absents": len(kit.absents), "kit": kit.archive.etag}
    if not _deja_remis(db, commission, kit, auteur, maintenant):
        _journaliser(db, commission, kit.remis, bilan, auteur, maintenant)


def _deja_remis(
    db: Session, commission: Commission, kit: Kit, auteur: Compte, maintenant: datetime
) -> bool:
    recentes = db.scalars(
        select(Evenement.donnees).where(
            Evenement.chaine == commission.chaine,
            Evenement.acte == str(Acte.COMMISSION_KIT_TELECHARGE),
            Evenement.auteur_id == auteur.id,
            Evenement.le > maintenant - UNE_REMISE,
        )
    )
    return any(donnees.get("kit") == kit.archive.etag for donnees in recentes)


def signalements(dossiers: Iterable[DossierDePassage]) -> list[str]:
    """What a reader must know of the files that are there, one French line each."""
    lignes = []
    for dossier in dossiers:
        candidat = dossier.passage.inscription.candidat
        nom = f"{candidat.numero} - {candidat.nom_complet}"
        if dossier.situation == "a-reprendre":
            lignes.append(f"{nom} : fichier reçu depuis le verdict, contrôle à reprendre.")
        lignes += [
            f"{nom} : « {v.nom_donne} » a été reçu hors délai."
            for v in dossier.etat.retenues
            if dossier.est_interroge and v.hors_delai
        ]
    return lignes


def fichiers_et_absents(
    dossiers: Iterable[DossierDePassage],
) -> tuple[list[FichierDuKit], list[str]]:
    """What a kit should hold, in the order of passage, and a French line for what it cannot."""
    trouves: list[tuple[str, str, Version]] = []
    absents: list[str] = []
    for rang, dossier in enumerate(dossiers, start=1):
        candidat = dossier.passage.inscription.candidat
        nom = f"{rang:02d} - {candidat.numero} - {candidat.nom_complet}"
        if not dossier.est_interroge:
            absents.append(f"{nom} : ne peut être interrogé (mention non valide).")
            continue
        absents += [f"{nom} : {p.libelle} : aucun fichier reçu." for p in dossier.etat.manquantes]
        chaine = dossier.passage.inscription.chaine
        trouves += [(_chemin(nom, v), chaine, v) for v in dossier.etat.retenues]
    noms = sans_doublon([nom for nom, _, _ in trouves])
    fichiers = [FichierDuKit(n, c, v) for n, (_, c, v) in zip(noms, trouves, strict=True)]
    return fichiers, absents


def _chemin(dossier: str, version: Version) -> str:
    suite = f"-{version.exemplaire}" if version.exemplaire > 1 else ""
    return chemin_sur((dossier, f"{version.piece}{suite}.{version.format}"))


def _entree(stockage: Stockage, fichier: FichierDuKit) -> Entree:
    version = fichier.version
    source = _source(stockage, version.cle)
    return Entree(fichier.nom, version.taille, version.crc32, version.recu_fin, source, version.cle)


def _source(stockage: Stockage, cle: str) -> Callable[[int, int], Lecture]:
    return lambda debut, longueur: stockage.open(cle, debut, longueur)


def _taille_dans(stockage: Stockage) -> Callable[[str], int | None]:
    def taille(cle: str) -> int | None:
        try:
            return stockage.size(cle)
        except ObjetAbsent:
            return None

    return taille


def _textes(
    remis: Sequence[FichierDuKit], absents: Sequence[str], dits_aussi: Sequence[str]
) -> list[Entree]:
    """The two lists that go with the files."""
    date = max((fichier.version.recu_fin for fichier in remis), default=EPOQUE)
    sommes = "".join(f"{f.version.sha256}  {f.nom}\n" for f in remis)
    dits = "Tous les fichiers attendus sont dans cette archive.\n"
    if absents:
        dits = "Ce qui n’est pas dans cette archive, et pourquoi :\n\n"
        dits += "".join(f"- {ligne}\n" for ligne in absents)
    if dits_aussi:
        dits += "\nÀ savoir sur les fichiers présents :\n\n"
        dits += "".join(f"- {ligne}\n" for ligne in dits_aussi)
    return [
        Entree.de_texte("ABSENTS.txt", dits.encode(), date),
        Entree.de_texte("SHA256SUMS", sommes.encode(), date),
    ]


def _journaliser(
    db: Session,
    commission: Commission,
    remis: Sequence[FichierDuKit],
    bilan: dict[str, Any],
    auteur: Compte,
    maintenant: datetime,
) -> None:
    """Once for the commission, and once in the journal of each dossier handed over."""
    qui = auteur.auteur
    with ecriture(db):
        acte = Acte.COMMISSION_KIT_TELECHARGE
        inscrire(db, commission.chaine, acte, bilan, qui, maintenant)
        par_dossier = groupby(sorted(remis, key=lambda f: f.chaine), key=lambda f: f.chaine)
        for chaine, fichiers in par_dossier:
            detail = {"versions": [str(fichier.version.id) for fichier in fichiers]}
            acte = Acte.DEPOT_VERSION_TELECHARGEE
            inscrire(db, chaine, acte, detail, qui, maintenant)
