"""The five subjects, in the words of students; an absence is said only when it is sure."""

import pytest

from app.controle.moteur import controler
from app.controle.noms import Noms
from app.controle.rapport import Demande, Rapport
from app.controle.sujets import ASSEZ, Chercheur
from app.controle.titres import Titre
from app.reglement import reglement_de
from tests.controle.fabrique import COMPLET, dossier_pdf

CCST = reglement_de("ccst-2026")
DOSSIER = CCST.epreuve("E8").piece("dossier")

TITRES = {
    "marche": [
        "Étude de marché",
        "Le marché de l’isolation",
        "Le secteur d’activité",
        "Un secteur porteur",
        "La filière bois",
        "Analyse concurrentielle",
        "Les concurrents",
        "Zone de chalandise",
        "Environnement économique",
        "L’offre et la demande",
        "PORTER : les 5 forces",
        "ANALYSE DU MARCHE",
        "Marché et clientèle",
        "Présentation de l’entreprise et de son marché",
    ],
    "environnement": [
        "Environnement technologique et normatif",
        "Contexte réglementaire : RE2020",
        "Les normes",
        "Normes et technologies",
        "CADRE REGLEMENTAIRE",
        "La réglementation en vigueur",
        "Veille technologique",
        "L’état de l’art",
        "Directives européennes et marquage CE",
        "Les textes applicables",
        "Le cadre juridique",
        "Évolutions techniques et normes",
    ],
    "solution": [
        "Description et analyse de la solution choisie",
        "La solution",
        "Notre offre technique",
        "Présentation du produit",
        "L’équipement retenu",
        "Choix du matériel",
        "Analyse fonctionnelle",
        "Caractéristiques techniques",
        "Préconisations",
        "Réponse au besoin",
        "Ma proposition",
        "Dimensionnement et solution technique",
    ],
    "performance": [
        "La performance de la solution proposée",
        "Bilan et retour sur investissement",
        "ROI",
        "Rentabilité",
        "Gains obtenus",
        "Les résultats attendus",
        "Efficacité énergétique",
        "Analyse financière",
        "Amortissement",
        "Indicateurs de performance",
        "Bénéfices pour le client",
        "Ce que le client y gagne",
        "Coût global et temps de retour",
    ],
    "formation": [
        "La formation associée",
        "Prise en main",
        "Former les utilisateurs",
        "Montée en compétences",
        "Transfert de compétences",
        "Plan de formation",
        "Sensibilisation du personnel",
        "Accompagnement des équipes",
        "Conduite du changement",
        "Tutoriels",
        "FORMATION DU CLIENT",
        "Apprentissage de l’outil",
    ],
}
NEUTRES = (
    "Introduction",
    "Conclusion",
    "Remerciements",
    "Présentation de l’entreprise",
    "Historique",
    "Mon environnement de travail",
    "Le besoin du client",
    "Bilan personnel",
    "Ma formation",
    "Formation en alternance",
    "Règlement intérieur",
    "Glossaire",
    "Planning",
    "Devis",
    "Transformation numérique",
    "Informations générales",
    "La Normandie",
)


def scores(texte: str, noms: Noms | None = None) -> dict[str, int]:
    """Give the score of a heading for each subject."""
    titre = Titre(4, texte, "", 16.0, 3, 0, 0.1)
    return dict(Chercheur(DOSSIER, noms or Noms()).lire(titre, chapitre=True).scores)


@pytest.mark.parametrize(
    ("code", "titre"), [(code, titre) for code, liste in TITRES.items() for titre in liste]
)
def test_un_titre_d_etudiant_annonce_son_sujet(code: str, titre: str) -> None:
    trouves = {sujet for sujet, score in scores(titre).items() if score >= ASSEZ}
    assert code in trouves


@pytest.mark.parametrize("titre", NEUTRES)
def test_un_titre_ordinaire_n_annonce_aucun_sujet(titre: str) -> None:
    assert max(scores(titre).values()) < ASSEZ


@pytest.mark.parametrize(
    ("titre", "attendus"),
    [
        ("La performance de la solution", {"performance"}),
        ("Le marché de la formation", {"marche"}),
        ("Formation à la solution", {"formation"}),
        ("Description, analyse et performance de la solution", {"solution", "performance"}),
        ("Le marché et l’environnement normatif", {"marche", "environnement"}),
        ("Normes du marché", {"environnement"}),
    ],
)
def test_un_complement_n_est_pas_le_sujet(titre: str, attendus: set[str]) -> None:
    assert {sujet for sujet, score in scores(titre).items() if score >= ASSEZ} == attendus


def test_le_nom_du_produit_sur_la_garde_designe_la_solution() -> None:
    assert scores("Le gant Keldrax")["solution"] == 0
    assert scores("Le gant Keldrax", Noms(frozenset({"keldrax"})))["solution"] >= ASSEZ


def lire(octets: bytes) -> Rapport:
    return controler(octets, Demande("x.pdf", CCST, "E8", "dossier", "ccf"))


def test_un_dossier_complet_n_a_rien_a_signaler() -> None:
    rapport = lire(dossier_pdf())
    assert {code: lu.etat for code, lu in rapport.sujets.items()} == dict.fromkeys(TITRES, "trouve")
    assert rapport.sujets["marche"].page == 4
    assert rapport.sujets["marche"].titre == "Le marché de la pompe à chaleur"
    assert (rapport.avis, rapport.constats) == ("rien-a-signaler", [])


@pytest.mark.parametrize("rang", [1, 2, 3, 4, 5])
def test_un_sujet_qui_manque_est_dit_absent(rang: int) -> None:
    titres = [titre for place, titre in enumerate(COMPLET) if place != rang]
    rapport = lire(dossier_pdf(titres))
    manquant = list(TITRES)[rang - 1]
    assert [code for code, lu in rapport.sujets.items() if lu.etat != "trouve"] == [manquant]
    assert rapport.sujets[manquant].etat == "non-trouve"
    assert rapport.avis == "a-verifier"


def test_un_titre_que_personne_ne_connait_laisse_le_doute() -> None:
    titres = [*COMPLET[:5], "Au fil de l’eau", COMPLET[6]]
    rapport = lire(dossier_pdf(titres))
    assert rapport.sujets["formation"].etat == "douteux"
    assert rapport.sujets["formation"].titre == "Au fil de l’eau"


def test_le_sommaire_seul_ne_suffit_pas() -> None:
    sans = [titre for titre in COMPLET if "Formation" not in titre]
    entrees = "".join(
        f"{titre} #box(width: 1fr, repeat[.]) {n}\n\n" for n, titre in enumerate(COMPLET)
    )
    annonce = f"#text(size: 20pt)[Sommaire]\n\n{entrees}"
    rapport = lire(dossier_pdf(sans, sommaire=False, apres_la_garde=annonce))
    assert [page.type for page in rapport.pages[:3]] == ["garde", "sommaire", "corps"]
    assert rapport.sujets["formation"].etat == "non-trouve"


def test_un_titre_blanc_sur_blanc_ne_compte_pas_et_se_dit() -> None:
    sans = [titre for titre in COMPLET if "Formation" not in titre]
    cache = "#text(fill: white, size: 16pt)[Formation des utilisateurs]"
    rapport = lire(dossier_pdf(sans, avant=cache))
    assert rapport.sujets["formation"].etat == "non-trouve"
    assert "texte-invisible" in {constat.code for constat in rapport.constats}


def test_un_titre_blanc_sur_fond_bleu_compte() -> None:
    sans = [titre for titre in COMPLET if "Formation" not in titre]
    bandeau = "#block(fill: navy)[#text(fill: white, size: 16pt)[Formation des utilisateurs]]"
    rapport = lire(dossier_pdf(sans, avant=bandeau))
    assert rapport.sujets["formation"].etat == "trouve"
    assert "texte-invisible" not in {constat.code for constat in rapport.constats}


@pytest.mark.parametrize(
    "titre",
    ["Le contrat de maintenance", "Budget et retour", "Le devis détaillé"],
)
def test_un_mot_inconnu_a_cote_d_un_mot_neutre_n_ecarte_rien(titre: str) -> None:
    """A heading of which one word stays unknown may be about any subject: never « non-trouve »."""
    titres = [titre if t.startswith("Performance") else t for t in COMPLET]
    lus = lire(dossier_pdf(titres)).sujets
    assert lus["performance"].etat != "non-trouve"
