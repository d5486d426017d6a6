"""Sessions: that somebody is logged in, kept by a digest of what their cookie holds, without address or browser."""

from datetime import datetime

from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column

COOKIE = "device.cookie"


class SessionRow(SQLModel, table=True):
    """One log-in; `seen_at` is kept to the hour, so that nobody's habits can be read from it."""

    __tablename__ = "session"
    __table_args__ = about_person("person", Due(COOKIE, born="begun_at"))

    id: str = column(COOKIE, primary_key=True, max_length=64)
    person: int = column(COOKIE, foreign_key="app_user.id", index=True)
    begun_at: datetime = column(COOKIE)
    seen_at: datetime = column(COOKIE)
    due_at: datetime = column(COOKIE, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
