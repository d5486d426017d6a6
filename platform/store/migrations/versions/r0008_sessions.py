"""Log-ins as rows, and what people may add to their account."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of sessions."""
    op.create_table(
        "session",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("policy", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.ForeignKeyConstraint(["person"], ["app_user.id"], name="fk_session_person"),
    )
    for column in ("person", "due_at"):
        op.create_index(f"ix_session_{column}", "session", [column], unique=False)
    with op.batch_alter_table("app_user") as table:
        table.add_column(sa.Column("tf_last_counter", sa.Integer(), nullable=True))
        table.add_column(sa.Column("called", sa.String(100), nullable=False, server_default=""))


def downgrade() -> None:
    """Take them away again; everybody is logged out."""
    with op.batch_alter_table("app_user") as table:
        table.drop_column("called")
        table.drop_column("tf_last_counter")
    op.drop_table("session")
