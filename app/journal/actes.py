"""Every act that the journal knows, `subject:object:action`, kept sorted."""

from enum import StrEnum


class Acte(StrEnum):
    COMMISSION_KIT_TELECHARGE = "commission:kit:telecharge"
    COMPTE_SESSION_FERMEE = "compte:session:fermee"
    COMPTE_SESSION_OUVERTE = "compte:session:ouverte"
    COMPTE_SESSION_REFUSEE = "compte:session:refusee"
    DEMO_CHARGEE = "demo:donnees:chargees"
    DEPOT_RAPPORT_ETABLI = "depot:rapport:etabli"
    DEPOT_TENTATIVE_REFUSEE = "depot:tentative:refusee"
    DEPOT_VERSION_CONSULTEE = "depot:version:consultee"
    DEPOT_VERSION_RECUE = "depot:version:recue"
    DEPOT_VERSION_TELECHARGEE = "depot:version:telechargee"
    VERDICT_LU = "verdict:decision:lue"
    VERDICT_PRONONCE = "verdict:decision:prononcee"
    VERDICT_PROPOSITION_DECLINEE = "verdict:proposition:declinee"
    VERDICT_PROPOSE = "verdict:proposition:enregistree"
    VERDICT_PROPOSITION_RETIREE = "verdict:proposition:retiree"
