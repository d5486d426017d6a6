"""When a guardian agreed for somebody below the age of consent."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody's guardian was asked before."""
    with op.batch_alter_table("app_user") as table:
        table.add_column(sa.Column("guardian_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("app_user") as table:
        table.drop_column("guardian_at")
