"""Documents say whether they can wait, how often reading them failed, and when the next attempt may begin."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three columns; what is there already is urgent and without fault."""
    for column in (
        sa.Column("batch", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("faults", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("document", column)


def downgrade() -> None:
    """Take them away again."""
    for name in ("batch", "faults", "not_before"):
        op.drop_column("document", name)
