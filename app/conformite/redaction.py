"""Writing a decision down: the row and its line in the journal, inside the act's transaction."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from app.comptes.models import Compte
from app.conformite.avis import Avis, Vue
from app.conformite.models import Decision, Proposition, Verdict
from app.examens.models import Inscription
from app.journal import Acte, inscrire


def ecrire_proposition(
    db: Session, inscription: Inscription, avis: Avis, vue: Vue, auteur: Compte, quand: datetime
) -> Proposition:
    proposition = Proposition(
        id=uuid.uuid4(),
        inscription_id=inscription.id,
        motifs=list(avis.motifs),
        texte=avis.texte.strip(),
        raison=avis.raison.strip() if vue.verdict_id else "",
        versions_vues=vue.versions,
        auteur_id=auteur.id,
        proposee_le=quand,
    )
    db.add(proposition)
    donnees = {"proposition": str(proposition.id), "motifs": list(avis.motifs)}
    inscrire(db, inscription.chaine, Acte.VERDICT_PROPOSE, donnees, auteur.auteur, quand)
    return proposition


def rediger_verdict(
    inscription: Inscription,
    avis: Avis,
    vue: Vue,
    auteur: Compte,
    quand: datetime,
    precedent: Verdict | None,
) -> Verdict:
    motifs = list(avis.motifs) if avis.decision is Decision.NON_CONFORME else []
    return Verdict(
        id=uuid.uuid4(),
        inscription_id=inscription.id,
        decision=str(avis.decision),
        motifs=motifs,
        nombre_motifs=len(motifs),
        texte=avis.texte.strip(),
        versions_vues=vue.versions,
        auteur_id=auteur.id,
        prononce_le=quand,
        remplace_id=precedent.id if precedent else None,
        raison=avis.raison.strip() if precedent else "",
    )


def ecrire_verdict(
    db: Session, inscription: Inscription, verdict: Verdict, auteur: Compte, quand: datetime
) -> Verdict:
    db.add(verdict)
    donnees = {
        "verdict": str(verdict.id),
        "decision": verdict.decision,
        "versions": verdict.versions_vues,
    }
    inscrire(db, inscription.chaine, Acte.VERDICT_PRONONCE, donnees, auteur.auteur, quand)
    return verdict
