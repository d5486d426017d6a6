"""What people choose: to which text a consent was given, and objections to single purposes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; words that were given before came through pages in English."""
    with op.batch_alter_table("consent") as table:
        table.add_column(sa.Column("language", sa.String(8), nullable=False, server_default="en"))
        table.add_column(sa.Column("by", sa.String(32), nullable=False, server_default="portal"))
        table.add_column(sa.Column("shown", sa.String(64), nullable=False, server_default=""))
    with op.batch_alter_table("app_user") as table:
        table.add_column(sa.Column("objected_to", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("app_user") as table:
        table.drop_column("objected_to")
    with op.batch_alter_table("consent") as table:
        for name in ("language", "by", "shown"):
            table.drop_column(name)
