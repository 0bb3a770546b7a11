"""Reads the TOML files of the demonstration, once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.demo.identites import numero_de, uai_de
from app.demo.objets import (
    AcademieFictive,
    AgentFictif,
    CandidatFictif,
    CommissionFictive,
    CompteDemo,
    CreneauFictif,
    DecisionFictive,
    DerogationFictive,
    DocumentFictif,
    EnvoiFictif,
    EtablissementFictif,
)

DOSSIER = Path(__file__).parent
EPREUVES = ("E5", "E7", "E8")


@dataclass(frozen=True)
class SessionFictive:
    """Everything that is loaded."""

    reglages: Mapping[str, Any]
    mot_de_passe: str
    academies: Mapping[str, AcademieFictive]
    etablissements: Mapping[str, EtablissementFictif]
    candidats: Mapping[int, CandidatFictif]
    agents: Mapping[str, AgentFictif]
    creneaux: tuple[CreneauFictif, ...]
    commissions: tuple[CommissionFictive, ...]
    derogations: tuple[DerogationFictive, ...]
    envois: tuple[EnvoiFictif, ...]
    decisions: tuple[DecisionFictive, ...]
    comptes: tuple[CompteDemo, ...]
    autres_comptes: tuple[CompteDemo, ...]

    @property
    def identifiants(self) -> tuple[str, ...]:
        """Of every account, candidates and staff."""
        return (*(c.numero for c in self.candidats.values()), *self.agents)


@cache
def lire(nom: str) -> Mapping[str, Any]:
    """One of our TOML files, read once; nobody changes what it gives."""
    return tomllib.loads((DOSSIER / nom).read_text(encoding="utf-8"))


@cache
def session_fictive() -> SessionFictive:
    """The whole demonstration, read and put together."""
    brut, depots = lire("session.toml"), lire("depots.toml")
    etablissements = {cle: _etablissement(cle, e) for cle, e in brut["etablissements"].items()}
    candidats = _candidats(lire("candidats.toml")["groupes"], etablissements, brut["formes"])
    agents = _agents(brut)
    presentation = brut["presentation"]
    return SessionFictive(
        reglages=brut["session"],
        mot_de_passe=presentation["mot_de_passe"],
        academies={cle: AcademieFictive(cle, **a) for cle, a in brut["academies"].items()},
        etablissements=etablissements,
        candidats=candidats,
        agents=agents,
        creneaux=tuple(_creneaux(brut)),
        commissions=tuple(map(_commission, brut["commissions"])),
        derogations=tuple(DerogationFictive(**d) for d in brut["derogations"]),
        envois=tuple(map(_envoi, depots["envois"])),
        decisions=tuple(map(_decision, depots["decisions"])),
        comptes=_comptes(presentation, "comptes", candidats, agents),
        autres_comptes=_comptes(presentation, "autres", candidats, agents),
    )


def _etablissement(cle: str, brut: Mapping[str, Any]) -> EtablissementFictif:
    reste = {nom: valeur for nom, valeur in brut.items() if nom != "numero"}
    return EtablissementFictif(cle, uai_de(brut["numero"]), **reste)


def _candidats(
    groupes: list[Mapping[str, Any]],
    etablissements: Mapping[str, EtablissementFictif],
    formes: Mapping[str, str],
) -> dict[int, CandidatFictif]:
    candidats: dict[int, CandidatFictif] = {}
    for groupe in groupes:
        ecole = etablissements.get(groupe.get("etablissement", ""))
        forme = _forme(formes[groupe["statut"]], ecole)
        for nom, prenom, naissance, options in groupe["candidats"]:
            rang = len(candidats) + 1
            candidats[rang] = CandidatFictif(
                rang,
                numero_de(rang),
                nom,
                prenom,
                naissance,
                groupe["statut"],
                groupe["academie"],
                ecole.cle if ecole else "",
                dict.fromkeys((*EPREUVES, *options), forme),
            )
    return candidats


def _forme(regle: str, ecole: EtablissementFictif | None) -> str:
    """« habilite »: CCF in an établissement habilité, ponctuelle elsewhere (circular, 1.4)."""
    if regle != "habilite":
        return regle
    return "ccf" if ecole and ecole.habilite else "ponctuelle"


def _agents(brut: Mapping[str, Any]) -> dict[str, AgentFictif]:
    agents = [AgentFictif(**agent) for agent in brut["agents"]]
    agents += [AgentFictif(i, nom, "commission") for i, nom in brut["jurys"].items()]
    return {agent.identifiant: agent for agent in agents}


def _creneaux(brut: Mapping[str, Any]) -> list[CreneauFictif]:
    """One for each académie, forme and épreuve; an académie may differ from « tous »."""
    calendrier, creneaux = brut["calendrier"], []
    for academie in brut["academies"]:
        for forme, communs in calendrier["tous"].items():
            propres = calendrier.get(academie, {}).get(forme, {})
            for epreuve, jours in {**communs, **propres}.items():
                creneaux.append(CreneauFictif(academie, epreuve, forme, *jours))
    return creneaux


def _commission(brut: Mapping[str, Any]) -> CommissionFictive:
    passages, (ouvre, ferme) = brut["passages"], brut["fenetre"]
    return CommissionFictive(
        nom=brut["nom"],
        academie=brut["academie"],
        epreuve=brut["epreuve"],
        forme=brut["forme"],
        lieu=brut["lieu"],
        ouvre=ouvre,
        ferme=ferme,
        jour=passages["jour"],
        pas=passages["pas"],
        candidats=tuple(passages["candidats"]),
        membres=brut["membres"],
    )


def _envoi(brut: Mapping[str, Any]) -> EnvoiFictif:
    document = dict(brut["document"])
    document["sans"] = tuple(document.get("sans", ()))
    return EnvoiFictif(**{**brut, "document": DocumentFictif(**document)})


def _decision(brut: Mapping[str, Any]) -> DecisionFictive:
    return DecisionFictive(**{**brut, "motifs": tuple(brut.get("motifs", ()))})


def _comptes(
    presentation: Mapping[str, Any],
    liste: str,
    candidats: Mapping[int, CandidatFictif],
    agents: Mapping[str, AgentFictif],
) -> tuple[CompteDemo, ...]:
    comptes = []
    for brut in presentation[liste]:
        if "candidat" in brut:
            candidat = candidats[brut["candidat"]]
            nom, identifiant = candidat.nom_complet, candidat.numero
        else:
            nom, identifiant = agents[brut["agent"]].nom, brut["agent"]
        mot_de_passe = presentation["mot_de_passe"]
        comptes.append(CompteDemo(brut["libelle"], nom, identifiant, mot_de_passe, brut["a_faire"]))
    return tuple(comptes)
