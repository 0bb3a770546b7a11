"""Why the demonstration is not loaded, or not removed: a sentence for the terminal."""


class DemoImpossible(Exception):
    """Nothing was changed that the same command does not put right when run again."""


class BaseDejaServie(DemoImpossible):
    """The database holds accounts of its own."""

    def __init__(self) -> None:
        super().__init__(
            "Cette base a déjà des comptes. La démonstration y ajouterait des comptes dont le mot "
            "de passe est public, un administrateur compris."
        )
