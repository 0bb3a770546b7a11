"""Take the screenshots of this folder from a running demo: `make captures` (see the Makefile).

Usage: python docs/captures/faire.py http://127.0.0.1:8000
"""

import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from app.cli.demo import comptes_demo

ICI = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def entrer(navigateur: Browser, adresse: str, role: str, largeur: int) -> Page:
    """Sign in with the demo account of that role."""
    compte = next(c for c in comptes_demo() if c.role == role)
    contexte = navigateur.new_context(
        locale="fr-FR",
        timezone_id="Europe/Paris",
        viewport={"width": largeur, "height": 800 if largeur > 500 else 740},
    )
    page = contexte.new_page()
    page.goto(adresse)
    page.get_by_label("Identifiant").fill(compte.identifiant)
    page.get_by_label("Mot de passe").fill(compte.mot_de_passe)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_load_state("networkidle")
    return page


def prendre(page: Page, nom: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=ICI / f"{nom}.png")
    page.context.close()


def suivre(page: Page, role: str, nom: str | re.Pattern[str]) -> Page:
    """Follow the first link of that role and name in the main part of the page."""
    page.locator("main").get_by_role(role, name=nom).first.click()  # type: ignore[arg-type]
    page.wait_for_load_state("networkidle")
    return page


def tout_prendre(adresse: str) -> None:
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=CHROMIUM)
        prendre(entrer(navigateur, adresse, "Candidat 1", 1280), "candidat-accueil")
        prendre(entrer(navigateur, adresse, "Candidat 1", 360), "candidat-telephone")
        rapport = entrer(navigateur, adresse, "Candidat 2", 1280)
        rapport = suivre(rapport, "link", re.compile("E8.*pdf", re.IGNORECASE))
        titre = rapport.get_by_role("heading", name="Lecture automatique")
        titre.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top - 20)")
        prendre(rapport, "candidat-rapport")
        prendre(entrer(navigateur, adresse, "Établissement", 1280), "etablissement")
        prendre(entrer(navigateur, adresse, "Gestionnaire", 1280), "academie-dossiers")
        dossier = entrer(navigateur, adresse, "Gestionnaire", 1400)
        dossier.set_viewport_size({"width": 1400, "height": 1300})
        dossier.goto(f"{adresse}/academie/?epreuve=E8&recus=1")
        ligne = dossier.get_by_role("row").filter(has_text="À vérifier").first
        ligne.get_by_role("link").first.click()
        dossier.wait_for_timeout(2500)
        prendre(dossier, "academie-dossier")
        prendre(entrer(navigateur, adresse, "Responsable", 1280), "responsable")
        membre = entrer(navigateur, adresse, "Commission", 1280)
        prendre(suivre(membre, "link", re.compile("^E8 [^C]")), "commission")
        prendre(entrer(navigateur, adresse, "Administrateur", 1280), "administration")
        navigateur.close()


if __name__ == "__main__":
    tout_prendre(sys.argv[1])
