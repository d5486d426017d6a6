"""What the leading clock says of itself, and orders to let go what a cap had stopped."""

from datetime import datetime

from sqlmodel import SQLModel

from store.tables.about import about_nobody
from store.tables.columns import NONE, column


class ClockRow(SQLModel, table=True):
    """The clock that leads, in one row: where it runs, since when, and its last sweep."""

    __tablename__ = "clock"
    __table_args__ = about_nobody("a process and the time of its work")

    number: int = column(NONE, primary_key=True, counted=False)
    place: str = column(NONE, max_length=120)
    leading_since: datetime = column(NONE)
    swept_at: datetime = column(NONE)
    gone: int = column(NONE, default=0)


class LetGoRow(SQLModel, table=True):
    """The newest order for a kind; who gave it stands in the ledger under their pseudonym."""

    __tablename__ = "let_go"
    __table_args__ = about_nobody("an order about a kind of data, not about anybody's")

    of: str = column(NONE, primary_key=True, max_length=64)
    ordered_at: datetime = column(NONE)
    reason: str = column(NONE, max_length=32)
