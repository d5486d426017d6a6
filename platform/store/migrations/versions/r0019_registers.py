"""Registers: entries with all their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "register_entry",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("entry", sa.String(32), nullable=False),
        sa.Column("serial", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_register_entry"),
        sa.ForeignKeyConstraint(["by"], ["app_user.id"], name="fk_register_entry_by", ondelete="SET NULL"),
        sa.UniqueConstraint("entry", "version", name="uq_register_entry_entry"),
    )
    for column in ("kind", "entry"):
        op.create_index(f"ix_register_entry_{column}", "register_entry", [column])


def downgrade() -> None:
    """Drop it, with every entry."""
    op.drop_table("register_entry")
