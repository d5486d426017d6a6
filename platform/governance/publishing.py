"""Changing the policy: the way of a draft, who may approve it, and the first day on which it may count.

A draft is checked, proved and compared with the policy it is to follow; somebody else approves it; from its day it
decides. Notice before a material change is what the policy itself promises (`change_notification.then`); that
consents are asked for anew when more is done with them follows from GDPR Article 4(11) and 7(1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

ANNOUNCING: Final = timedelta(hours=1)
"""What writing to everybody may take; the days of notice are counted from its end."""


class DraftState(StrEnum):
    """How far a draft is: it waits for its check, is being checked, cannot be used, is proved, approved, or over."""

    WAITING = "waiting"
    CHECKING = "checking"
    REFUSED = "refused"
    PROVED = "proved"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


FROM: Final[Mapping[DraftState, frozenset[DraftState]]] = MappingProxyType(
    {
        DraftState.WAITING: frozenset({DraftState.REFUSED, DraftState.PROVED, DraftState.APPROVED}),
        DraftState.CHECKING: frozenset({DraftState.WAITING, DraftState.CHECKING}),
        DraftState.REFUSED: frozenset({DraftState.CHECKING}),
        DraftState.PROVED: frozenset({DraftState.CHECKING}),
        DraftState.APPROVED: frozenset({DraftState.PROVED}),
        DraftState.PUBLISHED: frozenset({DraftState.APPROVED}),
        DraftState.WITHDRAWN: frozenset(
            {DraftState.WAITING, DraftState.REFUSED, DraftState.PROVED, DraftState.APPROVED}
        ),
    }
)
"""For each state the ones it may be reached from: back to waiting means that the policy to follow has changed."""


@dataclass(frozen=True, slots=True)
class Term:
    """The time of one policy: it decides from `effective_at`, once taken up, until the next one is taken up.

    `number` counts them in order. `draft` is the draft it came from, empty for the policy that the house began with.
    `material` changes are taken up only when they were announced, `notice_days` before. `stale` are the consents that
    were given to something else and count no more when they are older than `taken_at`. A term that was recalled
    before its day never counts.
    """

    number: int
    digest: str
    draft: str
    scheduled_at: datetime
    effective_at: datetime
    material: bool = False
    notice_days: int = 0
    stale: tuple[str, ...] = ()
    announced_at: datetime | None = None
    taken_at: datetime | None = None
    recalled_at: datetime | None = None

    def may_begin(self, now: datetime) -> bool:
        """Tell whether its time has come: the day is there, and whoever had to be told was told."""
        told = not self.material or self.announced_at is not None
        return self.recalled_at is None and told and self.effective_at <= now


def deciding(terms: Iterable[Term], now: datetime) -> Term | None:
    """Give the term that decides now: the last one that was taken up or may begin; None before the first."""
    counting = [term for term in terms if term.taken_at is not None or term.may_begin(now)]
    return max(counting, key=lambda term: term.number, default=None)


def coming(terms: Iterable[Term]) -> Term | None:
    """Give the term that waits for its day; there is one at most."""
    return next((term for term in terms if term.taken_at is None and term.recalled_at is None), None)


def outdated(terms: Iterable[Term], consent: str, given_at: datetime) -> Term | None:
    """Give the newest change since which a consent given then no longer covers what is done; None when it does."""
    found = [term for term in terms if term.taken_at is not None and term.taken_at >= given_at]
    return max((term for term in found if consent in term.stale), key=lambda term: term.number, default=None)


def earliest(now: datetime, *, material: bool, notice_days: int) -> datetime:
    """Give the first moment at which a change may count that is published now.

    What is not material may count at once; else it is the first midnight (UTC) after the days of notice and the time
    that announcing takes.
    """
    if not material:
        return now
    until = (now + timedelta(days=notice_days) + ANNOUNCING).astimezone(UTC)
    return datetime.combine(until.date() + timedelta(days=1), time(), UTC)


def postponed(effective_at: datetime, announced_at: datetime, notice_days: int) -> datetime:
    """Give the day anew once everybody has been told: the same, or a later one when telling took too long."""
    full = announced_at.astimezone(UTC) + timedelta(days=notice_days)
    return effective_at if full <= effective_at else datetime.combine(full.date() + timedelta(days=1), time(), UTC)
