"""The only place of the house that reads the clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """Tell the time, in UTC and aware of it."""
    return datetime.now(UTC)
