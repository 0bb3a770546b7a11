"""Why a commission may not read."""

from datetime import datetime

from app.refus import Genre, Refus


class FenetreFermee(Refus):
    """The window of access is not open (yet, or any more)."""

    genre = Genre.INTERDIT
    code = "fenetre-fermee"
    titre = "Accès aux dossiers fermé"

    def __init__(self, ouvre_le: datetime, ferme_le: datetime, maintenant: datetime) -> None:
        if maintenant < ouvre_le:
            phrase = "L’accès aux dossiers de cette commission n’est pas encore ouvert."
        else:
            phrase = "L’accès aux dossiers de cette commission est terminé."
        super().__init__(phrase, "Les dates figurent sur la page de la commission.")
