"""Erasures with their steps, recipients, the list of the erased, and certificates of deletion."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(32), nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("request", sa.String(32), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        _moment("ordered_at"),
        _moment("due_at"),
        _moment("done_at", nullable=True),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
        sa.ForeignKeyConstraint(["person"], ["app_user.id"]),
    )
    op.create_table(
        "erasure_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("erasure", sa.String(32), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(64), nullable=False),
        _moment("done_at", nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("erasure", "step"),
        sa.ForeignKeyConstraint(["erasure"], ["erasure.id"]),
    )
    op.create_table(
        "erasure_notice",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("erasure", sa.String(32), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("category", sa.String(64), nullable=False),
        _moment("disclosed_at"),
        _moment("noted_at"),
        _moment("told_at", nullable=True),
        sa.Column("told_by", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("erasure", "recipient", "category"),
        sa.ForeignKeyConstraint(["erasure"], ["erasure.id"]),
    )
    op.create_table(
        "suppression",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        _moment("until"),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "deletion_certificate",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        _moment("issued_at"),
        _moment("due_at"),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reference"),
    )
    for table, column in (
        ("erasure", "person"),
        ("erasure", "done_at"),
        ("erasure_step", "erasure"),
        ("erasure_notice", "erasure"),
        ("erasure_notice", "told_at"),
        ("deletion_certificate", "issued_at"),
        ("deletion_certificate", "due_at"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Drop the tables; for development only, since the list of the erased goes with them."""
    for table in ("deletion_certificate", "suppression", "erasure_notice", "erasure_step", "erasure"):
        op.drop_table(table)
