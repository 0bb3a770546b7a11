"""Why a file is not taken. Each refusal says what happened, what to do, and what is safe."""

from app.controle.octets import NOMS
from app.refus import Genre, Refus

INTACT = "Ce que vous aviez déposé avant est intact."


class DepotRefuse(Refus):
    """A file was not kept. `cause` and `faute` go to the attempt's row."""

    titre = "Fichier non déposé"
    cause = "refus"
    faute = "fichier"

    def __init__(self, phrase: str, quoi_faire: str = "") -> None:
        super().__init__(f"{phrase} {INTACT}", quoi_faire)


class FichierVide(DepotRefuse):
    code = cause = "fichier-vide"

    def __init__(self) -> None:
        super().__init__(
            "Le fichier reçu est vide (0 octet).",
            "Ouvrez-le sur votre appareil pour vérifier son contenu, puis envoyez-le à nouveau.",
        )


class FichierTropGros(DepotRefuse):
    genre = Genre.TROP_GROS
    code = cause = "fichier-trop-gros"

    def __init__(self, limite: int) -> None:
        super().__init__(
            f"Le fichier dépasse la taille permise ({limite // 1_000_000} Mo).",
            "Réduisez le poids des images, puis enregistrez à nouveau votre document en PDF.",
        )


class FormatRefuse(DepotRefuse):
    code = cause = "format-refuse"

    def __init__(self, reconnu: str | None, admis: tuple[str, ...]) -> None:
        lu = NOMS.get(reconnu or "", "un fichier d’un type inconnu")
        attendus = ", ".join(format_.upper() for format_ in admis)
        super().__init__(
            f"Le contenu reçu est {lu}, quel que soit son nom. Formats admis ici : {attendus}.",
            "Ouvrez votre document dans le logiciel qui l’a fait, choisissez « Exporter au format "
            "PDF », puis envoyez le fichier obtenu. Des photos se réunissent en un seul PDF.",
        )


class PieceInattendue(DepotRefuse):
    code = cause = "piece-inattendue"
    faute = "regle"

    def __init__(self) -> None:
        super().__init__("Cette pièce n’est pas attendue pour cette épreuve.")


class DepotPasOuvert(DepotRefuse):
    genre = Genre.CONFLIT
    code = cause = "depot-pas-ouvert"
    faute = "regle"

    def __init__(self) -> None:
        super().__init__(
            "Le dépôt n’est pas encore ouvert pour cette épreuve.",
            "Revenez à partir de la date d’ouverture indiquée sur votre accueil.",
        )


class ConnexionCoupee(DepotRefuse):
    """The network went away in the middle of a file; nobody is there to read this."""

    code = cause = "connexion-coupee"
    faute = "reseau"

    def __init__(self) -> None:
        super().__init__("La connexion s’est coupée pendant l’envoi.", "Recommencez l’envoi.")


class StockageEnPanne(DepotRefuse):
    genre = Genre.INDISPONIBLE
    code = cause = "stockage"
    faute = "service"
    titre = "Fichier non enregistré, par notre faute"

    def __init__(self) -> None:
        super().__init__(
            "Le service n’a pas pu enregistrer votre fichier : la panne vient de nous, "
            "et votre tentative est notée avec son heure.",
            "Réessayez dans quelques minutes. Si l’échéance passe entre-temps, écrivez à votre "
            "académie : elle voit cette tentative.",
        )
