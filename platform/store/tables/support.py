"""What people write to us: cases with their messages, each message sealed."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column

MESSAGE = "support.message"


class SupportCaseRow(SQLModel, table=True):
    """One case; `sender` is a keyed digest of the address it is answered at, which lies sealed in its messages."""

    __tablename__ = "support_case"
    __table_args__ = about_person("person", Due(MESSAGE, born="opened_at", events=(("ticket.closed", "closed_at"),)))

    id: str = column(MESSAGE, primary_key=True, max_length=32)
    reference: str = column(MESSAGE, max_length=16, unique=True)
    person: int | None = column(MESSAGE, default=None, foreign_key="app_user.id", index=True)
    sender: str = column(MESSAGE, max_length=64, index=True)
    kind: str = column(MESSAGE, max_length=16)
    state: str = column(MESSAGE, max_length=16, index=True)
    channel: str = column(MESSAGE, max_length=16)
    opened_at: datetime = column(MESSAGE)
    heard_at: datetime = column(MESSAGE)
    closed_at: datetime | None = column(MESSAGE, default=None)
    request: str = column(MESSAGE, default="", max_length=32, names="request.id")
    hold: str = column(NONE, default="", max_length=32, names="hold.id")
    due_at: datetime = column(MESSAGE, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)


class SupportMessageRow(SQLModel, table=True):
    """One message of a case, sealed; `digest` knows a letter of the mailbox again that was taken in before."""

    __tablename__ = "support_message"
    __table_args__ = about_person("case.person", goes_with="support_case")

    id: str = column(MESSAGE, primary_key=True, max_length=32)
    case: str = column(MESSAGE, foreign_key="support_case.id", index=True, max_length=32)
    at: datetime = column(MESSAGE)
    from_us: bool = column(MESSAGE)
    digest: str | None = column(NONE, default=None, max_length=64, unique=True)
    sealed: bytes = column(MESSAGE, sa_type=LargeBinary)
