"""What the controller stated for records, and which cookies the portal placed."""

from datetime import datetime

from sqlmodel import SQLModel

from store.tables.about import about_nobody, about_person
from store.tables.columns import NONE, column

REPORT = "report.processing"


class StatementRow(SQLModel, table=True):
    """One statement; the last one of a key holds. `applies` is false for "none is needed, because"."""

    __tablename__ = "statement"
    __table_args__ = about_person("by", reason="is about the house; only who stated it is a person")

    number: int | None = column(NONE, default=None, primary_key=True)
    key: str = column(NONE, max_length=80, index=True)
    value: str = column(REPORT, max_length=2000)
    applies: bool = column(NONE)
    at: datetime = column(NONE)
    by: int | None = column(REPORT, default=None, foreign_key="app_user.id", ondelete="SET NULL")


class CookieSeenRow(SQLModel, table=True):
    """One cookie by its name, never by its value: when the portal placed it first and last."""

    __tablename__ = "cookie_seen"
    __table_args__ = about_nobody("holds names of cookies, not whose they are")

    name: str = column(NONE, primary_key=True, max_length=80)
    first_at: datetime = column(NONE)
    last_at: datetime = column(NONE)
