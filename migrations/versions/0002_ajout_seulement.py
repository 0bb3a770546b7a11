"""rows that are added and never edited: the database refuses the UPDATE

What was received, decided, read or journalled cannot be changed afterwards, even by a
statement typed by hand. Deletion stays possible: the purge at its date needs it, and the
journal's chain shows it.

Revision: 0002
Follows: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("evenements", "versions", "rapports", "verdicts", "accuses_lecture")
PHRASE = "ligne en ajout seul"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_ajout_seul BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{PHRASE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuser_modification() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{PHRASE} : %', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_ajout_seul BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuser_modification()"
        )


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_ajout_seul" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        op.execute("DROP FUNCTION refuser_modification()")
