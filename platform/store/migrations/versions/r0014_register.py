"""How far a record is, what the controller stated for records, and the cookies that were placed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and the two tables."""
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("step", sa.String(16), nullable=False, server_default=""))
    op.create_table(
        "statement",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("value", sa.String(2000), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_statement"),
        sa.ForeignKeyConstraint(["by"], ["app_user.id"], name="fk_statement_by", ondelete="SET NULL"),
    )
    op.create_index("ix_statement_key", "statement", ["key"])
    op.create_table(
        "cookie_seen",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_cookie_seen"),
    )


def downgrade() -> None:
    """Take them out; for development only, since it deletes what was stated."""
    op.drop_table("cookie_seen")
    op.drop_table("statement")
    with op.batch_alter_table("record") as table:
        table.drop_column("step")
