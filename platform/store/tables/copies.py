"""Copies: what is known of a copy of a document's pages besides its content, which never comes here."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column, still

JOB = "record.decision"
COUNTS = "findings.summary"


class CopyRow(SQLModel, table=True):
    """One copy that was asked for; all but `number` is `governance.copies.HeldCopy`, with no `id` until it is ready."""

    __tablename__ = "copy"
    __table_args__ = (
        UniqueConstraint("document", "kind"),
        still("copy", "due_at", "gone_at"),
        still("copy", "counts_due_at", "counts_gone_at"),
        about_person(
            "person",
            Due("copy.searchable", ended="gone_at"),
            Due(COUNTS, "counts_due_at", "counts_rule", "counts_policy", ended="counts_gone_at"),
            goes_with="document",
        ),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    id: str | None = column(JOB, default=None, max_length=32, unique=True)
    document: str = column(JOB, foreign_key="document.id", index=True, max_length=32)
    person: int = column(JOB, foreign_key="app_user.id", index=True)
    kind: str = column(JOB, max_length=16)
    state: str = column(JOB, max_length=16, index=True)
    spared: list[str] = column(JOB, sa_type=JSON)
    created_at: datetime | None = column(JOB, default=None)
    due_at: datetime | None = column(JOB, default=None)
    rule: str = column(NONE, default="", max_length=64)
    policy: str = column(NONE, default="", max_length=64)
    page_count: int = column(JOB, default=0)
    byte_count: int = column(JOB, default=0)
    painted: dict[str, int] = column(COUNTS, sa_type=JSON)
    left: dict[str, int] = column(COUNTS, sa_type=JSON)
    passes: int = column(JOB, default=0)
    confirmed: bool = column(JOB, default=False)
    gone_at: datetime | None = column(JOB, default=None)
    end_code: str = column(JOB, default="", max_length=64)
    counts_due_at: datetime = dated_column(NONE, index=False)
    counts_rule: str = column(NONE, default="", max_length=64)
    counts_policy: str = column(NONE, default="", max_length=64)
    counts_gone_at: datetime | None = column(NONE, default=None)
