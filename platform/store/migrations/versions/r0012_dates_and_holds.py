"""Dates of deletion for every kind of row, holds, and how late deletions came.

Rows that are there already get a date in the far future and no rule; the clock dates them by the policy at its start.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_UNDATED = "9999-12-31 00:00:00.000000"
_DATED = (
    ("app_user", "due_at", "rule", "policy"),
    ("consent", "due_at", "rule", "due_policy"),
    ("decision", "due_at", "rule", "due_policy"),
    ("document", "row_due_at", "row_rule", "row_policy"),
    ("record", "due_at", "rule", "policy"),
    ("text", "counts_due_at", "counts_rule", "counts_policy"),
    ("copy", "counts_due_at", "counts_rule", "counts_policy"),
)
_INDEXED = (("consent", "due_at"), ("decision", "due_at"), ("document", "row_due_at"), ("record", "due_at"))
_STILL = (
    ("app_user", "due_at", "purged_at"),
    ("document", "due_at", "deleted_at"),
    ("text", "due_at", "gone_at"),
    ("text", "counts_due_at", "counts_gone_at"),
    ("copy", "due_at", "gone_at"),
    ("copy", "counts_due_at", "counts_gone_at"),
)


def upgrade() -> None:
    """Add the columns, their indexes, and the two tables."""
    for table, at, rule, policy in _DATED:
        op.add_column(table, sa.Column(at, sa.DateTime(timezone=True), nullable=False, server_default=_UNDATED))
        for name in (rule, policy):
            op.add_column(table, sa.Column(name, sa.String(64), nullable=False, server_default=""))
    for table, name in (
        ("app_user", "last_used_at"),
        ("app_user", "closed_at"),
        ("app_user", "purged_at"),
        ("text", "counts_gone_at"),
        ("copy", "counts_gone_at"),
    ):
        op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("update app_user set last_used_at = create_datetime")
    for table, at in _INDEXED:
        op.create_index(op.f(f"ix_{table}_{at}"), table, [at])
    for table, at, ended in _STILL:
        open_ = sa.text(f"{ended} IS NULL")
        op.create_index(f"still_{table}_{at}", table, [at], sqlite_where=open_, postgresql_where=open_)
    op.create_table(
        "hold",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, server_default=_UNDATED),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
        sa.ForeignKeyConstraint(["person"], ["app_user.id"], name="fk_hold_person"),
    )
    for column in ("person", "until", "due_at"):
        op.create_index(op.f(f"ix_hold_{column}"), "hold", [column])
    op.create_table(
        "lateness",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("longest", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("day", "rule", "step", name="pk_lateness"),
    )


def downgrade() -> None:
    """Take them away again; for development only, since every date goes with them."""
    op.drop_table("lateness")
    op.drop_table("hold")
    for table, at, _ in _STILL:
        op.drop_index(f"still_{table}_{at}", table)
    for table, at in _INDEXED:
        op.drop_index(op.f(f"ix_{table}_{at}"), table)
    for table, *names in _DATED:
        for name in names:
            op.drop_column(table, name)
    for table, name in (
        ("app_user", "last_used_at"),
        ("app_user", "closed_at"),
        ("app_user", "purged_at"),
        ("text", "counts_gone_at"),
        ("copy", "counts_gone_at"),
    ):
        op.drop_column(table, name)
