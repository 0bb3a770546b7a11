"""What the demonstration invents holds together, and belongs to nobody."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.demo.donnees import session_fictive
from app.demo.horaires import Repere
from app.demo.identites import CLES_UAI, uai_de
from app.demo.objets import CommissionFictive, EnvoiFictif
from app.demo.peuplement import commissions, courriel_de, echeances
from app.demo.redaction import parties_de
from app.examens.models import Echeance, Statut
from app.oraux.models import Commission
from app.reglement import reglement_de

SESSION = session_fictive()
REGLEMENT = reglement_de("ccst-2026")
PARIS = ZoneInfo("Europe/Paris")

# Whatever the hour at which somebody tries it, summer and winter time included.
INSTANTS = [
    datetime(2026, 3, 18, 9, 20, 41, tzinfo=UTC),
    datetime(2026, 3, 18, 0, 0, 0, tzinfo=PARIS),
    datetime(2026, 3, 18, 23, 59, 59, tzinfo=PARIS),
    datetime(2026, 3, 29, 3, 5, 0, tzinfo=PARIS),
    datetime(2026, 10, 25, 2, 30, 0, tzinfo=PARIS),
    datetime(2027, 1, 1, 0, 10, 0, tzinfo=UTC),
]


def calendrier(instant: datetime) -> dict[tuple[str, str, str], Echeance]:
    creneaux = zip(SESSION.creneaux, echeances(SESSION, instant), strict=True)
    return {(c.academie, c.epreuve, c.forme): e for c, e in creneaux if isinstance(e, Echeance)}


def echeance_de(envoi: EnvoiFictif, instant: datetime) -> Echeance:
    candidat = SESSION.candidats[envoi.candidat]
    forme = candidat.inscriptions[envoi.epreuve]
    return calendrier(instant)[candidat.academie, envoi.epreuve, forme]


def test_a_uai_ends_with_the_letter_of_its_seven_digits() -> None:
    assert uai_de("0000000") == "0000000A"
    assert uai_de("0000022") == "0000022Z"
    assert uai_de("0750655") == "0750655E"
    assert not set("IOQ") & set(CLES_UAI)


def test_every_etablissement_has_a_well_formed_uai_that_no_real_one_has() -> None:
    assert len(SESSION.etablissements) == 6
    for ecole in SESSION.etablissements.values():
        assert re.fullmatch(r"\d{7}[A-Z]", ecole.uai)
        assert ecole.uai == uai_de(ecole.uai[:7])
        assert ecole.uai[3:5] == "99"


def test_sixty_candidates_of_every_statut_each_with_its_own_name_and_number() -> None:
    candidats = SESSION.candidats.values()
    assert len(candidats) == 60
    assert {c.statut for c in candidats} == set(Statut)
    assert len({c.numero for c in candidats}) == 60
    assert len({(c.nom, c.prenom) for c in candidats}) == 60


def test_no_address_could_ever_reach_somebody() -> None:
    adresses = [courriel_de(c) for c in SESSION.candidats.values()] + list(SESSION.agents)
    assert [a for a in adresses if not a.endswith(".example")] == []


def test_identifiants_are_typed_as_they_are_looked_for() -> None:
    assert [i for i in SESSION.identifiants if i != i.strip().casefold()] == []
    assert len(set(SESSION.identifiants)) == len(SESSION.identifiants)


def test_each_candidate_passes_e5_e7_and_e8_in_the_forme_of_its_statut() -> None:
    for candidat in SESSION.candidats.values():
        assert {"E5", "E7", "E8"} <= candidat.inscriptions.keys()
        scolaire = candidat.statut in ("scolaire-public", "scolaire-prive-sous-contrat")
        if candidat.statut != "apprenti":
            assert set(candidat.inscriptions.values()) == {"ccf" if scolaire else "ponctuelle"}


def test_apprentis_are_in_ccf_only_where_the_etablissement_may() -> None:
    apprentis = [c for c in SESSION.candidats.values() if c.statut == "apprenti"]
    for candidat in apprentis:
        habilite = SESSION.etablissements[candidat.etablissement].habilite
        assert candidat.inscriptions["E8"] == ("ccf" if habilite else "ponctuelle")
    assert {c.inscriptions["E8"] for c in apprentis} == {"ccf", "ponctuelle"}


def test_a_candidate_s_etablissement_is_in_its_academie() -> None:
    for candidat in SESSION.candidats.values():
        if candidat.etablissement:
            assert SESSION.etablissements[candidat.etablissement].academie == candidat.academie


def test_every_inscription_has_its_deadline() -> None:
    voulues = {
        (c.academie, epreuve, forme)
        for c in SESSION.candidats.values()
        for epreuve, forme in c.inscriptions.items()
    }
    assert voulues <= calendrier(INSTANTS[0]).keys()


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_deadlines_stand_around_the_loading(instant: datetime) -> None:
    normandie = {cle[1:]: e for cle, e in calendrier(instant).items() if cle[0] == "normandie"}
    e8, e7 = normandie["E8", "ponctuelle"], normandie["E7", "ponctuelle"]
    assert timedelta(minutes=45) < e8.cloture - instant < timedelta(hours=1)
    assert timedelta(0) < instant - e7.cloture < timedelta(hours=32)
    assert timedelta(0) < normandie["EF3", "ponctuelle"].ouverture - instant < timedelta(hours=33)
    assert all(e.ouverture < e.cloture for e in normandie.values())


def test_the_same_hour_is_another_instant_elsewhere() -> None:
    clotures = {
        a: e.cloture for (a, *reste), e in calendrier(INSTANTS[0]).items() if reste == ["E5", "ccf"]
    }
    assert {c.hour for c in clotures.values()} == {17}
    assert len(set(clotures.values())) == 3


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_every_file_came_while_its_depot_was_open_but_one_which_came_late(
    instant: datetime,
) -> None:
    tardifs = []
    for envoi in SESSION.envois:
        recu, echeance = instant - timedelta(hours=envoi.il_y_a), echeance_de(envoi, instant)
        assert echeance.ouverture < recu
        if recu > echeance.cloture:
            tardifs.append(envoi.candidat)
    assert tardifs == [10]


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
def test_two_commissions_are_open_one_will_be_and_one_was(instant: datetime) -> None:
    lignes = [c for c in commissions(SESSION, instant) if isinstance(c, Commission)]
    assert len(lignes) == 4
    assert sum(c.ouvre_le <= instant < c.ferme_le for c in lignes) == 2
    assert sum(c.ouvre_le > instant for c in lignes) == 1
    assert sum(c.ferme_le <= instant for c in lignes) == 1


@pytest.mark.parametrize("commission", SESSION.commissions, ids=lambda c: c.nom)
def test_a_commission_hears_its_own_candidates_and_is_composed_as_the_reglement_says(
    commission: CommissionFictive,
) -> None:
    for rang in commission.candidats:
        candidat = SESSION.candidats[rang]
        assert candidat.academie == commission.academie
        assert candidat.inscriptions[commission.epreuve] == commission.forme
    composition = REGLEMENT.epreuve(commission.epreuve).composition(commission.forme)
    assert set(commission.membres) == set(composition.qualites)
    assert len(set(commission.membres.values())) == len(commission.membres)


def test_nobody_hears_two_candidates_at_once() -> None:
    for commission in SESSION.commissions:
        oral = REGLEMENT.epreuve(commission.epreuve).oraux.get(commission.forme)
        assert commission.pas >= (oral.duree + oral.preparation if oral else 30)


def test_decisions_come_after_the_files_they_judge() -> None:
    for decision in SESSION.decisions:
        recus = [
            e.il_y_a
            for e in SESSION.envois
            if (e.candidat, e.epreuve) == (decision.candidat, decision.epreuve)
        ]
        assert recus
        assert decision.il_y_a < min(recus)


def test_a_subject_left_out_is_really_left_out() -> None:
    (incomplet,) = [e.document for e in SESSION.envois if e.document.sans]
    titres = [partie["titre"] for partie in parties_de(incomplet)]
    assert not [t for t in titres if "performance" in t.casefold()]
    assert len(titres) == 7


def test_a_repere_counts_days_on_the_clock_of_the_place() -> None:
    minuit_a_paris = datetime(2026, 3, 18, 23, 30, tzinfo=UTC)
    assert (
        Repere(minuit_a_paris, "Europe/Paris").cloture(0).isoformat() == "2026-03-19T17:00:00+01:00"
    )
    la_bas = Repere(minuit_a_paris, "America/Martinique").cloture(0)
    assert la_bas.isoformat() == "2026-03-18T17:00:00-04:00"
