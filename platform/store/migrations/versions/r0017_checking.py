"""What those who check need: terms of a role, and indexes for looking at entries by moment and decisions by step."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and indexes; roles that were given before have no end."""
    with op.batch_alter_table("roles_users") as table:
        table.add_column(sa.Column("until", sa.Date(), nullable=True))
        table.add_column(sa.Column("scope", sa.String(120), nullable=False, server_default=""))
    op.create_index("ix_ledger_entry_at", "ledger_entry", ["at"])
    op.create_index("ix_decision_step", "decision", ["step"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_decision_step", "decision")
    op.drop_index("ix_ledger_entry_at", "ledger_entry")
    with op.batch_alter_table("roles_users") as table:
        table.drop_column("scope")
        table.drop_column("until")
