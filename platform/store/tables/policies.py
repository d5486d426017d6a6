"""Policies that were ever in force, with their sources, so that old decisions stay explainable."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import SQLModel

from store.tables.columns import NONE, column


class PolicyRow(SQLModel, table=True):
    """One policy from the moment its gate took over."""

    __tablename__ = "policy"

    digest: str = column(NONE, primary_key=True, max_length=64)
    policy_id: str = column(NONE, max_length=64)
    version: str = column(NONE, max_length=32)
    sources: dict[str, str] = column(NONE, sa_type=JSON)
    in_force_at: datetime = column(NONE)
