"""Deciding on a dossier."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.conformite.models import Decision
from app.reglement import Motif

DECISIONS = {
    Decision.CONFORME.value: "Conforme",
    Decision.A_REGULARISER.value: "À régulariser : le candidat doit compléter",
    Decision.NON_CONFORME.value: "Non conforme : proposition à un responsable",
}


class VerdictForm(FlaskForm):
    class Meta:
        locales = ("fr",)

    etat_vu = HiddenField()
    decision = RadioField(
        "Décision", choices=DECISIONS, validators=[DataRequired("Choisissez une décision.")]
    )
    motifs = SelectMultipleField(
        "Motifs de non-conformité",
        description="Au moins un motif pour une non-conformité.",
    )
    texte = TextAreaField(
        "Texte pour le candidat",
        description="Obligatoire pour une régularisation ou une non-conformité.",
        validators=[Length(max=4000, message="Le texte ne peut dépasser 4 000 caractères.")],
    )
    raison = TextAreaField(
        "Raison de la correction",
        description="Un verdict existe déjà : dites pourquoi vous le corrigez. Reste interne.",
        validators=[Length(max=2000, message="La raison ne peut dépasser 2 000 caractères.")],
    )

    def proposer_motifs(self, motifs: tuple[Motif, ...]) -> None:
        """Offer the grounds that the règlement knows for this épreuve."""
        self.motifs.choices = {m.code: f"{m.libelle} ({m.source})" for m in motifs}


class ReponseForm(FlaskForm):
    class Meta:
        locales = ("fr",)

    reponse = RadioField(
        "Votre réponse",
        choices={
            "confirmer": "Confirmer : la mention « non valide » est prononcée",
            "decliner": "Décliner : le dossier retourne à l’instruction",
        },
        validators=[DataRequired("Choisissez une réponse.")],
    )
    raisons = TextAreaField(
        "Raisons",
        description="Obligatoires pour décliner. Elles restent internes.",
        validators=[Length(max=2000, message="Les raisons ne peuvent dépasser 2 000 caractères.")],
    )
