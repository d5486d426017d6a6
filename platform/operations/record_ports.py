"""What records need of the storeroom: their rows, what the controller stated for them, the cookies seen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from governance.processing.observed import CookieSeen, Statement
from operations.rows import IssuedRecord


class Records(Protocol):
    """Issued records."""

    def add(self, record: IssuedRecord) -> None:
        """Write one that was asked for."""

    def get(self, record: str) -> IssuedRecord | None:
        """Read one."""

    def newest(self, limit: int = 50) -> Sequence[IssuedRecord]:
        """Newest first."""

    def claim(self, record: str) -> bool:
        """Take an asked-for record for making."""

    def advance(self, record: str, step: str) -> bool:
        """Note how far the making has come: counting, writing or sealing."""

    def add_part(self, record: str, place: int, content: bytes) -> bool:
        """Keep a part of a package, counted from 0; False when it is not being made any more."""

    def finish(self, record: str, *, at: datetime, sha256: str, byte_count: int, pdf: bytes | None) -> bool:
        """Keep digest and size of what was made, and the paper itself; of a package the parts are there."""

    def fail(self, record: str) -> bool:
        """Note that it could not be made; the parts that were made go."""

    def unmade(self, state: str, before: datetime, limit: int) -> Sequence[str]:
        """Ids of those in a state (asked, making) that were asked for before a moment."""

    def over(self, kind: str, period: tuple[datetime, datetime]) -> bool:
        """Tell whether a record of a kind over exactly this period was issued."""

    def pdf(self, record: str) -> bytes | None:
        """The finished paper; None for a package."""

    def part(self, record: str, place: int) -> bytes | None:
        """A part of what was made, counted from 0: the paper as a whole, or a package's part; None behind the last."""

    def next_number(self, year: int) -> str:
        """The next free number of the year, such as R-2026-0007."""


class Register(Protocol):
    """What the controller stated for records, and which cookies were placed."""

    def state(self, key: str, statement: Statement, by: int | None) -> None:
        """Write a statement; an empty one takes back what was stated before."""

    def statements(self) -> Mapping[str, Statement]:
        """The statement that holds for each key."""

    def placed(self, name: str, at: datetime) -> None:
        """Note that a cookie of this name was placed."""

    def cookies(self, rules: Mapping[str, str]) -> tuple[CookieSeen, ...]:
        """The cookies that were placed; `rules` names the policy's rule behind a cookie."""
