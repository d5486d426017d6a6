"""Requests about rights: what was asked and what became of it, what came with it, and what is handed over.

The record of a request says nothing about the person but that they asked; what they wrote lies sealed beside it and
goes earlier.
"""

from datetime import date, datetime

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column

RECORD = "record.request"
DETAILS = "request.details"
ANSWER = "request.answer"


class RequestRow(SQLModel, table=True):
    """One request; all of it is `operations.requests.HeldRequest`."""

    __tablename__ = "request"
    __table_args__ = about_person("person", Due(RECORD, born="received_at"))

    id: str = column(RECORD, primary_key=True, max_length=32)
    reference: str = column(RECORD, max_length=16, unique=True)
    person: int | None = column(RECORD, default=None, foreign_key="app_user.id", index=True)
    kind: str = column(RECORD, max_length=32)
    about: str = column(RECORD, default="", max_length=64)
    channel: str = column(RECORD, max_length=16)
    regimes: list[str] = column(RECORD, sa_type=JSON)
    state: str = column(RECORD, max_length=32, index=True)
    received_at: datetime = column(RECORD, index=True)
    acknowledge_by: date = column(RECORD)
    respond_by: date = column(RECORD, index=True)
    respond_limit: date = column(RECORD)
    extend_by: date = column(RECORD)
    extended_by: date | None = column(RECORD, default=None)
    extended_limit: date | None = column(RECORD, default=None)
    extended_on: date | None = column(RECORD, default=None)
    before_refusal: str = column(RECORD, default="", max_length=32)
    proposed_by: str = column(RECORD, default="", max_length=32)
    decided_by: str = column(RECORD, default="", max_length=32)
    ground: str = column(RECORD, default="", max_length=32)
    proofs: list[str] = column(RECORD, sa_type=JSON)
    repeat: str = column(RECORD, default="new", max_length=16)
    review: str = column(RECORD, default="", max_length=16)
    identified_at: datetime | None = column(RECORD, default=None)
    closed_at: datetime | None = column(RECORD, default=None, index=True)
    claimed_until: datetime | None = column(NONE, default=None)
    warned_on: date | None = column(NONE, default=None)
    due_at: datetime = column(RECORD, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)


class RequestDetailsRow(SQLModel, table=True):
    """What came with one request, sealed: addresses, wishes, evidence; gone some time after its end."""

    __tablename__ = "request_details"
    __table_args__ = about_person("request.person", Due(DETAILS, born=""))

    request: str = column(DETAILS, primary_key=True, foreign_key="request.id", max_length=32)
    sealed: bytes = column(DETAILS, sa_type=LargeBinary)
    due_at: datetime = column(DETAILS, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)


class RequestCodeRow(SQLModel, table=True):
    """A code that was sent by e-mail, as a keyed digest; `whom` is the asker or the person asked for."""

    __tablename__ = "request_code"
    __table_args__ = (
        UniqueConstraint("request", "whom"),
        about_person("request.person", goes_with="request", reason="worthless after minutes, and then taken out"),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    request: str = column(DETAILS, foreign_key="request.id", index=True, max_length=32)
    whom: str = column(DETAILS, max_length=16)
    digest: bytes = column(DETAILS, sa_type=LargeBinary(32))
    tries: int = column(NONE, default=0)
    expires_at: datetime = column(DETAILS, index=True)


class RequestEventRow(SQLModel, table=True):
    """One moment of a request's history; `note` is a code, never a text of anybody's."""

    __tablename__ = "request_event"
    __table_args__ = about_person("request.person", goes_with="request")

    number: int | None = column(NONE, default=None, primary_key=True)
    request: str = column(RECORD, foreign_key="request.id", index=True, max_length=32)
    at: datetime = column(RECORD)
    what: str = column(RECORD, max_length=32)
    role: str = column(RECORD, max_length=16)
    note: str = column(RECORD, default="", max_length=64)


class RequestStepRow(SQLModel, table=True):
    """One step of carrying out a request: to do, or done with a count; `fault` is what stopped it last."""

    __tablename__ = "request_step"
    __table_args__ = (UniqueConstraint("request", "step"), about_person("request.person", goes_with="request"))

    number: int | None = column(NONE, default=None, primary_key=True)
    request: str = column(RECORD, foreign_key="request.id", index=True, max_length=32)
    step: str = column(RECORD, max_length=32)
    attempts: int = column(NONE, default=0)
    fault: str = column(NONE, default="", max_length=64)
    done_at: datetime | None = column(RECORD, default=None)
    count: int = column(RECORD, default=0)


class RequestPaperRow(SQLModel, table=True):
    """What is handed over with a request, under a key of its own: parts and answer from us, permissions to us."""

    __tablename__ = "request_paper"
    __table_args__ = (
        UniqueConstraint("request", "kind"),
        about_person("request.person", Due(ANSWER, ended="gone_at"), goes_with="request"),
    )

    id: str = column(RECORD, primary_key=True, max_length=32)
    request: str = column(RECORD, foreign_key="request.id", index=True, max_length=32)
    kind: str = column(RECORD, max_length=32)
    name: str = column(RECORD, max_length=64)
    byte_count: int = column(RECORD)
    sha256: str = column(RECORD, max_length=64)
    created_at: datetime = column(RECORD)
    taken_at: datetime | None = column(RECORD, default=None)
    gone_at: datetime | None = column(RECORD, default=None)
    sealed: bytes | None = column(ANSWER, default=None, sa_type=LargeBinary)
    wrapped_key: bytes | None = column(ANSWER, default=None, sa_type=LargeBinary)
    due_at: datetime = column(RECORD, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
