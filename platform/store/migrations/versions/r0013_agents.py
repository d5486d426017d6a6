"""Authorised agents and what they manage."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "agent",
        sa.Column("id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("address", sa.String(255), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_agent_token"), "agent", ["token"])
    op.create_table(
        "agent_mark",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
    )
    op.create_index(op.f("ix_agent_mark_until"), "agent_mark", ["until"])
    op.create_table(
        "agent_request",
        sa.Column("request", sa.String(32), nullable=False),
        sa.Column("agent", sa.String(100), nullable=False),
        sa.Column("agent_request_id", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("request"),
        sa.ForeignKeyConstraint(["request"], ["request.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["agent"], ["agent.id"]),
    )


def downgrade() -> None:
    """Drop them; for development only, since it deletes everything in them."""
    for name in ("agent_request", "agent_mark", "agent"):
        op.drop_table(name)
