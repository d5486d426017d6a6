"""Whose decision it was: a column of its own, since not every decision is about a document."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the person to decisions; those about a document get its owner."""
    op.add_column("decision", sa.Column("person", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_decision_person"), "decision", ["person"])
    op.execute("update decision set person = (select person from document where document.id = decision.document)")


def downgrade() -> None:
    """Drop it."""
    op.drop_index(op.f("ix_decision_person"), "decision")
    op.drop_column("decision", "person")
