"""What a stockage may answer instead of bytes: a sentence for anybody, a detail for us."""


class ErreurStockage(Exception):
    """Root of every error that leaves this cellar; no driver's exception does.

    `phrase` may be shown to a person. `detail` names the setting or the fact at fault, for logs and
    the administrateur's page; it never holds a secret.
    """

    phrase = "Le service de stockage a rencontré une difficulté. Réessayez dans quelques minutes."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.phrase} ({self.detail})" if self.detail else self.phrase


class ObjetAbsent(ErreurStockage):
    """No object under this key: the store answered, and it has nothing."""

    phrase = "Ce fichier est introuvable dans le stockage. Le service des examens en est averti."


class ObjetDejaPresent(ErreurStockage):
    """An object already stands under this key; it has not been touched."""

    phrase = "Un fichier existe déjà sous cette référence. Il n'a pas été modifié."


class ObjetAltere(ErreurStockage):
    """The bytes read are not the bytes once stored (other hash, or fewer of them)."""

    phrase = "Ce fichier ne correspond plus à celui qui a été reçu. Il n'a pas été transmis."


class StockagePlein(ErreurStockage):
    """No room left: disk, quota or file size limit."""

    phrase = (
        "Votre fichier n'a pas pu être enregistré : l'espace de stockage du service est plein. "
        "Vos fichiers déjà déposés sont intacts. Réessayez dans quelques minutes."
    )


class StockageIndisponible(ErreurStockage):
    """The store cannot be reached or refuses us; says nothing about any object."""

    phrase = (
        "Le service de stockage ne répond pas. "
        "Vos fichiers déjà déposés sont intacts. Réessayez dans quelques minutes."
    )


class CleInvalide(ErreurStockage, ValueError):
    """A key that this cellar would never have given, or that would leave its folder."""

    phrase = "Cette référence de fichier n'est pas valable."
