"""first tables

Revision: 0001
Follows:
"""

import sqlalchemy as sa
from alembic import op

from app.base import Donnees, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "academies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("fuseau", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_academies")),
        sa.UniqueConstraint("code", name=op.f("uq_academies_code")),
    )
    op.create_table(
        "comptes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("identifiant", sa.String(length=254), nullable=False),
        sa.Column("courriel", sa.String(length=254), nullable=True),
        sa.Column("nom_affiche", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("mot_de_passe", sa.String(length=200), nullable=False),
        sa.Column("jeton", sa.String(length=40), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.Column("cree_le", Instant(), nullable=False),
        sa.CheckConstraint(
            "role IN ('candidat', 'etablissement', 'gestionnaire', 'responsable', 'commission', 'administrateur')",
            name=op.f("ck_comptes_role"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comptes")),
        sa.UniqueConstraint("identifiant", name=op.f("uq_comptes_identifiant")),
        sa.UniqueConstraint("jeton", name=op.f("uq_comptes_jeton")),
    )
    op.create_table(
        "evenements",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("chaine", sa.String(length=80), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("acte", sa.String(length=60), nullable=False),
        sa.Column("auteur_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("donnees", Donnees, nullable=False),
        sa.Column("le", Instant(), nullable=False),
        sa.Column("precedente", sa.String(length=64), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evenements")),
        sa.UniqueConstraint("chaine", "rang", name=op.f("uq_evenements_chaine_rang")),
    )
    with op.batch_alter_table("evenements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evenements_acte"), ["acte"], unique=False)
        batch_op.create_index(batch_op.f("ix_evenements_auteur_id"), ["auteur_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evenements_le"), ["le"], unique=False)

    op.create_table(
        "sessions_examen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sigle", sa.String(length=20), nullable=False),
        sa.Column("annee", sa.Integer(), nullable=False),
        sa.Column("reglement", sa.String(length=60), nullable=False),
        sa.Column("marge_minutes", sa.Integer(), nullable=False),
        sa.Column("taille_max", sa.Integer(), nullable=False),
        sa.Column("fictive", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions_examen")),
        sa.UniqueConstraint("sigle", "annee", name=op.f("uq_sessions_examen_sigle_annee")),
    )
    op.create_table(
        "taches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("genre", sa.String(length=40), nullable=False),
        sa.Column("arguments", Donnees, nullable=False),
        sa.Column("etat", sa.String(length=10), nullable=False),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("pas_avant", Instant(), nullable=False),
        sa.Column("bail_jusqu", Instant(), nullable=True),
        sa.Column("creee_le", Instant(), nullable=False),
        sa.Column("finie_le", Instant(), nullable=True),
        sa.Column("erreur", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "etat IN ('a-faire', 'en-cours', 'faite', 'echouee')", name=op.f("ck_taches_etat")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taches")),
    )
    with op.batch_alter_table("taches", schema=None) as batch_op:
        batch_op.create_index("ix_taches_attente", ["etat", "pas_avant"], unique=False)

    op.create_table(
        "tetes",
        sa.Column("chaine", sa.String(length=80), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("empreinte", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chaine", name=op.f("pk_tetes")),
    )
    op.create_table(
        "commissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("academie_id", sa.Uuid(), nullable=False),
        sa.Column("epreuve", sa.String(length=10), nullable=False),
        sa.Column("forme", sa.String(length=10), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("lieu", sa.String(length=160), nullable=False),
        sa.Column("ouvre_le", Instant(), nullable=False),
        sa.Column("ferme_le", Instant(), nullable=False),
        sa.CheckConstraint("forme IN ('ccf', 'ponctuelle')", name=op.f("ck_commissions_forme")),
        sa.CheckConstraint("ouvre_le < ferme_le", name=op.f("ck_commissions_fenetre")),
        sa.ForeignKeyConstraint(
            ["academie_id"], ["academies.id"], name=op.f("fk_commissions_academie_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions_examen.id"], name=op.f("fk_commissions_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissions")),
        sa.UniqueConstraint("session_id", "nom", name=op.f("uq_commissions_session_id_nom")),
    )
    with op.batch_alter_table("commissions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commissions_academie_id"), ["academie_id"], unique=False
        )

    op.create_table(
        "echeances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("academie_id", sa.Uuid(), nullable=False),
        sa.Column("epreuve", sa.String(length=10), nullable=False),
        sa.Column("forme", sa.String(length=10), nullable=False),
        sa.Column("ouverture", Instant(), nullable=False),
        sa.Column("cloture", Instant(), nullable=False),
        sa.CheckConstraint("forme IN ('ccf', 'ponctuelle')", name=op.f("ck_echeances_forme")),
        sa.CheckConstraint("ouverture < cloture", name=op.f("ck_echeances_ordre")),
        sa.ForeignKeyConstraint(
            ["academie_id"], ["academies.id"], name=op.f("fk_echeances_academie_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions_examen.id"], name=op.f("fk_echeances_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_echeances")),
        sa.UniqueConstraint(
            "session_id",
            "academie_id",
            "epreuve",
            "forme",
            name=op.f("uq_echeances_session_id_academie_id_epreuve_forme"),
        ),
    )
    op.create_table(
        "etablissements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uai", sa.String(length=8), nullable=False),
        sa.Column("nom", sa.String(length=120), nullable=False),
        sa.Column("ville", sa.String(length=80), nullable=False),
        sa.Column("academie_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["academie_id"], ["academies.id"], name=op.f("fk_etablissements_academie_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_etablissements")),
        sa.UniqueConstraint("uai", name=op.f("uq_etablissements_uai")),
    )
    with op.batch_alter_table("etablissements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_etablissements_academie_id"), ["academie_id"], unique=False
        )

    op.create_table(
        "postes",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("academie_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["academie_id"], ["academies.id"], name=op.f("fk_postes_academie_id")
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name=op.f("fk_postes_compte_id")),
        sa.PrimaryKeyConstraint("compte_id", "academie_id", name=op.f("pk_postes")),
    )
    op.create_table(
        "regroupements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("pilote_id", sa.Uuid(), nullable=False),
        sa.Column("rattachee_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pilote_id"], ["academies.id"], name=op.f("fk_regroupements_pilote_id")
        ),
        sa.ForeignKeyConstraint(
            ["rattachee_id"], ["academies.id"], name=op.f("fk_regroupements_rattachee_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions_examen.id"], name=op.f("fk_regroupements_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regroupements")),
        sa.UniqueConstraint(
            "session_id", "rattachee_id", name=op.f("uq_regroupements_session_id_rattachee_id")
        ),
    )
    with op.batch_alter_table("regroupements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regroupements_pilote_id"), ["pilote_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_regroupements_rattachee_id"), ["rattachee_id"], unique=False
        )

    op.create_table(
        "candidats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=True),
        sa.Column("numero", sa.String(length=20), nullable=False),
        sa.Column("nom", sa.String(length=80), nullable=False),
        sa.Column("prenom", sa.String(length=80), nullable=False),
        sa.Column("date_naissance", sa.Date(), nullable=False),
        sa.Column("courriel", sa.String(length=254), nullable=True),
        sa.Column("statut", sa.String(length=40), nullable=False),
        sa.Column("academie_id", sa.Uuid(), nullable=False),
        sa.Column("etablissement_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "statut IN ('scolaire-public', 'scolaire-prive-sous-contrat', 'scolaire-hors-contrat', 'apprenti', 'formation-continue', 'enseignement-a-distance', 'individuel')",
            name=op.f("ck_candidats_statut"),
        ),
        sa.ForeignKeyConstraint(
            ["academie_id"], ["academies.id"], name=op.f("fk_candidats_academie_id")
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name=op.f("fk_candidats_compte_id")),
        sa.ForeignKeyConstraint(
            ["etablissement_id"], ["etablissements.id"], name=op.f("fk_candidats_etablissement_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions_examen.id"], name=op.f("fk_candidats_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidats")),
        sa.UniqueConstraint("compte_id", name=op.f("uq_candidats_compte_id")),
        sa.UniqueConstraint("session_id", "numero", name=op.f("uq_candidats_session_id_numero")),
    )
    with op.batch_alter_table("candidats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_candidats_academie_id"), ["academie_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_candidats_etablissement_id"), ["etablissement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_candidats_session_id"), ["session_id"], unique=False)

    op.create_table(
        "membres",
        sa.Column("commission_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("qualite", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "qualite IN ('economie-gestion', 'sti', 'professionnel')",
            name=op.f("ck_membres_qualite"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id"], ["commissions.id"], name=op.f("fk_membres_commission_id")
        ),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name=op.f("fk_membres_compte_id")),
        sa.PrimaryKeyConstraint("commission_id", "compte_id", name=op.f("pk_membres")),
    )
    with op.batch_alter_table("membres", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membres_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "referents",
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("etablissement_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["compte_id"], ["comptes.id"], name=op.f("fk_referents_compte_id")),
        sa.ForeignKeyConstraint(
            ["etablissement_id"], ["etablissements.id"], name=op.f("fk_referents_etablissement_id")
        ),
        sa.PrimaryKeyConstraint("compte_id", "etablissement_id", name=op.f("pk_referents")),
    )
    op.create_table(
        "inscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidat_id", sa.Uuid(), nullable=False),
        sa.Column("epreuve", sa.String(length=10), nullable=False),
        sa.Column("forme", sa.String(length=10), nullable=False),
        sa.CheckConstraint("forme IN ('ccf', 'ponctuelle')", name=op.f("ck_inscriptions_forme")),
        sa.ForeignKeyConstraint(
            ["candidat_id"], ["candidats.id"], name=op.f("fk_inscriptions_candidat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inscriptions")),
        sa.UniqueConstraint(
            "candidat_id", "epreuve", name=op.f("uq_inscriptions_candidat_id_epreuve")
        ),
    )
    with op.batch_alter_table("inscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inscriptions_epreuve"), ["epreuve"], unique=False)

    op.create_table(
        "depots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inscription_id", sa.Uuid(), nullable=False),
        sa.Column("ouvert_le", Instant(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscriptions.id"], name=op.f("fk_depots_inscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_depots")),
        sa.UniqueConstraint("inscription_id", name=op.f("uq_depots_inscription_id")),
    )
    op.create_table(
        "derogations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inscription_id", sa.Uuid(), nullable=False),
        sa.Column("cloture", Instant(), nullable=False),
        sa.Column("motif", sa.String(length=500), nullable=False),
        sa.Column("auteur_id", sa.Uuid(), nullable=False),
        sa.Column("accordee_le", Instant(), nullable=False),
        sa.CheckConstraint("length(motif) > 0", name=op.f("ck_derogations_motif")),
        sa.ForeignKeyConstraint(
            ["auteur_id"], ["comptes.id"], name=op.f("fk_derogations_auteur_id")
        ),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscriptions.id"], name=op.f("fk_derogations_inscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derogations")),
    )
    with op.batch_alter_table("derogations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_derogations_inscription_id"), ["inscription_id"], unique=False
        )

    op.create_table(
        "passages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commission_id", sa.Uuid(), nullable=False),
        sa.Column("inscription_id", sa.Uuid(), nullable=False),
        sa.Column("debut", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id"], ["commissions.id"], name=op.f("fk_passages_commission_id")
        ),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscriptions.id"], name=op.f("fk_passages_inscription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sa.UniqueConstraint("commission_id", "debut", name=op.f("uq_passages_commission_id_debut")),
        sa.UniqueConstraint("inscription_id", name=op.f("uq_passages_inscription_id")),
    )
    op.create_table(
        "propositions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inscription_id", sa.Uuid(), nullable=False),
        sa.Column("motifs", Donnees, nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("versions_vues", Donnees, nullable=False),
        sa.Column("auteur_id", sa.Uuid(), nullable=False),
        sa.Column("proposee_le", Instant(), nullable=False),
        sa.Column("reponse", sa.String(length=10), nullable=True),
        sa.Column("raisons", sa.Text(), nullable=False),
        sa.Column("repondu_par_id", sa.Uuid(), nullable=True),
        sa.Column("repondu_le", Instant(), nullable=True),
        sa.CheckConstraint(
            "reponse <> 'declinee' OR length(raisons) > 0", name=op.f("ck_propositions_raisons")
        ),
        sa.CheckConstraint(
            "reponse IN ('confirmee', 'declinee', 'retiree')", name=op.f("ck_propositions_reponse")
        ),
        sa.CheckConstraint(
            "reponse IS NULL OR reponse = 'retiree' OR repondu_par_id <> auteur_id",
            name=op.f("ck_propositions_quatre_yeux"),
        ),
        sa.CheckConstraint(
            "(reponse IS NULL) = (repondu_le IS NULL)", name=op.f("ck_propositions_repondu")
        ),
        sa.CheckConstraint(
            "(reponse IS NULL) = (repondu_par_id IS NULL)", name=op.f("ck_propositions_repondant")
        ),
        sa.ForeignKeyConstraint(
            ["auteur_id"], ["comptes.id"], name=op.f("fk_propositions_auteur_id")
        ),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscriptions.id"], name=op.f("fk_propositions_inscription_id")
        ),
        sa.ForeignKeyConstraint(
            ["repondu_par_id"], ["comptes.id"], name=op.f("fk_propositions_repondu_par_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_propositions")),
    )
    with op.batch_alter_table("propositions", schema=None) as batch_op:
        batch_op.create_index(
            "uq_propositions_en_attente",
            ["inscription_id"],
            unique=True,
            sqlite_where=sa.text("reponse IS NULL"),
            postgresql_where=sa.text("reponse IS NULL"),
        )

    op.create_table(
        "verdicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inscription_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("motifs", Donnees, nullable=False),
        sa.Column("nombre_motifs", sa.Integer(), nullable=False),
        sa.Column("texte", sa.Text(), nullable=False),
        sa.Column("versions_vues", Donnees, nullable=False),
        sa.Column("auteur_id", sa.Uuid(), nullable=False),
        sa.Column("confirme_par_id", sa.Uuid(), nullable=True),
        sa.Column("prononce_le", Instant(), nullable=False),
        sa.Column("remplace_id", sa.Uuid(), nullable=True),
        sa.Column("raison", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision <> 'a-regulariser' OR length(texte) > 0", name=op.f("ck_verdicts_texte")
        ),
        sa.CheckConstraint(
            "decision <> 'non-conforme' OR (nombre_motifs > 0 AND confirme_par_id IS NOT NULL AND confirme_par_id <> auteur_id)",
            name=op.f("ck_verdicts_quatre_yeux"),
        ),
        sa.CheckConstraint(
            "decision IN ('conforme', 'non-conforme', 'a-regulariser')",
            name=op.f("ck_verdicts_decision"),
        ),
        sa.CheckConstraint(
            "remplace_id IS NULL OR length(raison) > 0", name=op.f("ck_verdicts_raison")
        ),
        sa.CheckConstraint(
            "remplace_id IS NULL OR remplace_id <> id", name=op.f("ck_verdicts_chaine")
        ),
        sa.ForeignKeyConstraint(["auteur_id"], ["comptes.id"], name=op.f("fk_verdicts_auteur_id")),
        sa.ForeignKeyConstraint(
            ["confirme_par_id"], ["comptes.id"], name=op.f("fk_verdicts_confirme_par_id")
        ),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscriptions.id"], name=op.f("fk_verdicts_inscription_id")
        ),
        sa.ForeignKeyConstraint(
            ["remplace_id"], ["verdicts.id"], name=op.f("fk_verdicts_remplace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint("remplace_id", name=op.f("uq_verdicts_remplace_id")),
    )
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verdicts_inscription_id"), ["inscription_id"], unique=False
        )
        batch_op.create_index(
            "uq_verdicts_premier",
            ["inscription_id"],
            unique=True,
            sqlite_where=sa.text("remplace_id IS NULL"),
            postgresql_where=sa.text("remplace_id IS NULL"),
        )

    op.create_table(
        "accuses_lecture",
        sa.Column("verdict_id", sa.Uuid(), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("lu_le", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("fk_accuses_lecture_compte_id")
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_accuses_lecture_verdict_id")
        ),
        sa.PrimaryKeyConstraint("verdict_id", name=op.f("pk_accuses_lecture")),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("depot_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.String(length=20), nullable=False),
        sa.Column("exemplaire", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("nom_donne", sa.String(length=255), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("taille", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("crc32", sa.BigInteger(), nullable=False),
        sa.Column("cle", sa.String(length=120), nullable=False),
        sa.Column("recu_debut", Instant(), nullable=False),
        sa.Column("recu_fin", Instant(), nullable=False),
        sa.Column("hors_delai", sa.Boolean(), nullable=False),
        sa.Column("auteur_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("recu_debut <= recu_fin", name=op.f("ck_versions_instants")),
        sa.CheckConstraint("taille > 0", name=op.f("ck_versions_taille")),
        sa.ForeignKeyConstraint(["auteur_id"], ["comptes.id"], name=op.f("fk_versions_auteur_id")),
        sa.ForeignKeyConstraint(["depot_id"], ["depots.id"], name=op.f("fk_versions_depot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("cle", name=op.f("uq_versions_cle")),
        sa.UniqueConstraint(
            "depot_id",
            "piece",
            "exemplaire",
            "rang",
            name=op.f("uq_versions_depot_id_piece_exemplaire_rang"),
        ),
    )
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_versions_depot_id"), ["depot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_versions_sha256"), ["sha256"], unique=False)

    op.create_table(
        "rapports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("moteur", sa.String(length=20), nullable=False),
        sa.Column("avis", sa.String(length=20), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("contenu", Donnees, nullable=False),
        sa.Column("etabli_le", Instant(), nullable=False),
        sa.CheckConstraint(
            "avis IN ('rien-a-signaler', 'a-verifier', 'illisible')", name=op.f("ck_rapports_avis")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_rapports_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rapports")),
        sa.UniqueConstraint(
            "version_id", "revision", "moteur", name=op.f("uq_rapports_version_id_revision_moteur")
        ),
    )
    with op.batch_alter_table("rapports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rapports_version_id"), ["version_id"], unique=False)

    op.create_table(
        "tentatives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inscription_id", sa.Uuid(), nullable=False),
        sa.Column("piece", sa.String(length=20), nullable=False),
        sa.Column("compte_id", sa.Uuid(), nullable=False),
        sa.Column("debut", Instant(), nullable=False),
        sa.Column("fin", Instant(), nullable=False),
        sa.Column("issue", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("faute", sa.String(length=10), nullable=False),
        sa.Column("nom_donne", sa.String(length=255), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(issue = 'recue') = (version_id IS NOT NULL)", name=op.f("ck_tentatives_version")
        ),
        sa.CheckConstraint(
            "issue IN ('recue', 'refusee', 'echouee')", name=op.f("ck_tentatives_issue")
        ),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("fk_tentatives_compte_id")
        ),
        sa.ForeignKeyConstraint(
            ["inscription_id"], ["inscriptions.id"], name=op.f("fk_tentatives_inscription_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name=op.f("fk_tentatives_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tentatives")),
    )
    with op.batch_alter_table("tentatives", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tentatives_inscription_id"), ["inscription_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("tentatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tentatives_inscription_id"))

    op.drop_table("tentatives")
    with op.batch_alter_table("rapports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rapports_version_id"))

    op.drop_table("rapports")
    with op.batch_alter_table("versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_versions_sha256"))
        batch_op.drop_index(batch_op.f("ix_versions_depot_id"))

    op.drop_table("versions")
    op.drop_table("accuses_lecture")
    with op.batch_alter_table("verdicts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_verdicts_premier",
            sqlite_where=sa.text("remplace_id IS NULL"),
            postgresql_where=sa.text("remplace_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_verdicts_inscription_id"))

    op.drop_table("verdicts")
    with op.batch_alter_table("propositions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_propositions_en_attente",
            sqlite_where=sa.text("reponse IS NULL"),
            postgresql_where=sa.text("reponse IS NULL"),
        )

    op.drop_table("propositions")
    op.drop_table("passages")
    with op.batch_alter_table("derogations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_derogations_inscription_id"))

    op.drop_table("derogations")
    op.drop_table("depots")
    with op.batch_alter_table("inscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inscriptions_epreuve"))

    op.drop_table("inscriptions")
    op.drop_table("referents")
    with op.batch_alter_table("membres", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membres_compte_id"))

    op.drop_table("membres")
    with op.batch_alter_table("candidats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidats_session_id"))
        batch_op.drop_index(batch_op.f("ix_candidats_etablissement_id"))
        batch_op.drop_index(batch_op.f("ix_candidats_academie_id"))

    op.drop_table("candidats")
    with op.batch_alter_table("regroupements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regroupements_rattachee_id"))
        batch_op.drop_index(batch_op.f("ix_regroupements_pilote_id"))

    op.drop_table("regroupements")
    op.drop_table("postes")
    with op.batch_alter_table("etablissements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_etablissements_academie_id"))

    op.drop_table("etablissements")
    op.drop_table("echeances")
    with op.batch_alter_table("commissions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commissions_academie_id"))

    op.drop_table("commissions")
    op.drop_table("tetes")
    with op.batch_alter_table("taches", schema=None) as batch_op:
        batch_op.drop_index("ix_taches_attente")

    op.drop_table("taches")
    op.drop_table("sessions_examen")
    with op.batch_alter_table("evenements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evenements_le"))
        batch_op.drop_index(batch_op.f("ix_evenements_auteur_id"))
        batch_op.drop_index(batch_op.f("ix_evenements_acte"))

    op.drop_table("evenements")
    op.drop_table("comptes")
    op.drop_table("academies")
