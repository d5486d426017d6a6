"""What people agreed to and took back; rows are only ever added."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column

CONSENT = "record.consent"


class ConsentRow(SQLModel, table=True):
    """One word of a person on one consent; `document` is empty when it is about everything."""

    __tablename__ = "consent"
    __table_args__ = (
        # The gate asks for a person's newest word at every step.
        Index("ix_consent_word", "person", "consent", "document", "number"),
        about_person("person", Due(CONSENT, policy="due_policy", born="at")),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    person: int = column(CONSENT, foreign_key="app_user.id")
    consent: str = column(CONSENT, max_length=64)
    given: bool = column(CONSENT)
    at: datetime = column(CONSENT)
    policy: str = column(NONE, max_length=64)
    document: str = column(CONSENT, default="", max_length=32)
    language: str = column(CONSENT, default="en", max_length=8)
    by: str = column(CONSENT, default="portal", max_length=32)
    shown: str = column(NONE, default="", max_length=64)
    due_at: datetime = dated_column(CONSENT)
    rule: str = column(NONE, default="", max_length=64)
    # `policy` is the one that was agreed under and stays; this is the one that the date was read from.
    due_policy: str = column(NONE, default="", max_length=64)
