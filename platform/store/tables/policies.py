"""Policies that were ever in force, with their sources, so that old decisions stay explainable."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import SQLModel

from store.tables.about import about_nobody
from store.tables.columns import NONE, column


class PolicyRow(SQLModel, table=True):
    """One policy from the moment its gate took over."""

    __tablename__ = "policy"
    __table_args__ = about_nobody("a policy is about everybody and names nobody")

    digest: str = column(NONE, primary_key=True, max_length=64)
    policy_id: str = column(NONE, max_length=64)
    version: str = column(NONE, max_length=32)
    sources: dict[str, str] = column(NONE, sa_type=JSON)
    in_force_at: datetime = column(NONE)
