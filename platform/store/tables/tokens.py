"""Tokens of programs, and the answers that are given again when a program repeats itself."""

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column

CREDENTIALS = "account.credentials"
DECISION = "record.decision"


class TokenRow(SQLModel, table=True):
    """One token: its digest, never itself; the day it was last used, never the moment or from where."""

    __tablename__ = "api_token"
    __table_args__ = about_person("person", Due("account.credentials"))

    number: int | None = column(NONE, default=None, primary_key=True)
    id: str = column(CREDENTIALS, max_length=32, unique=True)
    person: int = column(CREDENTIALS, foreign_key="app_user.id", ondelete="CASCADE", index=True)
    name: str = column(CREDENTIALS, max_length=40)
    digest: str = column(CREDENTIALS, max_length=64, unique=True)
    scopes: list[str] = column(CREDENTIALS, sa_type=JSON)
    created_at: datetime = column(CREDENTIALS)
    due_at: datetime = column(CREDENTIALS, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
    used_on: date | None = column(CREDENTIALS, default=None)


class AnswerRow(SQLModel, table=True):
    """What a program was answered under an Idempotency-Key; `key` and `fingerprint` are keyed digests.

    `status` is 0 while the request is worked on. `item` is the id that the work was given, so that who takes it up
    again after a crash makes the same thing and not a second one.
    """

    __tablename__ = "api_answer"
    __table_args__ = (
        UniqueConstraint("token", "key"),
        about_person("token.person", Due("record.decision", born="begun_at")),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    token: int = column(DECISION, foreign_key="api_token.number", ondelete="CASCADE")
    key: str = column(DECISION, max_length=64)
    fingerprint: str = column(DECISION, max_length=64)
    item: str = column(DECISION, max_length=32)
    begun_at: datetime = column(DECISION)
    status: int = column(DECISION, default=0)
    location: str = column(DECISION, default="", max_length=200)
    body: str = column(DECISION, default="")
    due_at: datetime = column(DECISION, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
