"""Decisions counted by day, so that pages need not read a million of them."""

from datetime import date

from sqlalchemy import JSON
from sqlmodel import SQLModel

from store.tables.about import about_nobody
from store.tables.columns import NONE, column


class DecisionTallyRow(SQLModel, table=True):
    """The decisions of one day with the same cell and answer: how many there were.

    `permits` counts those that gave one out, `at_door` the uploads among them that were refused.
    `key` is the SHA-256 of cell and answer, `last` the greatest number among the decisions that were counted here.
    """

    __tablename__ = "decision_tally"
    __table_args__ = about_nobody("counts of decisions by day, cell and answer")

    day: date = column(NONE, primary_key=True)
    key: str = column(NONE, primary_key=True, max_length=64)
    action: str = column(NONE, max_length=64)
    category: str = column(NONE, max_length=64)
    purpose: str = column(NONE, max_length=64)
    recipient: str = column(NONE, max_length=64)
    allow: bool = column(NONE)
    rules: list[str] = column(NONE, sa_type=JSON)
    clauses: list[str] = column(NONE, sa_type=JSON)
    policy: str = column(NONE, max_length=64)
    count: int = column(NONE, default=0)
    permits: int = column(NONE, default=0)
    at_door: int = column(NONE, default=0)
    last: int = column(NONE, index=True)
