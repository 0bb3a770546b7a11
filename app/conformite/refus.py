"""Why a decision is not recorded."""

from app.refus import Genre, Refus


class DossierChange(Refus):
    genre = Genre.CONFLIT
    code = "dossier-change"
    titre = "Le dossier a changé"

    def __init__(self) -> None:
        super().__init__(
            "Un fichier a été reçu, ou une décision enregistrée, pendant que vous lisiez ce "
            "dossier. Votre décision n’a pas été enregistrée.",
            "Rouvrez le dossier pour voir ce qui a changé, puis décidez.",
        )


class MotifManquant(Refus):
    code = "motif-manquant"
    titre = "Motif manquant"

    def __init__(self) -> None:
        super().__init__(
            "Une non-conformité se fonde sur au moins un motif du règlement.",
            "Cochez le ou les motifs qui fondent la décision.",
        )


class TexteManquant(Refus):
    code = "texte-manquant"
    titre = "Texte manquant"

    def __init__(self) -> None:
        super().__init__(
            "Le candidat doit savoir quoi compléter ou pourquoi.",
            "Écrivez en une ou deux phrases ce que la décision demande ou constate.",
        )


class PieceManquante(Refus):
    """Circular 3.1: without its obligatory pièces a candidate cannot be interrogated."""

    genre = Genre.CONFLIT
    code = "piece-manquante"
    titre = "Une pièce obligatoire manque"

    def __init__(self, libelles: str) -> None:
        super().__init__(
            f"Ce dossier ne peut pas être déclaré conforme : il y manque « {libelles} ».",
            "Demandez une régularisation, ou attendez le dépôt.",
        )


class RaisonManquante(Refus):
    code = "raison-manquante"
    titre = "Raison manquante"

    def __init__(self) -> None:
        super().__init__(
            "Décliner une proposition, ou corriger un verdict, demande une raison écrite.",
            "Écrivez la raison : elle reste au journal du dossier.",
        )


class SecondePersonneRequise(Refus):
    genre = Genre.INTERDIT
    code = "seconde-personne"
    titre = "Une seconde personne est nécessaire"

    def __init__(self) -> None:
        super().__init__(
            "Une non-conformité est proposée par une personne et confirmée par une autre, "
            "responsable du service.",
            "Demandez à une ou un autre responsable de répondre à cette proposition.",
        )


class PropositionDejaRepondue(Refus):
    genre = Genre.CONFLIT
    code = "proposition-repondue"
    titre = "Proposition déjà traitée"

    def __init__(self) -> None:
        super().__init__(
            "Cette proposition a déjà reçu une réponse.", "Rouvrez le dossier pour la lire."
        )


class PropositionEnAttente(Refus):
    genre = Genre.CONFLIT
    code = "proposition-en-attente"
    titre = "Une proposition attend déjà"

    def __init__(self) -> None:
        super().__init__(
            "Une non-conformité est déjà proposée pour ce dossier ; elle attend un responsable.",
            "Rien d’autre ne peut être décidé avant sa réponse.",
        )
