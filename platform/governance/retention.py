"""When something must be gone: the earliest of its triggers and its ceiling."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long the categories in `of` are kept, all spans in seconds.

    Deletion is due `keep_seconds` after the event `after`, or the given seconds after any event of
    `also_after`, and in any case `ceiling_seconds` after `ceiling_from`, an event that has always
    happened when the data exists; so deletion never waits for an event that may not come.
    `then` is what happens: delete, crypto_shred_and_delete or anonymise. `warn_seconds` before that the person is
    told; zero where nobody is.
    """

    id: str
    of: tuple[str, ...]
    after: str
    keep_seconds: int
    also_after: tuple[tuple[str, int], ...]
    ceiling_from: str
    ceiling_seconds: int
    then: str
    legal_hold: str
    clauses: tuple[str, ...]
    warn_seconds: int = 0

    @property
    def triggers(self) -> Mapping[str, int]:
        """Seconds by event, the ceiling's included; where an event stands twice the shorter span wins."""
        spans: dict[str, int] = {}
        for event, span in (
            (self.after, self.keep_seconds),
            *self.also_after,
            (self.ceiling_from, self.ceiling_seconds),
        ):
            spans[event] = min(span, spans.get(event, span))
        return spans


def due(rule: RetentionRule, events: Mapping[str, datetime]) -> datetime:
    """The moment at which the data must be gone, given when each event happened.

    Events that the rule does not name are ignored. Raises ValueError when the ceiling's event is
    missing, or when a time has no time zone.
    """
    if rule.ceiling_from not in events:
        raise ValueError(f"{rule.id}: the time of {rule.ceiling_from} is needed, it carries the ceiling")
    moments = []
    for event, span in rule.triggers.items():
        if event in events:
            moments.append(_aware(events[event]) + timedelta(seconds=span))
    return min(moments)


def overdue(due_at: datetime, now: datetime) -> bool:
    """Whether the data is dead: from the very moment it is due, whether or not anybody has deleted it."""
    return _aware(now) >= _aware(due_at)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("a time without a time zone says nothing about when data must be gone")
    return moment
