"""The kit of a commission: one archive of the original bytes, its size known in advance.

Folders follow the order of passage. `ABSENTS.txt` says which expected file is not there
and why; `SHA256SUMS` proves the rest. Nothing is left out without being said.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.archives.entree import Entree
from app.archives.noms import chemin_sur, sans_doublon
from app.archives.plan import Archive
from app.base import ecriture
from app.comptes.models import Compte
from app.depots.models import Version
from app.journal import Acte, inscrire
from app.oraux.lectures import DossierDePassage, dossiers_de
from app.oraux.models import Commission
from app.stockage.erreurs import ObjetAbsent
from app.stockage.flux import Lecture
from app.stockage.protocole import Stockage


@dataclass(frozen=True)
class Kit:
    """An archive ready to be sent, and what it could not hold."""

    nom: str
    archive: Archive
    absents: tuple[str, ...]


def kit_de(
    db: Session,
    stockage: Stockage,
    commission: Commission,
    auteur: Compte,
    maintenant: datetime,
) -> Kit:
    """Lay out the kit of a commission that this member may read now; the hand-over is journalled.

    Every object is looked up first: one that is missing is listed, never silently left out.

    Raises:
        StockageIndisponible: the store is out of reach; nothing is sent.
    """
    dossiers = dossiers_de(db, commission)
    plan = _Plan(stockage)
    for rang, dossier in enumerate(dossiers, start=1):
        plan.ajouter(rang, dossier)
    archive = Archive(plan.entrees_nommees())
    nom = f"{commission.nom} - dossiers.zip"
    _journaliser(db, commission, plan, auteur, maintenant)
    return Kit(nom, archive, tuple(plan.absents))


def _journaliser(
    db: Session, commission: Commission, plan: "_Plan", auteur: Compte, maintenant: datetime
) -> None:
    """Once for the commission, and once in the journal of each dossier handed over."""
    qui, donnees = auteur.auteur, {"fichiers": len(plan.remis), "absents": len(plan.absents)}
    with ecriture(db):
        acte = Acte.COMMISSION_KIT_TELECHARGE
        inscrire(db, commission.chaine, acte, donnees, qui, maintenant)
        for chaine, versions in sorted(plan.par_dossier().items()):
            detail = {"versions": [str(v) for v in versions]}
            acte = Acte.DEPOT_VERSION_TELECHARGEE
            inscrire(db, chaine, acte, detail, qui, maintenant)


class _Plan:
    """What goes in the kit, gathered dossier by dossier."""

    def __init__(self, stockage: Stockage) -> None:
        self._stockage = stockage
        self._entrees: list[tuple[str, Version]] = []
        self.remis: list[tuple[str, uuid.UUID]] = []
        self.absents: list[str] = []

    def ajouter(self, rang: int, dossier: DossierDePassage) -> None:
        candidat = dossier.passage.inscription.candidat
        dossier_nom = f"{rang:02d} - {candidat.numero} - {candidat.nom_complet}"
        if not dossier.est_interroge:
            self.absents.append(f"{dossier_nom} : ne peut être interrogé (mention non valide).")
            return
        for piece in dossier.etat.manquantes:
            self.absents.append(f"{dossier_nom} : {piece.libelle} : aucun fichier reçu.")
        for version in dossier.etat.retenues:
            self._ajouter_version(dossier_nom, dossier.passage.inscription.chaine, version)

    def _ajouter_version(self, dossier_nom: str, chaine: str, version: Version) -> None:
        suite = f"-{version.exemplaire}" if version.exemplaire > 1 else ""
        try:
            present = self._stockage.size(version.cle) == version.taille
        except ObjetAbsent:
            present = False
        if not present:
            self.absents.append(
                f"{dossier_nom} : {version.nom_donne} : fichier introuvable dans le stockage, "
                "prévenez le service des examens."
            )
            return
        nom = chemin_sur((dossier_nom, f"{version.piece}{suite}.{version.format}"))
        self._entrees.append((nom, version))
        self.remis.append((chaine, version.id))

    def par_dossier(self) -> dict[str, list[uuid.UUID]]:
        groupes: dict[str, list[uuid.UUID]] = {}
        for chaine, version_id in self.remis:
            groupes.setdefault(chaine, []).append(version_id)
        return groupes

    def entrees_nommees(self) -> list[Entree]:
        noms = sans_doublon([nom for nom, _ in self._entrees])
        versions = [version for _, version in self._entrees]
        paires = list(zip(noms, versions, strict=True))
        textes = [
            ("ABSENTS.txt", _texte_des_absents(self.absents)),
            ("SHA256SUMS", "".join(f"{v.sha256}  {nom}\n" for nom, v in paires)),
        ]
        date = max((v.recu_fin for v in versions), default=EPOQUE)
        fichiers = [
            Entree(nom, v.taille, v.crc32, v.recu_fin, _source(self._stockage, v.cle), v.cle)
            for nom, v in paires
        ]
        return fichiers + [Entree.de_texte(nom, texte.encode(), date) for nom, texte in textes]


EPOQUE = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _source(stockage: Stockage, cle: str) -> Callable[[int, int], Lecture]:
    return lambda debut, longueur: stockage.open(cle, debut, longueur)


def _texte_des_absents(absents: Sequence[str]) -> str:
    if not absents:
        return "Tous les fichiers attendus sont dans cette archive.\n"
    titre = "Ce qui n’est pas dans cette archive, et pourquoi :\n\n"
    return titre + "".join(f"- {ligne}\n" for ligne in absents)
