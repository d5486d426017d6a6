"""Evidence packages in parts: they may be larger than what one row or one process's memory should hold."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; packages that were made before stay where they are."""
    op.create_table(
        "record_part",
        sa.Column("record", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record", "place", name="pk_record_part"),
        sa.ForeignKeyConstraint(["record"], ["record.id"], name="fk_record_part_record", ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Drop it, with the packages in it."""
    op.drop_table("record_part")
