"""An upload that never came whole is an attempt too: kept, with its cause and its fault."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app.depots.models import Tentative
from tests.gestes import jeton_de
from tests.monde import Monde


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The application behind a real socket."""
    serveur = make_server("127.0.0.1", 0, app, threaded=True)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    yield serveur.server_port
    serveur.shutdown()
    fil.join()


def test_a_file_over_the_limit_of_the_service_is_recorded(
    db: Session, monde: Monde, visiter: Callable[[str], FlaskClient]
) -> None:
    client = visiter(monde.candidat)
    url = f"/candidat/epreuves/{monde.e8}/deposer/dossier"
    reponse = client.post(url, data=b"0" * 3_500_000, content_type="application/octet-stream")
    assert reponse.status_code == 413
    assert "taille permise" in reponse.get_data(as_text=True)
    tentative = db.scalars(select(Tentative)).one()
    assert (tentative.cause, tentative.faute) == ("fichier-trop-gros", "fichier")


def test_a_connection_cut_in_mid_upload_is_recorded_as_the_network_s_fault(
    db: Session, monde: Monde, visiter: Callable[[str], FlaskClient], port: int
) -> None:
    client = visiter(monde.candidat)
    url = f"/candidat/epreuves/{monde.e8}/deposer/dossier"
    jeton_de(client, url)
    biscuit = client.get_cookie("depot_bts")
    assert biscuit is not None
    entetes = (
        f"POST {url} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: depot_bts={biscuit.value}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n--b\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as prise:
        prise.sendall(entetes.encode() + b"0" * 1000)
        prise.shutdown(socket.SHUT_WR)
        prise.recv(1)
    tentative = db.scalars(select(Tentative)).one()
    assert (tentative.cause, tentative.faute) == ("connexion-coupee", "reseau")
