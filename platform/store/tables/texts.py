"""Texts: waiting ones have only this row here, kept ones their sealed bytes and wrapped key as well."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column, still

JOB = "record.decision"
CONTENT = "text.extracted"
COUNTS = "findings.summary"


class TextRow(SQLModel, table=True):
    """One document's text; `sealed` and `wrapped_key` are written and cleared by the vault alone."""

    __tablename__ = "text"
    __table_args__ = (
        still("text", "due_at", "gone_at"),
        still("text", "counts_due_at", "counts_gone_at"),
        about_person(
            "person",
            Due("text.result", ended="gone_at"),
            Due(COUNTS, "counts_due_at", "counts_rule", "counts_policy", ended="counts_gone_at"),
            goes_with="document",
        ),
    )

    id: str = column(JOB, primary_key=True, max_length=32)
    document: str = column(JOB, foreign_key="document.id", max_length=32, unique=True)
    person: int = column(JOB, foreign_key="app_user.id", index=True)
    state: str = column(JOB, max_length=16, index=True)
    created_at: datetime = column(JOB)
    due_at: datetime = column(JOB)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
    page_count: int = column(JOB)
    counts: dict[str, int] = column(COUNTS, sa_type=JSON)
    gone_at: datetime | None = column(JOB, default=None)
    counts_due_at: datetime = dated_column(NONE, index=False)
    counts_rule: str = column(NONE, default="", max_length=64)
    counts_policy: str = column(NONE, default="", max_length=64)
    counts_gone_at: datetime | None = column(NONE, default=None)
    wrapped_key: bytes | None = column(CONTENT, default=None, sa_type=LargeBinary)
    sealed: bytes | None = column(CONTENT, default=None, sa_type=LargeBinary)
