"""What people write to us: cases and their messages."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "support_case",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("request", sa.String(32), nullable=False),
        sa.Column("hold", sa.String(32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_support_case"),
        sa.UniqueConstraint("reference", name="uq_support_case_reference"),
        sa.ForeignKeyConstraint(["person"], ["app_user.id"], name="fk_support_case_person"),
    )
    for column in ("person", "sender", "state", "due_at"):
        op.create_index(f"ix_support_case_{column}", "support_case", [column], unique=False)
    op.create_table(
        "support_message",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_us", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_support_message"),
        sa.UniqueConstraint("digest", name="uq_support_message_digest"),
        sa.ForeignKeyConstraint(["case"], ["support_case.id"], name="fk_support_message_case"),
    )
    op.create_index("ix_support_message_case", "support_message", ["case"], unique=False)


def downgrade() -> None:
    """Take them away again, with everything written there."""
    op.drop_table("support_message")
    op.drop_table("support_case")
