"""Policies that were ever in force, the terms in which each decided, and drafts of the next one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import SQLModel

from store.tables.about import about_nobody, about_person
from store.tables.columns import NONE, column

REPORT = "report.processing"


class PolicyRow(SQLModel, table=True):
    """One policy from the moment its gate took over for the first time.

    `sources` are its files by their names, as they were compiled (lines end with LF alone), and `certificate` is
    the proof they were admitted with. Whoever replays a decision compiles `sources` and holds the digest of what
    comes out against `digest`, which is the `policy` of that decision: `operations.earlier_policies` does it.
    """

    __tablename__ = "policy"
    __table_args__ = about_nobody("a policy is about everybody and names nobody")

    digest: str = column(NONE, primary_key=True, max_length=64)
    policy_id: str = column(NONE, max_length=64)
    version: str = column(NONE, max_length=32)
    sources: dict[str, str] = column(NONE, sa_type=JSON)
    certificate: str = column(NONE, default="", sa_type=Text)
    in_force_at: datetime = column(NONE)


class PolicyTermRow(SQLModel, table=True):
    """The time in which one policy decides: `governance.publishing.Term`.

    A policy decides from `taken_at` of its term until the `taken_at` of the next one; the same policy may have several
    terms. Rows are only added, and a term that is not taken up yet (`taken_at` is empty) decides nothing.
    `told_up_to` is the account up to which people were written to, `told` how many were.
    """

    __tablename__ = "policy_term"
    __table_args__ = about_nobody("the time of a policy; counts of people and no names")

    number: int | None = column(NONE, default=None, primary_key=True)
    digest: str = column(NONE, max_length=64)
    draft: str = column(NONE, default="", max_length=32)
    scheduled_at: datetime = column(NONE)
    effective_at: datetime = column(NONE)
    material: bool = column(NONE, default=False)
    notice_days: int = column(NONE, default=0)
    stale: list[str] = column(NONE, sa_type=JSON)
    told_up_to: int = column(NONE, default=0)
    told: int = column(NONE, default=0)
    announced_at: datetime | None = column(NONE, default=None)
    taken_at: datetime | None = column(NONE, default=None)
    recalled_at: datetime | None = column(NONE, default=None)


class PolicyDraftRow(SQLModel, table=True):
    """One draft: its files, what its check found (`operations.policy_drafts.Checked`), and the two who answer for it.

    `base` is the digest of the policy that it is to follow and was compared with.
    """

    __tablename__ = "policy_draft"
    __table_args__ = about_person("made_by", reason="is about the house; only who made and approved it are persons")

    id: str = column(NONE, primary_key=True, max_length=32)
    title: str = column(NONE, max_length=80)
    reason: str = column(NONE, max_length=1000)
    sources: dict[str, str] = column(NONE, sa_type=JSON)
    base: str = column(NONE, max_length=64)
    state: str = column(NONE, max_length=16, index=True)
    digest: str = column(NONE, default="", max_length=64)
    version: str = column(NONE, default="", max_length=32)
    certificate: str = column(NONE, default="", sa_type=Text)
    checked: dict[str, Any] = column(NONE, sa_type=JSON)
    made_at: datetime = column(NONE)
    made_by: int | None = column(REPORT, default=None, foreign_key="app_user.id", ondelete="SET NULL")
    claimed_until: datetime | None = column(NONE, default=None)
    checked_at: datetime | None = column(NONE, default=None)
    approved_at: datetime | None = column(NONE, default=None)
    approved_by: int | None = column(REPORT, default=None, foreign_key="app_user.id", ondelete="SET NULL")
