"""Recipients to be told of one deleted text, or of a restriction that was placed as a hold."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_UNDATED = "9999-12-31 00:00:00.000000"


def upgrade() -> None:
    """Add the table; what was deleted or set aside before is told of to nobody."""
    op.create_table(
        "recipient_notice",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("item", sa.String(32), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.String(16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, server_default=_UNDATED),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recipient_notice"),
        sa.UniqueConstraint("item", "recipient", "category", name="uq_recipient_notice"),
        sa.ForeignKeyConstraint(["person"], ["app_user.id"], name="fk_recipient_notice_person"),
    )
    for column in ("person", "told_at", "due_at"):
        op.create_index(op.f(f"ix_recipient_notice_{column}"), "recipient_notice", [column])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("recipient_notice")
