"""Erasures: their steps, whom they were told to, what no backup may bring back, and the certificates."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import SQLModel

from store.tables.about import about_nobody, about_person
from store.tables.columns import NONE, column

ERASURE = "record.erasure"
PROOF = "proof.deletion"


class ErasureRow(SQLModel, table=True):
    """One erasure; `person` is the number of an account of which soon nothing but the number is left."""

    __tablename__ = "erasure"
    __table_args__ = about_person("person", reason="shows for as long as the record does what was erased")

    id: str = column(ERASURE, primary_key=True, max_length=32)
    reference: str = column(ERASURE, max_length=32, unique=True)
    person: int = column(ERASURE, foreign_key="app_user.id", index=True)
    trigger: str = column(ERASURE, max_length=32)
    scope: str = column(ERASURE, max_length=16)
    request: str = column(ERASURE, max_length=32)
    policy: str = column(NONE, max_length=64)
    rule: str = column(NONE, max_length=64)
    ordered_at: datetime = column(ERASURE)
    due_at: datetime = column(ERASURE)
    done_at: datetime | None = column(ERASURE, default=None, index=True)
    kept: list[dict[str, object]] = column(ERASURE, sa_type=JSON)


class ErasureStepRow(SQLModel, table=True):
    """One step of an erasure: how often it was tried, what stopped it last, when it was done and what went."""

    __tablename__ = "erasure_step"
    __table_args__ = (
        UniqueConstraint("erasure", "step"),
        about_person("erasure.person", goes_with="erasure"),
    )

    number: int | None = column(NONE, default=None, primary_key=True)
    erasure: str = column(ERASURE, foreign_key="erasure.id", index=True, max_length=32)
    step: str = column(ERASURE, max_length=16)
    attempts: int = column(NONE, default=0)
    fault: str = column(NONE, default="", max_length=64)
    done_at: datetime | None = column(ERASURE, default=None)
    counts: dict[str, int] = column(ERASURE, sa_type=JSON)
    told: list[dict[str, object]] = column(ERASURE, sa_type=JSON)


class ErasureNoticeRow(SQLModel, table=True):
    """One recipient who has to be told of an erasure (GDPR Article 19): open, or told at a moment and how."""

    __tablename__ = "erasure_notice"
    __table_args__ = (
        UniqueConstraint("erasure", "recipient", "category"),
        about_person("erasure.person", goes_with="erasure"),
    )

    id: str = column(ERASURE, primary_key=True, max_length=32)
    erasure: str = column(ERASURE, foreign_key="erasure.id", index=True, max_length=32)
    recipient: str = column(ERASURE, max_length=64)
    category: str = column(ERASURE, max_length=64)
    disclosed_at: datetime = column(ERASURE)
    noted_at: datetime = column(ERASURE)
    told_at: datetime | None = column(ERASURE, default=None, index=True)
    told_by: str = column(ERASURE, default="", max_length=16)


class SuppressionRow(SQLModel, table=True):
    """One keyed fingerprint of what was erased: an account, an address or a text, as it was until a moment."""

    __tablename__ = "suppression"
    __table_args__ = about_nobody("a fingerprint finds nobody without the secret that it is keyed with")

    fingerprint: str = column(ERASURE, primary_key=True, max_length=64)
    kind: str = column(ERASURE, max_length=16)
    until: datetime = column(ERASURE)


class CertificateRow(SQLModel, table=True):
    """One certificate of deletion, signed; found by the erasure's reference, which only the person has."""

    __tablename__ = "deletion_certificate"
    __table_args__ = about_nobody("a certificate names nobody; it is found by a reference that only its holder knows")

    id: str = column(PROOF, primary_key=True, max_length=32)
    reference: str = column(PROOF, max_length=32, unique=True)
    issued_at: datetime = column(PROOF, index=True)
    due_at: datetime = column(PROOF, index=True)
    rule: str = column(NONE, max_length=64)
    policy: str = column(NONE, max_length=64)
    sha256: str = column(PROOF, max_length=64)
    content: bytes = column(PROOF, sa_type=LargeBinary)
