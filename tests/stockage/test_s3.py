"""What only S3 can do wrong: keys, clock, bucket, network; each gets its sentence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from app.stockage.choix import ReglagesInvalides, ReglagesStockage, choisir
from app.stockage.cles import nouvelle_cle
from app.stockage.erreurs import (
    ErreurStockage,
    ObjetAbsent,
    ObjetDejaPresent,
    StockageIndisponible,
    StockagePlein,
)
from app.stockage.s3 import StockageS3
from app.stockage.s3_client import traduire
from app.stockage.s3_lecture import REPRISES
from tests.serveurs import SECRET_S3, ServeurS3
from tests.stockage.contenus import PART_S3, cles, contenu_de, lire
from tests.stockage.coupeur import Coupeur

serveur = pytest.mark.serveur


@serveur
def test_un_mauvais_secret_est_refuse_et_le_secret_ne_fuit_pas(serveur_s3: ServeurS3) -> None:
    bucket = str(serveur_s3.nouveau_bucket().s3_bucket)
    reglages = serveur_s3.reglages(bucket, secret="un-autre-secret")
    stockage = choisir(reglages)
    with pytest.raises(StockageIndisponible, match="refuse le secret") as refus:
        stockage.etat()
    assert "Réessayez" in refus.value.phrase
    for acte in (stockage.size, stockage.open, stockage.delete):
        with pytest.raises(StockageIndisponible, match="refuse"):
            acte(nouvelle_cle())
    with pytest.raises(StockageIndisponible, match="refuse"):
        stockage.put(nouvelle_cle(), [b"x"])
    assert "un-autre-secret" not in f"{refus.value!r}{refus.value}{reglages}"


@serveur
def test_une_cle_d_acces_inconnue_se_dit(serveur_s3: ServeurS3) -> None:
    reglages = replace(serveur_s3.nouveau_bucket(), s3_cle="INCONNUE")
    with pytest.raises(StockageIndisponible, match="ne connaît pas cette clé"):
        choisir(reglages).etat()


@serveur
def test_un_espace_qui_n_existe_pas_n_est_jamais_un_objet_absent(serveur_s3: ServeurS3) -> None:
    stockage = choisir(serveur_s3.reglages("jamais-cree"))
    cle = nouvelle_cle()
    for acte in (stockage.size, stockage.open, lambda c: stockage.put(c, [b"x"])):
        with pytest.raises(StockageIndisponible, match=r"n'existe pas : vérifiez S3_BUCKET"):
            acte(cle)
    with pytest.raises(StockageIndisponible, match="n'existe pas"):
        list(stockage.keys())


def test_un_service_injoignable_se_dit(tmp_path: Any) -> None:
    reglages = ReglagesStockage(tmp_path, "http://127.0.0.1:9", "depots", "CLE", SECRET_S3)
    with pytest.raises(StockageIndisponible, match=r"hors d'atteinte \(EndpointConnectionError\)"):
        choisir(reglages).etat()


def refus_s3(mot: str, entetes: dict[str, str] | None = None) -> ClientError:
    reponse = {"Error": {"Code": mot}, "ResponseMetadata": {"HTTPHeaders": entetes or {}}}
    return ClientError(reponse, "Verbe")


HIER = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
A_L_HEURE = "the instant of the test: a run may last longer than the skew allowed"


@pytest.mark.parametrize(
    ("erreur", "classe", "mots"),
    [
        (refus_s3("RequestTimeTooSkewed"), StockageIndisponible, "horloge"),
        (refus_s3("403", {"date": HIER}), StockageIndisponible, "horloge"),
        (refus_s3("403", {"date": A_L_HEURE}), StockageIndisponible, "la clé, le secret"),
        (refus_s3("403"), StockageIndisponible, "la clé, le secret"),
        (refus_s3("SlowDown"), StockageIndisponible, "surchargé"),
        (refus_s3("TeaPot"), StockageIndisponible, "TeaPot"),
        (refus_s3("QuotaExceeded"), StockagePlein, "plein"),
        (refus_s3("XMinioStorageFull"), StockagePlein, "plein"),
        (refus_s3("NoSuchKey"), ObjetAbsent, "introuvable"),
        (refus_s3("PreconditionFailed"), ObjetDejaPresent, "existe déjà"),
        (EndpointConnectionError(endpoint_url="http://s3"), StockageIndisponible, "d'atteinte"),
    ],
    ids=lambda valeur: str(valeur)[:40],
)
def test_chaque_refus_du_service_a_son_sens(
    erreur: Exception, classe: type[ErreurStockage], mots: str
) -> None:
    if isinstance(erreur, ClientError):
        entetes = erreur.response["ResponseMetadata"]["HTTPHeaders"]
        if entetes.get("date") == A_L_HEURE:
            entetes["date"] = format_datetime(datetime.now(UTC), usegmt=True)
    with pytest.raises(classe, match=mots), traduire("a/b", "depots"):
        raise erreur


def derriere(coupeur: Coupeur, reglages: ReglagesStockage) -> StockageS3:
    stockage = choisir(replace(reglages, s3_endpoint=coupeur.adresse))
    assert isinstance(stockage, StockageS3)
    return stockage


@serveur
def test_une_lecture_coupee_reprend_a_l_octet_pres(
    coupeur: Coupeur, reglages_s3: ReglagesStockage
) -> None:
    contenu, cle = contenu_de(6 << 20), nouvelle_cle()
    stockage = derriere(coupeur, reglages_s3)
    stockage.put(cle, [contenu])
    for apres in (2_500_000, 1_700_001):
        coupeur.couper(b"GET /", apres)
    assert lire(stockage, cle, 17, 5_000_000) == contenu[17:5_000_017]
    assert coupeur.faites == 2


@serveur
def test_une_lecture_coupee_sans_fin_est_une_erreur_et_non_un_fichier_court(
    coupeur: Coupeur, reglages_s3: ReglagesStockage
) -> None:
    cle = nouvelle_cle()
    stockage = derriere(coupeur, reglages_s3)
    stockage.put(cle, [contenu_de(6 << 20)])
    for _ in range(REPRISES + 1):
        coupeur.couper(b"GET /", 1_200_000)
    with pytest.raises(StockageIndisponible):
        lire(stockage, cle)


@serveur
@pytest.mark.parametrize(
    ("taille", "requete", "apres"),
    [(1000, b"PUT /", len(b"HTTP/1.1 100 Continue\r\n\r\n")), (PART_S3 + 5, b"POST /", None)],
    ids=["petit", "en-parties"],
)
def test_une_reponse_perdue_ne_fait_pas_perdre_le_depot(
    coupeur: Coupeur,
    reglages_s3: ReglagesStockage,
    taille: int,
    requete: bytes,
    apres: int | None,
) -> None:
    """Stored, but the answer is lost: the request is repeated and refused (412 or 404)."""
    stockage, cle, contenu = derriere(coupeur, reglages_s3), nouvelle_cle(), contenu_de(taille)

    def source() -> Iterator[bytes]:
        yield contenu[:-1]
        if apres is None:  # the next POST is the one that completes
            coupeur.couper(requete, 0)
        yield contenu[-1:]

    if apres is not None:
        coupeur.couper(requete, apres)
    assert stockage.put(cle, source()).taille == taille
    assert coupeur.faites == 1
    assert lire(stockage, cle) == contenu


@serveur
def test_une_source_coupee_ne_laisse_aucune_partie_payante(
    serveur_s3: ServeurS3, reglages_s3: ReglagesStockage
) -> None:
    def coupee() -> Iterator[bytes]:
        yield contenu_de(20 << 20)
        raise ConnectionResetError

    stockage = choisir(reglages_s3)
    with pytest.raises(ConnectionResetError):
        stockage.put(nouvelle_cle(), coupee())
    restes = serveur_s3.client.list_multipart_uploads(Bucket=reglages_s3.s3_bucket)
    assert restes.get("Uploads", []) == []
    assert stockage.balayer(datetime.now(UTC) + timedelta(days=1)) == 0


@serveur
def test_un_service_sans_ecriture_conditionnelle_est_servi_quand_meme(
    serveur_s3: ServeurS3, reglages_s3: ReglagesStockage
) -> None:
    class SansCondition:
        """The real client, but answering 501 to conditions, as several services do."""

        def __getattr__(self, nom: str) -> Any:
            verbe = getattr(serveur_s3.client, nom)

            def appel(**arguments: Any) -> Any:
                if "IfNoneMatch" in arguments:
                    raise refus_s3("NotImplemented")
                return verbe(**arguments)

            return appel

    stockage = StockageS3(SansCondition(), str(reglages_s3.s3_bucket))
    cle, grande = nouvelle_cle(), nouvelle_cle()
    stockage.put(cle, [b"x"])
    stockage.put(grande, [contenu_de(PART_S3 + 1)])
    assert stockage.size(grande) == PART_S3 + 1
    with pytest.raises(ObjetDejaPresent):
        stockage.put(cle, [b"y"])
    assert lire(stockage, cle) == b"x"


@serveur
def test_un_objet_etranger_de_l_espace_n_est_pas_des_notres(
    serveur_s3: ServeurS3, reglages_s3: ReglagesStockage
) -> None:
    serveur_s3.client.put_object(Bucket=reglages_s3.s3_bucket, Key="Notes (à lire).txt", Body=b"x")
    assert cles(choisir(reglages_s3)) == []


@pytest.mark.parametrize(
    ("champs", "mots"),
    [
        ({"s3_endpoint": "http://127.0.0.1:9"}, "S3_BUCKET ne l'est pas"),
        ({"s3_bucket": "b", "s3_style": "dns"}, "S3_STYLE"),
        ({"s3_bucket": "b", "s3_cle": "CLE"}, "il en manque un"),
    ],
)
def test_des_reglages_contradictoires_sont_refuses_au_depart(
    tmp_path: Any, champs: dict[str, str], mots: str
) -> None:
    with pytest.raises(ReglagesInvalides, match=mots):
        choisir(ReglagesStockage(dossier=tmp_path, **champs))
