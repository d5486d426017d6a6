"""Which policy decides since when, drafts, and the proof kept beside each policy."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Add columns and tables; the newest policy of before begins the line of terms."""
    with op.batch_alter_table("policy") as table:
        table.add_column(sa.Column("certificate", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "policy_draft",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("base", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("checked", sa.JSON(), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        _moment("claimed_until"),
        _moment("checked_at"),
        _moment("approved_at"),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_policy_draft"),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name="fk_policy_draft_made_by", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["app_user.id"], name="fk_policy_draft_approved_by", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_policy_draft_state", "policy_draft", ["state"])
    op.create_table(
        "policy_term",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("draft", sa.String(32), nullable=False),
        _moment("scheduled_at", nullable=False),
        _moment("effective_at", nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("stale", sa.JSON(), nullable=False),
        sa.Column("told_up_to", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        _moment("announced_at"),
        _moment("taken_at"),
        _moment("recalled_at"),
        sa.PrimaryKeyConstraint("number", name="pk_policy_term"),
    )
    connection = op.get_bind()
    policy = sa.table("policy", sa.column("digest"), sa.column("in_force_at", sa.DateTime(timezone=True)))
    newest = connection.execute(
        sa.select(policy.c.digest, policy.c.in_force_at).order_by(policy.c.in_force_at.desc()).limit(1)
    ).first()
    if newest is not None:
        term = sa.table("policy_term", *(sa.column(name) for name in ("digest", "draft", "material", "notice_days")),
                        sa.column("stale", sa.JSON()), sa.column("told_up_to"), sa.column("told"),
                        *(sa.column(name, sa.DateTime(timezone=True))
                          for name in ("scheduled_at", "effective_at", "taken_at")))  # fmt: skip
        at = newest.in_force_at
        connection.execute(
            term.insert().values(
                digest=newest.digest, draft="", material=False, notice_days=0, stale=[], told_up_to=0, told=0,
                scheduled_at=at, effective_at=at, taken_at=at,
            )
        )  # fmt: skip


def downgrade() -> None:
    """Take them out; for development only, since it deletes drafts and dates."""
    op.drop_table("policy_term")
    op.drop_table("policy_draft")
    with op.batch_alter_table("policy") as table:
        table.drop_column("certificate")
