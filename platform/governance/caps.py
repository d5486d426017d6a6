"""Letting go what a cap had stopped: the reasons there are, and what an order to do so covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "absence": "nobody had been there to delete for a long time",
        "shortened": "the policy's time for this kind became shorter",
        "busy-time": "so much was written at one time, and its time is over",
    }
)
"""Why more may be due at once than the cap allows; words of ours, because the ledger can forget nothing."""

LASTS = timedelta(hours=1)
"""For how long an order counts; whatever is not gone by then is stopped again."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """An order to delete what a cap had stopped of one kind: only what was due at that moment."""

    of: str
    ordered_at: datetime
    reason: str

    def covers(self, now: datetime) -> bool:
        """Tell whether the order still counts."""
        return self.ordered_at <= now < self.ordered_at + LASTS
