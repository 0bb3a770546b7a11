"""What every request is held to before a door sees it: its size, its bytes, its end."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import BadRequest

PETITE_REQUETE = 1_000_000
"""Bytes that a form without file may hold."""

BLOC = 1 << 20


def taille_permise(accepte_fichiers: bool) -> int:
    """Bytes that this request may hold."""
    fichiers: int = current_app.config["TAILLE_MAX"] if accepte_fichiers else 0
    return fichiers + PETITE_REQUETE


def lire_le_reste() -> None:
    """Read what the browser is still sending, so that it can show our page.

    A connection closed in mid-upload shows « connexion réinitialisée », and no reason.
    Bounded: beyond four times the largest file, nobody is waiting in good faith.
    """
    reste = min(request.content_length or 0, 4 * taille_permise(accepte_fichiers=True))
    flux = request.environ["wsgi.input"]
    while reste > 0 and (bloc := flux.read(min(BLOC, reste))):
        reste -= len(bloc)


def refuser_les_nuls() -> None:
    """Refuse the NUL character: no text of ours holds one, and PostgreSQL would fail on it.

    Raises:
        BadRequest: in the address, or in a field of the form.
    """
    lus = [request.path, *request.args.values(), *request.form.values()]
    if any("\0" in texte for texte in lus):
        raise BadRequest


def page_d_origine() -> str | None:
    """The page of this site that sent the request, when the browser says it."""
    origine = urlsplit(request.referrer or "")
    return origine.path if origine.netloc == request.host else None
