"""Holds on people's data: legal holds and restrictions, with ground, owner and end."""

from datetime import datetime

from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column

HOLD = "record.decision"


class HoldRow(SQLModel, table=True):
    """One hold; all but the date of the row is `governance.holds.Hold`."""

    __tablename__ = "hold"
    __table_args__ = about_person("person", Due("record.decision", born="placed_at"))

    id: str = column(HOLD, primary_key=True, max_length=32)
    kind: str = column(HOLD, max_length=16)
    person: int = column(HOLD, foreign_key="app_user.id", index=True)
    item: str = column(HOLD, default="", max_length=64)
    ground: str = column(HOLD, max_length=32)
    owner: str = column(NONE, max_length=120)
    placed_at: datetime = column(HOLD)
    until: datetime = column(HOLD, index=True)
    released_at: datetime | None = column(HOLD, default=None)
    due_at: datetime = dated_column(HOLD)
    rule: str = column(NONE, default="", max_length=64)
    policy: str = column(NONE, default="", max_length=64)
