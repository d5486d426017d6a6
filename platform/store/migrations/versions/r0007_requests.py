"""Requests about rights, what comes with them, and what goes out."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of requests."""
    with op.batch_alter_table("app_user") as people:
        for choice in ("opted_out_sale", "limited"):
            people.add_column(sa.Column(choice, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "request",
        *_texts("id:32 reference:16"),
        sa.Column("person", sa.Integer(), nullable=True),
        *_texts("kind:32 about:64 channel:16"),
        sa.Column("regimes", sa.JSON(), nullable=False),
        *_texts("state:32"),
        _moment("received_at"),
        *(
            sa.Column(name, sa.Date(), nullable=False)
            for name in ("acknowledge_by", "respond_by", "respond_limit", "extend_by")
        ),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("extended_by", "extended_limit", "extended_on")),
        *_texts("before_refusal:32 proposed_by:32 decided_by:32 ground:32"),
        sa.Column("proofs", sa.JSON(), nullable=False),
        *_texts("repeat:16 review:16"),
        *(_moment(name, nullable=True) for name in ("identified_at", "closed_at", "claimed_until")),
        sa.Column("warned_on", sa.Date(), nullable=True),
        *_due(),
        sa.PrimaryKeyConstraint("id", name="pk_request"),
        sa.UniqueConstraint("reference", name="uq_request_reference"),
        sa.ForeignKeyConstraint(["person"], ["app_user.id"], name="fk_request_person"),
    )
    for column in ("person", "state", "received_at", "respond_by", "closed_at", "due_at"):
        op.create_index(f"ix_request_{column}", "request", [column])
    op.create_table(
        "request_details",
        *_texts("request:32"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_due(),
        sa.PrimaryKeyConstraint("request", name="pk_request_details"),
        _of_request("request_details"),
    )
    op.create_index("ix_request_details_due_at", "request_details", ["due_at"])
    op.create_table(
        "request_code",
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("request:32 whom:16"),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _moment("expires_at"),
        sa.PrimaryKeyConstraint("number", name="pk_request_code"),
        sa.UniqueConstraint("request", "whom", name="uq_request_code_request"),
        _of_request("request_code"),
    )
    op.create_index("ix_request_code_expires_at", "request_code", ["expires_at"])
    op.create_table(
        "request_event",
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("request:32"),
        _moment("at"),
        *_texts("what:32 role:16 note:64"),
        sa.PrimaryKeyConstraint("number", name="pk_request_event"),
        _of_request("request_event"),
    )
    op.create_table(
        "request_step",
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("request:32 step:32"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *_texts("fault:64"),
        _moment("done_at", nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_request_step"),
        sa.UniqueConstraint("request", "step", name="uq_request_step_request"),
        _of_request("request_step"),
    )
    op.create_table(
        "request_paper",
        *_texts("id:32 request:32 kind:32 name:64"),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        *_texts("sha256:64"),
        _moment("created_at"),
        _moment("taken_at", nullable=True),
        _moment("gone_at", nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        *_due(),
        sa.PrimaryKeyConstraint("id", name="pk_request_paper"),
        sa.UniqueConstraint("request", "kind", name="uq_request_paper_request"),
        _of_request("request_paper"),
    )
    op.create_index("ix_request_paper_due_at", "request_paper", ["due_at"])
    for table in ("request_code", "request_event", "request_step", "request_paper"):
        op.create_index(f"ix_{table}_request", table, ["request"])


def downgrade() -> None:
    """Drop them; for development only, since it deletes everything in them."""
    for table in ("request_paper", "request_step", "request_event", "request_code", "request_details", "request"):
        op.drop_table(table)
    with op.batch_alter_table("app_user") as accounts:
        accounts.drop_column("opted_out_sale")
        accounts.drop_column("limited")


def _texts(columns: str) -> list[sa.Column[str]]:
    named = (one.split(":") for one in columns.split())
    return [sa.Column(name, sa.String(int(size)), nullable=False) for name, size in named]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _due() -> list[sa.Column[Any]]:
    return [_moment("due_at"), *_texts("rule:64 policy:64")]


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["request"], ["request.id"], name=f"fk_{table}_request")
