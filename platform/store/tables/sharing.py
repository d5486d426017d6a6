"""Receivers that data may be given to, and what they were given."""

from datetime import date, datetime

from sqlmodel import SQLModel

from store.tables.about import Due, about_nobody, about_person
from store.tables.columns import NONE, column

DECISION = "record.decision"


class ReceiverRow(SQLModel, table=True):
    """A firm under contract and the address of its program; ended ones stay, since disclosures name them."""

    __tablename__ = "receiver"
    __table_args__ = about_nobody("a firm and its contract; nobody can be found by it")

    id: str = column(NONE, primary_key=True, max_length=32)
    name: str = column(NONE, max_length=80)
    recipient: str = column(NONE, max_length=64)
    address: str = column(NONE, max_length=400)
    contract: str = column(NONE, max_length=120)
    contract_from: date | None = column(NONE, default=None)
    contract_until: date | None = column(NONE, default=None)
    zone: str = column(NONE, max_length=16)
    safeguard: bool = column(NONE)
    added_at: datetime = column(NONE)
    ended_at: datetime | None = column(NONE, default=None)


class DisclosureRow(SQLModel, table=True):
    """One thing of a person's that a receiver was given, or was to be given."""

    __tablename__ = "disclosure"
    __table_args__ = about_person("person", Due("record.decision", born="asked_at"))

    id: str = column(DECISION, primary_key=True, max_length=32)
    person: int = column(DECISION, foreign_key="app_user.id", index=True)
    receiver: str = column(DECISION, foreign_key="receiver.id")
    recipient: str = column(DECISION, max_length=64)
    category: str = column(DECISION, max_length=64)
    purpose: str = column(DECISION, max_length=64)
    document: str = column(DECISION, max_length=32, names="document.id")
    request: str = column(DECISION, max_length=32, names="request.id", default="")
    decision: str = column(DECISION, max_length=32, names="decision.id")
    state: str = column(DECISION, max_length=16, index=True)
    asked_at: datetime = column(DECISION)
    not_before: datetime = column(NONE)
    due_at: datetime = column(DECISION, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
    attempts: int = column(NONE, default=0)
    sent_at: datetime | None = column(DECISION, default=None)
    byte_count: int = column(DECISION, default=0)
