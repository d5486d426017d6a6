"""Issued records of processing and their papers."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from store.tables.about import Due, about_nobody, about_person
from store.tables.columns import NONE, column, dated_column

REPORT = "report.processing"


class RecordRow(SQLModel, table=True):
    """One record: asked, making, issued or failed; `step` is how far making has come."""

    __tablename__ = "record"
    __table_args__ = about_person("asked_by", Due(REPORT, born="asked_at"))

    id: str = column(REPORT, primary_key=True, max_length=32)
    number: str = column(REPORT, max_length=16, unique=True)
    kind: str = column(NONE, max_length=16)
    state: str = column(NONE, max_length=16)
    step: str = column(NONE, default="", max_length=16)
    asked_at: datetime = column(REPORT, index=True)
    asked_by: int | None = column(REPORT, default=None, foreign_key="app_user.id", ondelete="SET NULL")
    period_from: datetime = column(NONE)
    period_to: datetime = column(NONE)
    made_at: datetime | None = column(NONE, default=None)
    sha256: str = column(NONE, default="", max_length=64)
    byte_count: int = column(NONE, default=0)
    pdf: bytes | None = column(REPORT, default=None, sa_type=LargeBinary)
    due_at: datetime = dated_column(REPORT)
    rule: str = column(NONE, default="", max_length=64)
    policy: str = column(NONE, default="", max_length=64)


class RecordPartRow(SQLModel, table=True):
    """A part of an evidence package, which may be too large for one row; the parts follow each other from place 0."""

    __tablename__ = "record_part"
    __table_args__ = about_nobody("a part of a package holds what the ledger holds, and goes with its record's row")

    record: str = column(NONE, primary_key=True, foreign_key="record.id", ondelete="CASCADE", max_length=32)
    place: int = column(NONE, primary_key=True)
    content: bytes = column(NONE, sa_type=LargeBinary)
