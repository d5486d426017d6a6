"""How a document is read: languages and care, as asked with the upload."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; documents from before are read the installation's own way."""
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("languages", sa.String(200), nullable=False, server_default=""))
        document.add_column(sa.Column("mode", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop both; for development only."""
    with op.batch_alter_table("document") as document:
        document.drop_column("mode")
        document.drop_column("languages")
