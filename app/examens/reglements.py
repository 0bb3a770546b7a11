"""Which règlement judges a session: the shipped ones, and those of the installation's folder."""

from pathlib import Path

from app.examens.models import Inscription, SessionExamen
from app.reglement import Epreuve, Reglement, catalogue, reglement_de

_dossier: list[Path | None] = [None]


def utiliser_dossier(dossier: Path | None) -> None:
    """Add the installation's own folder of règlements; read and checked at once.

    Raises:
        ReglementInvalide: a file is wrong; the message names it and the line.
    """
    catalogue(dossier)
    _dossier[0] = dossier


def reglement_de_session(session: SessionExamen) -> Reglement:
    """The règlement of a session. Raises ReglementInconnu."""
    return reglement_de(session.reglement, _dossier[0])


def epreuve_de(inscription: Inscription) -> Epreuve:
    """What the règlement says of the épreuve of this inscription."""
    return reglement_de_session(inscription.candidat.session).epreuve(inscription.epreuve)


def reglements_connus() -> list[Reglement]:
    """Every règlement of this installation, by identifier."""
    return sorted(catalogue(_dossier[0]).values(), key=lambda r: r.identifiant)
