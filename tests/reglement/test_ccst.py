"""The règlement of the CCST says what the circular says."""

import dataclasses
import pickle

import pytest

from app.reglement import (
    CompositionInconnue,
    EpreuveInconnue,
    PieceInconnue,
    Reglement,
    ReglementInconnu,
    catalogue,
    reglement_de,
)


@pytest.fixture(scope="module")
def ccst() -> Reglement:
    return reglement_de("ccst-2026")


@pytest.mark.parametrize(
    ("epreuve", "forme", "annexe", "pages"),
    [
        ("E5", "ccf", "6", 4),
        ("E5", "ponctuelle", "7", 4),
        ("E7", "ccf", "14", 3),
        ("E7", "ponctuelle", "15", 3),
        ("E8", "ccf", "18", 3),
        ("E8", "ponctuelle", "19", 3),
        ("EF3", "ccf", "24", 2),
        ("EF3", "ponctuelle", "24", 2),
    ],
)
def test_chaque_fiche_a_son_modele(
    ccst: Reglement, epreuve: str, forme: str, annexe: str, pages: int
) -> None:
    modele = ccst.epreuve(epreuve).piece("fiche").modele(forme)
    assert modele is not None
    assert (modele.annexe, modele.pages) == (annexe, pages)


def test_le_dossier_e8_a_vingt_pages_au_plus_et_cinq_sujets(ccst: Reglement) -> None:
    dossier = ccst.epreuve("E8").piece("dossier")
    assert dossier.pages_max == 20
    assert dossier.garde is not None
    assert dossier.garde.annexe == "4"
    assert [sujet.code for sujet in dossier.sujets] == [
        "marche", "environnement", "solution", "performance", "formation",
    ]  # fmt: skip


@pytest.mark.parametrize(("epreuve", "coefficient"), [("E5", 6), ("E7", 3), ("E8", 3), ("E3", 1.5)])
def test_les_coefficients_sont_ceux_de_la_circulaire(
    ccst: Reglement, epreuve: str, coefficient: float
) -> None:
    assert ccst.epreuve(epreuve).coefficient == coefficient


def test_en_e8_personne_ne_peut_manquer_et_en_e5_le_professionnel_le_peut(ccst: Reglement) -> None:
    assert ccst.epreuve("E8").composition("ccf").peut_manquer == ()
    assert set(ccst.epreuve("E8").composition("ccf").qualites) == {"sti", "economie-gestion"}
    assert ccst.epreuve("E5").composition("ponctuelle").peut_manquer == ("professionnel",)


def test_seules_e5_e7_et_e8_ont_des_motifs_de_non_conformite(ccst: Reglement) -> None:
    for epreuve in ccst.epreuves:
        assert bool(ccst.motifs_de(epreuve.code)) == epreuve.conformite
        assert epreuve.conformite == (epreuve.code in {"E5", "E7", "E8"})


def test_les_durees_de_stage(ccst: Reglement) -> None:
    stage = ccst.stage
    assert (stage.semaines_min, stage.semaines_max) == (14, 16)
    assert stage.consecutives_premiere_annee == 4


def test_chaque_regle_cite_sa_source(ccst: Reglement) -> None:
    objets: list[object] = [ccst, ccst.stage, *ccst.modeles.values(), *ccst.motifs, *ccst.epreuves]
    for epreuve in ccst.epreuves:
        objets += [*epreuve.pieces, *epreuve.compositions.values(), *epreuve.oraux.values()]
        objets += [sujet for piece in epreuve.pieces for sujet in piece.sujets]
    assert len(objets) > 50
    assert all(getattr(objet, "source", "") for objet in objets)


def test_la_machine_ne_connait_pas_d_autre_mot_pour_une_chose_inconnue(ccst: Reglement) -> None:
    with pytest.raises(EpreuveInconnue, match=r"« E9 »\. Valeurs possibles : E3, E5"):
        ccst.epreuve("E9")
    with pytest.raises(PieceInconnue, match="« roman »"):
        ccst.epreuve("E8").piece("roman")
    with pytest.raises(CompositionInconnue):
        ccst.epreuve("STAGE").composition("ccf")
    with pytest.raises(ReglementInconnu, match="ccst-2026"):
        reglement_de("ccst-1999")


def test_rien_ne_se_change_et_tout_se_transmet(ccst: Reglement) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ccst.session = 1999  # type: ignore[misc]
    with pytest.raises(TypeError):
        ccst.modeles["18"] = ccst.modeles["19"]  # type: ignore[index]
    copie: Reglement = pickle.loads(pickle.dumps(ccst))
    assert copie.revision == ccst.revision
    assert copie.epreuve("E8").piece("dossier").sujets[0].termes["marché"] == 3


def test_le_catalogue_n_est_lu_qu_une_fois() -> None:
    assert catalogue() is catalogue()
