"""What may be handed in, and when."""

from datetime import datetime

from app.depots.refus import DepotPasOuvert, PieceInattendue
from app.examens.calendrier import Calendrier, Moment
from app.reglement import Epreuve, Piece, PieceInconnue


def exiger_piece(epreuve: Epreuve, code: str) -> Piece:
    """The pièce of that code. Raises PieceInattendue."""
    try:
        return epreuve.piece(code)
    except PieceInconnue:
        raise PieceInattendue from None


def exiger_ouverture(calendrier: Calendrier | None, debut: datetime) -> Calendrier:
    """Refuse before the opening. After the deadline a file is still received, and marked late:

    whether it counts is the académie's decision (arrêté of 22 July 2008), not the machine's.
    """
    if calendrier is None or calendrier.moment(debut) is Moment.A_VENIR:
        raise DepotPasOuvert
    return calendrier
