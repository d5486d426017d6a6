"""Decisions of the gate, each with the facts it was taken on and what became of its permit."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column

DECISION = "record.decision"


class DecisionEntry(SQLModel, table=True):
    """One decision; `number` keeps the order in which they were taken."""

    __tablename__ = "decision"
    __table_args__ = (
        # What is due is found by the date; how much is held, by rule and since when, is read from the index alone.
        Index("ix_decision_due_at", "due_at", "rule", "at"),
        about_person("person", Due(DECISION, policy="due_policy", born="at")),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    id: str = column(DECISION, max_length=32, unique=True)
    at: datetime = column(DECISION, index=True)
    step: str = column(DECISION, max_length=32, index=True)
    item: str = column(DECISION, max_length=64, index=True)
    document: str = column(DECISION, max_length=32, index=True, names="document.id")
    person: int | None = column(DECISION, default=None, index=True, names="app_user.id")
    action: str = column(DECISION, max_length=64)
    category: str = column(DECISION, max_length=64)
    purpose: str = column(DECISION, max_length=64)
    recipient: str = column(DECISION, max_length=64)
    allow: bool = column(DECISION)
    permits: list[str] = column(NONE, sa_type=JSON)
    denied_by: list[str] = column(NONE, sa_type=JSON)
    missing: list[dict[str, object]] = column(DECISION, sa_type=JSON)
    bases: list[str] = column(NONE, sa_type=JSON)
    delete_by: dict[str, int] = column(NONE, sa_type=JSON)
    flags: list[str] = column(NONE, sa_type=JSON)
    clauses: list[str] = column(NONE, sa_type=JSON)
    policy: str = column(NONE, max_length=64)
    facts: dict[str, str] = column(DECISION, sa_type=JSON)
    permit_expires_at: datetime | None = column(NONE, default=None)
    permit_spent_at: datetime | None = column(DECISION, default=None, index=True)
    due_at: datetime = dated_column(DECISION, index=False)
    rule: str = column(NONE, default="", max_length=64)
    # `policy` is the one that decided and stays; this is the one that the date was read from.
    due_policy: str = column(NONE, default="", max_length=64)
