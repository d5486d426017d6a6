"""What the leading clock says of itself, and orders to let go what a cap had stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "clock",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("leading_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clock")),
    )
    op.create_table(
        "let_go",
        sa.Column("of", sa.String(64), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_let_go")),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("let_go")
    op.drop_table("clock")
