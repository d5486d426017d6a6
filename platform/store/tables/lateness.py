"""How late deletions came: counts in steps, because what was deleted leaves no row to count."""

from datetime import date

from sqlmodel import SQLModel

from store.tables.about import about_nobody
from store.tables.columns import NONE, column


class LatenessRow(SQLModel, table=True):
    """The deletions of one day, rule and step of `governance.lateness`: how many, and the longest in seconds."""

    __tablename__ = "lateness"
    __table_args__ = about_nobody("counts of deletions by day and rule")

    day: date = column(NONE, primary_key=True)
    rule: str = column(NONE, primary_key=True, max_length=64)
    step: int = column(NONE, primary_key=True, counted=False)
    count: int = column(NONE, default=0)
    longest: float = column(NONE, default=0.0)
