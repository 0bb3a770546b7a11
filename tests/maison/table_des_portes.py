"""Who may call each endpoint, and whose objects its address names: the doors as data.

`siens` fills the address with objects of the person, each of `autrui` with at least one
that is not theirs. Names are those of the fixture `campagne`; `inconnu` exists nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CANDIDAT = ("candidat",)
ETABLISSEMENT = ("etablissement",)
AGENTS = ("gestionnaire", "responsable")
COMMISSION = ("commission",)
ADMINISTRATEUR = ("administrateur",)
ROLES = (*CANDIDAT, *ETABLISSEMENT, *AGENTS, *COMMISSION, *ADMINISTRATEUR)

Adresse = Mapping[str, str]


@dataclass(frozen=True)
class Porte:
    """`corps`: what a right POST sends; `attendu`: its answer when all is in order."""

    roles: Sequence[str]
    siens: Adresse = field(default_factory=dict)
    autrui: Sequence[Adresse] = ()
    corps: Mapping[str, str] = field(default_factory=dict)
    attendu: int = 200


def _de(cle: str, sien: str, *autres: str, **fixes: str) -> dict[str, object]:
    return {
        "siens": {cle: sien, **fixes},
        "autrui": [{cle: autre, **fixes} for autre in (*autres, "inconnu")],
    }


MON_EPREUVE = _de("inscription_id", "e8", "e8_autre", "e8_ailleurs")
MON_FICHIER = {
    "siens": {"inscription_id": "e8", "version_id": "dossier_e8"},
    "autrui": [
        {"inscription_id": "e8_autre", "version_id": "dossier_e8_autre"},
        {"inscription_id": "e8_autre", "version_id": "dossier_e8"},
        {"inscription_id": "e8", "version_id": "dossier_e8_autre"},
        {"inscription_id": "e5", "version_id": "dossier_e8"},
        {"inscription_id": "e8", "version_id": "inconnu"},
    ],
}
UN_DOSSIER = _de("inscription_id", "e8", "e8_ailleurs")
UN_FICHIER_DU_DOSSIER = {
    "siens": {"inscription_id": "e8_rattachee", "version_id": "dossier_e8_rattachee"},
    "autrui": [
        {"inscription_id": "e8_ailleurs", "version_id": "dossier_e8_ailleurs"},
        {"inscription_id": "e8_ailleurs", "version_id": "dossier_e8"},
        {"inscription_id": "e8", "version_id": "dossier_e8_ailleurs"},
        {"inscription_id": "e8", "version_id": "inconnu"},
    ],
}
UNE_PROPOSITION = _de("proposition_id", "proposition", "proposition_ailleurs")
MA_COMMISSION = _de("commission_id", "commission", "commission_ailleurs")
UN_PASSAGE = {
    "siens": {"commission_id": "commission", "passage_id": "passage"},
    "autrui": [
        {"commission_id": "commission_ailleurs", "passage_id": "passage_ailleurs"},
        {"commission_id": "commission_ailleurs", "passage_id": "passage"},
        {"commission_id": "commission", "passage_id": "passage_ailleurs"},
        {"commission_id": "commission", "passage_id": "inconnu"},
    ],
}
UN_FICHIER_DU_PASSAGE = {
    "siens": UN_PASSAGE["siens"] | {"version_id": "dossier_e8"},  # type: ignore[operator]
    "autrui": [
        *({**adresse, "version_id": "dossier_e8"} for adresse in UN_PASSAGE["autrui"]),
        {"commission_id": "commission", "passage_id": "passage", "version_id": "dossier_e8_autre"},
        {"commission_id": "commission", "passage_id": "passage_autre", "version_id": "dossier_e8"},
        {"commission_id": "commission", "passage_id": "passage", "version_id": "inconnu"},
    ],
}

OUVERTES = {
    ("static", "GET"),
    ("accueil.index", "GET"),
    ("accueil.sante", "GET"),
    ("comptes.connexion", "GET"),
    ("comptes.connexion", "POST"),
    ("comptes.deconnexion", "POST"),
}
"""What answers to anybody."""

PORTES: dict[tuple[str, str], Porte] = {
    ("candidats.accueil", "GET"): Porte(CANDIDAT),
    ("candidats.epreuve", "GET"): Porte(CANDIDAT, **MON_EPREUVE),
    ("candidats.deposer", "GET"): Porte(
        CANDIDAT, **_de("inscription_id", "e8", "e8_autre", piece="dossier")
    ),
    ("candidats.deposer", "POST"): Porte(
        CANDIDAT,
        **_de("inscription_id", "e8", "e8_autre", piece="dossier"),
        corps={"fichier": "un PDF"},
        attendu=303,
    ),
    ("candidats.fichier", "GET"): Porte(CANDIDAT, **MON_FICHIER),
    ("candidats.contenu", "GET"): Porte(CANDIDAT, **MON_FICHIER),
    ("candidats.decision", "GET"): Porte(CANDIDAT, **MON_EPREUVE),
    ("candidats.lire_decision", "POST"): Porte(CANDIDAT, **MON_EPREUVE, attendu=303),
    ("etablissements.accueil", "GET"): Porte(ETABLISSEMENT),
    ("academie.accueil", "GET"): Porte(AGENTS),
    ("academie.dossier", "GET"): Porte(AGENTS, **UN_DOSSIER),
    ("academie.verdict", "POST"): Porte(
        AGENTS,
        **_de("inscription_id", "e8_rattachee", "e8_ailleurs"),
        corps={"decision": "a-regulariser", "texte": "Complétez la page 3."},
        attendu=303,
    ),
    ("academie.contenu", "GET"): Porte(AGENTS, **UN_FICHIER_DU_DOSSIER),
    ("academie.propositions", "GET"): Porte(AGENTS),
    ("academie.proposition", "GET"): Porte(AGENTS, **UNE_PROPOSITION),
    ("academie.proposition", "POST"): Porte(
        ("responsable",), **UNE_PROPOSITION, corps={"reponse": "confirmer"}, attendu=303
    ),
    ("academie.retirer_proposition", "POST"): Porte(
        ("gestionnaire",), **UNE_PROPOSITION, attendu=303
    ),
    ("administration.accueil", "GET"): Porte(ADMINISTRATEUR),
    ("commissions.accueil", "GET"): Porte(COMMISSION),
    ("commissions.commission", "GET"): Porte(COMMISSION, **MA_COMMISSION),
    ("commissions.passage", "GET"): Porte(COMMISSION, **UN_PASSAGE),
    ("commissions.contenu", "GET"): Porte(COMMISSION, **UN_FICHIER_DU_PASSAGE),
    ("commissions.kit", "GET"): Porte(COMMISSION, **MA_COMMISSION),
}
"""What answers to some roles. An endpoint that is neither here nor above fails the tests."""

MOTS_D_ADRESSE = {"piece", "filename"}
"""Parts of an address that are a word and not an id."""
