"""Documents: what is known of an upload besides its content, which never comes here."""

from datetime import datetime

from sqlmodel import SQLModel

from store.tables.about import Due, about_person
from store.tables.columns import NONE, column, dated_column, still

JOB = "record.decision"


class DocumentRow(SQLModel, table=True):
    """One upload; `stage_at` is when it reached its stage, the rest is `governance.documents.Document`."""

    __tablename__ = "document"
    __table_args__ = (
        still("document", "due_at", "deleted_at"),
        about_person(
            "person",
            Due("document.image", ended="deleted_at", born="received_at", events=(("job.ended", "ended_at"),)),
            Due(JOB, "row_due_at", "row_rule", "row_policy", born="received_at"),
        ),
    )

    id: str = column(JOB, primary_key=True, max_length=32)
    person: int = column(JOB, foreign_key="app_user.id", index=True)
    stage: str = column(JOB, max_length=16, index=True)
    stage_at: datetime = column(JOB)
    format: str = column(JOB, max_length=8)
    byte_count: int = column(JOB)
    page_count: int = column(JOB)
    pages_read: int = column(JOB)
    keep_text: bool = column(JOB)
    received_at: datetime = column(JOB)
    due_at: datetime = column(JOB)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
    digest: str = column(JOB, max_length=64)
    attempt: int = column(JOB, default=0)
    lease_until: datetime | None = column(NONE, default=None)
    ended_at: datetime | None = column(JOB, default=None)
    deleted_at: datetime | None = column(JOB, default=None, index=True)
    end_code: str = column(JOB, default="", max_length=64)
    batch: bool = column(NONE, default=False)
    faults: int = column(NONE, default=0)
    not_before: datetime | None = column(NONE, default=None)
    languages: str = column(JOB, default="", max_length=200)
    mode: str = column(NONE, default="", max_length=16)
    row_due_at: datetime = dated_column(JOB)
    row_rule: str = column(NONE, default="", max_length=64)
    row_policy: str = column(NONE, default="", max_length=64)
