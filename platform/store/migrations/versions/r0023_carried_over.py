"""Which request's answer a disclosure sends to a service that its person has named."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was sent before were texts."""
    with op.batch_alter_table("disclosure") as table:
        table.add_column(sa.Column("request", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("disclosure") as table:
        table.drop_column("request")
