"""Recipients who have to hear of one deleted text, or of a restriction that was placed as a hold (GDPR Article 19)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column

NOTICE = "record.decision"


class RecipientNoticeRow(SQLModel, table=True):
    """One recipient: open, or told at a moment and how; erasures have such rows of their own (`erasure_notice`)."""

    __tablename__ = "recipient_notice"
    __table_args__ = (
        UniqueConstraint("item", "recipient", "category", name="uq_recipient_notice"),
        about_person("person", Due(NOTICE, born="noted_at")),
    )

    id: str = column(NOTICE, primary_key=True, max_length=32)
    person: int | None = column(NOTICE, default=None, foreign_key="app_user.id", index=True)
    what: str = column(NOTICE, max_length=8)
    item: str = column(NOTICE, max_length=32)
    recipient: str = column(NOTICE, max_length=64)
    category: str = column(NOTICE, max_length=64)
    disclosed_at: datetime = column(NOTICE)
    noted_at: datetime = column(NOTICE)
    told_at: datetime | None = column(NOTICE, default=None, index=True)
    told_by: str = column(NOTICE, default="", max_length=16)
    due_at: datetime = dated_column(NOTICE)
    rule: str = column(NONE, default="", max_length=64)
    policy: str = column(NONE, default="", max_length=64)
