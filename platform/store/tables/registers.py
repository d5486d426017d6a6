"""Entries of registers: every version stays, the last one holds."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import SQLModel

from store.tables.about import about_person
from store.tables.columns import NONE, column

REPORT = "report.processing"


class RegisterRow(SQLModel, table=True):
    """One version of an entry; its values are sealed, since a register may tell of people in free words."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("entry", "version"),
        about_person("by", reason="is about the house and stands while it counts; only who wrote it is a person"),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    kind: str = column(NONE, max_length=16, index=True)
    entry: str = column(NONE, max_length=32, index=True)
    serial: str = column(NONE, max_length=16)
    version: int = column(NONE)
    state: str = column(NONE, max_length=16)
    sealed: bytes = column(REPORT, sa_type=LargeBinary)
    at: datetime = column(NONE)
    by: int | None = column(REPORT, default=None, foreign_key="app_user.id", ondelete="SET NULL")
