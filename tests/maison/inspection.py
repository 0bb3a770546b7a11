"""A client that inspects the manners of every HTML page it receives."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

SANS_ETIQUETTE = {"hidden", "submit", "button"}
SAISIES = {"input", "select", "textarea"}
VIDES = {"meta", "link", "input", "br", "img", "hr", "source", "wbr", "col", "area", "base"}


@dataclass
class Page(HTMLParser):
    """What a page holds, gathered as it is read."""

    titre: str = ""
    langue: str = ""
    titres_1: int = 0
    liens: list[str] = field(default_factory=list)
    envois: list[str] = field(default_factory=list)
    fautes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._ouvertes: list[str] = []
        self._formulaire: dict[str, Any] | None = None
        self._ids: list[str] = []
        self._etiquettes: set[str] = set()
        self._saisies: list[str] = []
        self._cibles: list[str] = []

    def handle_starttag(self, balise: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {cle: valeur or "" for cle, valeur in attrs}
        if balise not in VIDES:
            self._ouvertes.append(balise)
        self._manieres(balise, a)
        if "id" in a:
            self._ids.append(a["id"])
        self._cibles += a.get("aria-describedby", "").split() + a.get("aria-labelledby", "").split()
        reperer = getattr(self, f"_voir_{balise}", None)
        if reperer:
            reperer(a)
        if balise in SAISIES:
            self._voir_saisie(a)

    def handle_endtag(self, balise: str) -> None:
        if not self._ouvertes or self._ouvertes.pop() != balise:
            self.fautes.append(f"</{balise}> closes nothing")
        if balise == "form" and self._formulaire:
            if self._formulaire["post"] and not self._formulaire["jeton"]:
                self.fautes.append("a POST form without its token")
            self._formulaire = None

    def handle_data(self, texte: str) -> None:
        if self._ouvertes and self._ouvertes[-1] == "title":
            self.titre += texte

    def _manieres(self, balise: str, a: dict[str, str]) -> None:
        surs = [cle for cle in a if cle == "style" or cle.startswith("on")]
        if surs or balise == "style" or (balise == "script" and not a.get("src")):
            self.fautes.append(f"inline {balise} {surs}")
        if balise == "iframe" and not a.get("title"):
            self.fautes.append("an iframe without title")
        if balise == "img" and "alt" not in a:
            self.fautes.append("an image without alt")

    def _voir_html(self, a: dict[str, str]) -> None:
        self.langue = a.get("lang", "")

    def _voir_h1(self, _: dict[str, str]) -> None:
        self.titres_1 += 1

    def _voir_a(self, a: dict[str, str]) -> None:
        if a.get("href", "").startswith("#"):
            self._cibles.append(a["href"][1:])
        elif "href" in a:
            self.liens.append(a["href"])

    def _voir_link(self, a: dict[str, str]) -> None:
        self.liens.append(a["href"])

    def _voir_script(self, a: dict[str, str]) -> None:
        self.liens.append(a.get("src", ""))

    def _voir_iframe(self, a: dict[str, str]) -> None:
        self.liens.append(a["src"])

    def _voir_label(self, a: dict[str, str]) -> None:
        self._etiquettes.add(a.get("for", ""))

    def _voir_form(self, a: dict[str, str]) -> None:
        post = a.get("method", "get").lower() == "post"
        self._formulaire = {"post": post, "jeton": False}
        if post:
            self.envois.append(a.get("action", ""))

    def _voir_saisie(self, a: dict[str, str]) -> None:
        if self._formulaire and a.get("name") == "csrf_token" and a.get("value"):
            self._formulaire["jeton"] = True
        if a.get("type") not in SANS_ETIQUETTE and "aria-label" not in a:
            self._saisies.append(a.get("id", "?"))

    def manques(self) -> list[str]:
        """Every fault of manners, once the whole page is read."""
        fautes = list(self.fautes)
        fautes += [f"never closed: {balise}" for balise in self._ouvertes]
        fautes += [] if self.langue == "fr" else ["no lang"]
        fautes += [] if self.titre.strip() else ["no title"]
        fautes += [] if self.titres_1 == 1 else [f"{self.titres_1} h1"]
        fautes += [f"no label: {s}" for s in self._saisies if s not in self._etiquettes]
        fautes += [f"twice the id {i}" for i in set(self._ids) if self._ids.count(i) > 1]
        fautes += [f"points to no id: {c}" for c in self._cibles if c not in self._ids]
        return fautes


def lire(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def mene_quelque_part(app: Flask, url: str, methode: str, ici: str) -> bool:
    """Whether an address of ours is one that the application answers to."""
    morceaux = urlsplit(url)
    if morceaux.scheme or morceaux.netloc:
        return morceaux.scheme in ("https", "mailto")
    if morceaux.path.startswith("/static/"):
        return (Path(app.root_path) / morceaux.path.lstrip("/")).is_file()
    try:
        app.url_map.bind("localhost").match(morceaux.path or ici, method=methode)
    except HTTPException:  # unknown, wrong method, or a slash that costs a redirect
        return False
    return True


class Inspecteur:
    """Fetches pages as one person and refuses any that lacks manners."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self._app = app
        self._client = client
        self.vues: list[Page] = []

    def get(self, url: str, statut: int = 200) -> Page:
        return self.verifier(self._client.get(url), url, statut)

    def verifier(self, reponse: TestResponse, url: str, statut: int = 200) -> Page:
        """Assert the answer's status and every manner of its page."""
        html = reponse.get_data(as_text=True)
        assert (reponse.status_code, reponse.mimetype) == (statut, "text/html"), html[:2000]
        page, ici = lire(html), urlsplit(url).path
        fautes = page.manques()
        adresses = [(a, "GET") for a in page.liens] + [(a, "POST") for a in page.envois]
        fautes += [
            f"{methode} {adresse} leads nowhere"
            for adresse, methode in adresses
            if not mene_quelque_part(self._app, adresse, methode, ici)
        ]
        assert fautes == [], f"{url}: {fautes}"
        self.vues.append(page)
        return page
