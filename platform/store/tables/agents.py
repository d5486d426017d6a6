"""Authorised agents, the messages of theirs that were seen, and which request is managed by which of them."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from store.tables.about import about_nobody, about_person
from store.tables.columns import NONE, column

RECORD = "record.request"


class AgentRow(SQLModel, table=True):
    """A firm that speaks for people, with its public key and the digest of its token."""

    __tablename__ = "agent"
    __table_args__ = about_nobody("a firm and its public key; nobody can be found by it")

    id: str = column(NONE, primary_key=True, max_length=100)
    name: str = column(NONE, max_length=100)
    address: str = column(NONE, max_length=255)
    key: bytes = column(NONE, sa_type=LargeBinary(32))
    token: str = column(NONE, default="", max_length=64, index=True)
    added_at: datetime = column(NONE)
    ended_at: datetime | None = column(NONE, default=None)


class AgentMarkRow(SQLModel, table=True):
    """The mark of a signed message that was seen, until the message ends by itself."""

    __tablename__ = "agent_mark"
    __table_args__ = about_nobody("digests of signatures, gone within the hour")

    mark: str = column(NONE, primary_key=True, max_length=64)
    until: datetime = column(NONE, index=True)


class AgentRequestRow(SQLModel, table=True):
    """Who manages a request, and what they call it."""

    __tablename__ = "agent_request"
    __table_args__ = about_person("request.person", goes_with="request")

    request: str = column(RECORD, foreign_key="request.id", primary_key=True, max_length=32, ondelete="CASCADE")
    agent: str = column(NONE, foreign_key="agent.id", max_length=100)
    agent_request_id: str = column(RECORD, default="", max_length=100)
