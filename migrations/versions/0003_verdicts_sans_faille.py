"""verdicts without a gap: same inscription, motifs that are really there, reason of a correction

A verdict that replaced another inscription's would leave one dossier with two verdicts in
force and the other with none; a count of motifs that lies would hide a « non conforme »
without ground. A check sees one row and no JSON, so a trigger refuses these. The reason
given with a proposal that corrects a verdict is kept, and no longer lost on confirmation.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NOM = "verdicts_possibles"
AUTRE_INSCRIPTION = (
    "NEW.remplace_id IS NOT NULL AND NEW.inscription_id <> "
    "(SELECT inscription_id FROM verdicts WHERE id = NEW.remplace_id)"
)
MOTIFS = "NEW.nombre_motifs <> {longueur}(NEW.motifs)"
PHRASE = "verdict impossible : autre inscription, ou motifs mal comptés"


def upgrade() -> None:
    op.add_column("propositions", sa.Column("raison", sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        motifs = MOTIFS.format(longueur="json_array_length")
        op.execute(
            f"CREATE TRIGGER {NOM} BEFORE INSERT ON verdicts "
            f"WHEN ({AUTRE_INSCRIPTION}) OR {motifs} "
            f"BEGIN SELECT RAISE(ABORT, '{PHRASE}'); END"
        )
        return
    motifs = MOTIFS.format(longueur="jsonb_array_length")
    op.execute(
        f"CREATE FUNCTION {NOM}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF ({AUTRE_INSCRIPTION}) OR {motifs} THEN RAISE EXCEPTION '{PHRASE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {NOM} BEFORE INSERT ON verdicts FOR EACH ROW EXECUTE FUNCTION {NOM}()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {NOM}")
    else:
        op.execute(f"DROP TRIGGER {NOM} ON verdicts")
        op.execute(f"DROP FUNCTION {NOM}()")
    op.drop_column("propositions", "raison")
