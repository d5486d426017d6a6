"""What the work needs of the storeroom about dates of deletion and the holds that suspend them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from governance.dating import Dated
from governance.holds import Hold
from governance.processing.observed import Lateness


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which rows of a table end: the table, its column of the date, and the data category.

    `whole` tells whether the row itself goes; else something of it does and the row stays.
    """

    table: str
    at: str
    category: str
    whole: bool

    @property
    def name(self) -> str:
        """How messages and the command call it."""
        return f"{self.table}.{self.at}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The retention rules that a legal hold suspends, and those that a restriction of the person suspends."""

    legal: frozenset[str]
    restriction: frozenset[str]


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row whose date has come: its key, the date, the rule and the policy that gave it, and whose it is."""

    ending: Ending
    key: str | int
    due_at: datetime
    rule: str
    policy: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Rows of one kind under one rule whose date lies ahead: the next date, and how many come within three spans.

    `first` is within a day, `second` within a week, `third` within the days asked for; all zero when the next date is
    later than that.
    """

    rule: str
    next_at: datetime
    first: int
    second: int
    third: int


@dataclass(frozen=True, slots=True)
class OutdatedRow:
    """A row whose date came from another policy: what it has now, and the moments that a new date is made of.

    The event of the ceiling goes by the empty name, since its name is the rule's.
    """

    key: str | int
    held: Dated
    events: Mapping[str, datetime]


class Dues(Protocol):
    """The dates of all tables, found by their annotations; held rows are never given out as due."""

    def endings(self) -> Sequence[Ending]:
        """Every way in which rows of any table end."""

    def due(self, ending: Ending, now: datetime, kept: Kept, limit: int) -> Sequence[DueRow]:
        """Rows whose date has come and nothing keeps, the longest due first."""

    def ahead(self, now: datetime, days: int) -> Mapping[date, int]:
        """How many rows of all endings come to their date on each of the next days (UTC)."""

    def past(self, of: str, key: str | int, now: datetime) -> bool:
        """Whether the row of a key has reached its date, held or not; `of` is the name of an ending."""

    def coming(self, ending: Ending, now: datetime, days: int) -> Sequence[Coming]:
        """What comes to its date within so many days, by rule; else the one row that is next."""

    def tally(self, ending: Ending, now: datetime, kept: Kept) -> int:
        """How many rows are due and kept by nothing."""

    def later(self, ending: Ending, now: datetime, limit: int) -> int:
        """How many rows have a later date, counted up to a limit."""

    def held_back(self, ending: Ending, now: datetime, kept: Kept) -> int:
        """How many rows are past their date and kept by a hold."""

    def count(self, ending: Ending) -> int:
        """How many rows of this ending have not ended."""

    def end(self, ending: Ending, rows: Sequence[DueRow], at: datetime) -> int:
        """Delete the rows, with those that go with them, or end what ends of them; returns how many were there."""

    def note_lateness(self, rule: str, seconds: Sequence[float], at: datetime) -> None:
        """Count how late deletions came, in seconds after their date."""

    def lateness(self, since: datetime, until: datetime) -> Mapping[str, Lateness]:
        """How late deletions came in a period of whole days, by rule."""

    def outdated(self, ending: Ending, policy: str, limit: int, *, undated: bool = False) -> Sequence[OutdatedRow]:
        """Rows that have not ended and whose date is not from this policy; with `undated` those that have none."""

    def redate(self, ending: Ending, dates: Mapping[str | int, Dated]) -> int:
        """Give rows, by their keys, other dates; returns how many were there."""

    def bring_forward(self, person: int, rule: str, due_at: datetime, *, item: str = "") -> int:
        """Move the dates of a person's rows under a rule to an earlier moment, never to a later one."""


class Holds(Protocol):
    """Legal holds and restrictions."""

    def add(self, hold: Hold, dated: Dated) -> None:
        """Write one."""

    def get(self, hold: str) -> Hold | None:
        """Read one."""

    def active(self, now: datetime, limit: int = 1000) -> Sequence[Hold]:
        """Those that hold now, oldest first."""

    def on(self, person: int, items: Sequence[str], now: datetime) -> Sequence[Hold]:
        """Those that hold now on everything of a person or on one of these things."""

    def of_ground(self, person: int, ground: str) -> Sequence[Hold]:
        """Those that were ever placed on everything of a person on a ground, newest first."""

    def release(self, hold: str, at: datetime) -> bool:
        """End one; False when it had ended."""

    def expired(self, now: datetime, limit: int) -> Sequence[Hold]:
        """Those whose end has come and that nobody has released."""
