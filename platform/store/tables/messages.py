"""Messages to people: the outbox, from which they are sent and, where no mail server is, read."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column

MESSAGE = "message.sent"
IDENTITY = "account.identity"


class MessageRow(SQLModel, table=True):
    """One message; `address` is set for people without an account only, `sealed` is its text."""

    __tablename__ = "message"
    __table_args__ = about_person("person", Due("message.sent"))

    id: str = column(MESSAGE, primary_key=True, max_length=32)
    person: int | None = column(MESSAGE, default=None, foreign_key="app_user.id", index=True)
    address: str = column(IDENTITY, default="", max_length=255)
    letter: str = column(MESSAGE, max_length=64)
    purpose: str = column(MESSAGE, max_length=64)
    language: str = column(MESSAGE, max_length=8)
    state: str = column(MESSAGE, max_length=16, index=True)
    sealed: bytes = column(MESSAGE, sa_type=LargeBinary)
    created_at: datetime = column(MESSAGE)
    due_at: datetime = column(MESSAGE, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
    attempts: int = column(NONE, default=0)
    not_before: datetime = column(NONE)
    sent_at: datetime | None = column(MESSAGE, default=None)
