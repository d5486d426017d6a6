"""The first tables, and the three roles there are."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INDEXES = (
    ("app_webauthn", "credential_id", True),
    ("app_webauthn", "user_id", False),
    ("consent", "person", False),
    ("decision", "at", False),
    ("decision", "document", False),
    ("decision", "item", False),
    ("document", "deleted_at", False),
    ("document", "person", False),
    ("document", "stage", False),
    ("ledger_entry", "kind", False),
    ("record", "asked_at", False),
    ("text", "person", False),
    ("text", "state", False),
)
_ROLES = (
    ("subject", "Has documents read."),
    ("dpo", "Answers for the policy."),
    ("auditor", "Checks the records."),
)


def _number(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), **{"nullable": False, **options})


def _text(name: str, length: int, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), **{"nullable": False, **options})


def _moment(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **options})


def _bytes(name: str, length: int | None = None, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(length), **{"nullable": False, **options})


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _structure(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _list(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=True)


def _of(column: str, target: str, **options: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], **options)


def upgrade() -> None:
    """Make every table."""
    _accounts()
    _documents()
    _papers()
    for table, column, unique in _INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=unique)
    roles = sa.table("app_role", sa.column("name", sa.String), sa.column("description", sa.String))
    op.bulk_insert(roles, [{"name": name, "description": text} for name, text in _ROLES])


def _accounts() -> None:
    op.create_table(
        "app_role",
        _number("id"),
        _text("name", 80),
        _text("description", 255, nullable=True),
        _list("permissions"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "app_user",
        _number("id"),
        _text("email", 255),
        _text("username", 255, nullable=True),
        _text("password", 255, nullable=True),
        _flag("active"),
        _text("fs_uniquifier", 64),
        _text("fs_webauthn_user_handle", 64, nullable=True),
        _moment("confirmed_at", nullable=True),
        _text("tf_primary_method", 64, nullable=True),
        _text("tf_totp_secret", 255, nullable=True),
        _list("mf_recovery_codes"),
        _moment("create_datetime"),
        _moment("update_datetime"),
        _text("age_band", 32),
        _text("account_state", 32),
        _flag("restricted"),
        _flag("objected"),
        _bytes("ledger_salt", 32),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("username"),
        sa.UniqueConstraint("fs_uniquifier"),
        sa.UniqueConstraint("fs_webauthn_user_handle"),
    )
    op.create_table(
        "roles_users",
        _number("user_id"),
        _number("role_id"),
        sa.PrimaryKeyConstraint("user_id", "role_id"),
        _of("user_id", "app_user.id", ondelete="CASCADE"),
        _of("role_id", "app_role.id", ondelete="CASCADE"),
    )
    op.create_table(
        "app_webauthn",
        _number("id"),
        _bytes("credential_id", 1024),
        _bytes("public_key"),
        _number("sign_count"),
        _list("transports"),
        _flag("backup_state"),
        _text("device_type", 64),
        _text("extensions", 255, nullable=True),
        _moment("create_datetime"),
        _moment("lastuse_datetime"),
        _text("name", 64),
        _text("usage", 64),
        _number("user_id"),
        sa.PrimaryKeyConstraint("id"),
        _of("user_id", "app_user.id", ondelete="CASCADE"),
    )
    op.create_table(
        "consent",
        _number("number"),
        _number("person"),
        _text("consent", 64),
        _flag("given"),
        _moment("at"),
        _text("policy", 64),
        _text("document", 32),
        sa.PrimaryKeyConstraint("number"),
        _of("person", "app_user.id"),
    )


def _documents() -> None:
    op.create_table(
        "document",
        _text("id", 32),
        _number("person"),
        _text("stage", 16),
        _moment("stage_at"),
        _text("format", 8),
        _number("byte_count"),
        _number("page_count"),
        _number("pages_read"),
        _flag("keep_text"),
        _moment("received_at"),
        _moment("due_at"),
        _text("rule", 64),
        _text("policy", 64),
        _text("digest", 64),
        _number("attempt"),
        _moment("lease_until", nullable=True),
        _moment("ended_at", nullable=True),
        _moment("deleted_at", nullable=True),
        _text("end_code", 64),
        sa.PrimaryKeyConstraint("id"),
        _of("person", "app_user.id"),
    )
    op.create_table(
        "text",
        _text("id", 32),
        _text("document", 32),
        _number("person"),
        _text("state", 16),
        _moment("created_at"),
        _moment("due_at"),
        _text("rule", 64),
        _text("policy", 64),
        _number("page_count"),
        _structure("counts"),
        _moment("gone_at", nullable=True),
        _bytes("wrapped_key", nullable=True),
        _bytes("sealed", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document"),
        _of("document", "document.id"),
        _of("person", "app_user.id"),
    )
    op.create_table(
        "decision",
        _number("number"),
        _text("id", 32),
        _moment("at"),
        _text("step", 32),
        _text("item", 64),
        _text("document", 32),
        _text("action", 64),
        _text("category", 64),
        _text("purpose", 64),
        _text("recipient", 64),
        _flag("allow"),
        *(_structure(name) for name in ("permits", "denied_by", "missing", "bases", "delete_by", "flags", "clauses")),
        _text("policy", 64),
        _structure("facts"),
        _moment("permit_expires_at", nullable=True),
        _moment("permit_spent_at", nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )


def _papers() -> None:
    op.create_table(
        "ledger_entry",
        _number("number", autoincrement=False),
        _text("kind", 32),
        _moment("at"),
        _bytes("body"),
        _bytes("leaf_hash", 32),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "ledger_checkpoint",
        _number("size", autoincrement=False),
        _bytes("root", 32),
        _bytes("peaks"),
        _bytes("note"),
        _moment("at"),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "policy",
        _text("digest", 64),
        _text("policy_id", 64),
        _text("version", 32),
        _structure("sources"),
        _moment("in_force_at"),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "record",
        _text("id", 32),
        _text("number", 16),
        _text("kind", 16),
        _text("state", 16),
        _moment("asked_at"),
        _number("asked_by", nullable=True),
        _moment("period_from"),
        _moment("period_to"),
        _moment("made_at", nullable=True),
        _text("sha256", 64),
        _number("byte_count"),
        _bytes("pdf", nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        _of("asked_by", "app_user.id", ondelete="SET NULL"),
    )


def downgrade() -> None:
    """Drop every table; for development only, since it deletes everything."""
    for table in (
        "record", "policy", "ledger_checkpoint", "ledger_entry", "decision", "text", "document", "consent",
        "app_webauthn", "roles_users", "app_user", "app_role",
    ):  # fmt: skip
        op.drop_table(table)
