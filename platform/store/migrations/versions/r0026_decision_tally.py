"""Decisions counted by day, and indexes for what is held of them and for spent permits, for pages over a long past."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty: the clock counts what is there, and until then it is counted where it is asked for."""
    op.create_table(
        "decision_tally",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("action", "category", "purpose", "recipient")),
        sa.Column("allow", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("permits", sa.Integer(), nullable=False),
        sa.Column("at_door", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "key", name="pk_decision_tally"),
    )
    op.create_index("ix_decision_tally_last", "decision_tally", ["last"])
    op.create_index("ix_decision_permit_spent_at", "decision", ["permit_spent_at"])
    op.drop_index("ix_decision_due_at", "decision")
    op.create_index("ix_decision_due_at", "decision", ["due_at", "rule", "at"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_decision_due_at", "decision")
    op.create_index("ix_decision_due_at", "decision", ["due_at"])
    op.drop_index("ix_decision_permit_spent_at", "decision")
    op.drop_table("decision_tally")
