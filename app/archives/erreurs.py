"""What may go wrong with an archive, before it starts and on its way."""


class ErreurArchive(Exception):
    """Root of the errors of this cellar. `phrase` may be shown to a person."""

    phrase = "L'archive n'a pas pu être préparée. Les fichiers déposés sont intacts."


class PlanImpossible(ErreurArchive, ValueError):
    """Entries that cannot stand together in one archive: two alike, a dangerous name, no date."""


class EntreeIllisible(ErreurArchive):
    """On its way, an entry did not give the bytes promised; `nom` and `reference` say which.

    Raised after the headers are sent: only a cut connection can still tell the client. Whoever
    catches it writes it down, so that the next archive lists the file as absent and why.
    """

    phrase = "Le téléchargement a été interrompu : un fichier est illisible."

    def __init__(self, nom: str, reference: str, raison: str) -> None:
        super().__init__(f"{nom} ({reference}) : {raison}")
        self.nom = nom
        self.reference = reference
        self.raison = raison
