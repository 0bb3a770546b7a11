"""What an act answers when it will not be done: a fact, a French sentence, and what to do."""

from enum import StrEnum


class Genre(StrEnum):
    """The kind of a refusal; app/erreurs.py alone turns it into an HTTP status."""

    INTROUVABLE = "introuvable"
    INTERDIT = "interdit"
    CONFLIT = "conflit"
    INVALIDE = "invalide"
    TROP_GROS = "trop-gros"
    INDISPONIBLE = "indisponible"


class Refus(Exception):
    """A refusal that a person will read.

    Args:
        phrase: what happened, in one French sentence.
        quoi_faire: what the person can do about it; empty when there is nothing to do.
    """

    genre = Genre.INVALIDE
    code = "refus"
    titre = "Action impossible"

    def __init__(self, phrase: str, quoi_faire: str = "") -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.quoi_faire = quoi_faire


class Introuvable(Refus):
    """Absent, or not this person's: the answer is the same, so that nothing can be guessed."""

    genre = Genre.INTROUVABLE
    code = "introuvable"
    titre = "Page introuvable"

    def __init__(self) -> None:
        super().__init__(
            "Cette page n’existe pas, ou elle ne vous est pas destinée.",
            "Vérifiez l’adresse, ou revenez à votre accueil.",
        )


class Interdit(Refus):
    genre = Genre.INTERDIT
    code = "interdit"
    titre = "Action non autorisée"
