"""What the work needs of the storeroom about log-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """One session; `id` is the digest of what the cookie holds."""

    id: str
    person: int
    begun_at: datetime
    seen_at: datetime
    due_at: datetime
    rule: str
    policy: str


class Sessions(Protocol):
    """The sessions there are."""

    def add(self, session: LoggedIn) -> None:
        """Write one."""

    def get(self, session: str) -> LoggedIn | None:
        """Read one."""

    def of_person(self, person: int) -> Sequence[LoggedIn]:
        """A person's, the one last used first."""

    def see(self, session: str, at: datetime) -> None:
        """Note when one was last used."""

    def end(self, person: int, *, only: str = "", but: str = "") -> int:
        """End one of a person's, or all but one, or all; how many were ended."""

    def end_due(self, now: datetime) -> int:
        """End all whose date has come; how many."""
