"""What registers need of the storeroom: entries, every version of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

DRAFT, PROPOSED, FINAL, CLOSED = "draft", "proposed", "final", "closed"
"""States: being written, waiting for a second officer, counting, over."""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One version of an entry, its values sealed; `serial` is what people call it, such as C-2026-0001."""

    register: str
    entry: str
    serial: str
    version: int
    state: str
    sealed: bytes
    at: datetime
    by: int | None

    @property
    def item(self) -> str:
        """What the values are sealed for: this version of this entry."""
        return f"register {self.entry} {self.version}"


class Registers(Protocol):
    """Entries of every register; versions are only ever added."""

    def add(self, entry: RegisterEntry) -> None:
        """Write a version."""

    def get(self, entry: str) -> RegisterEntry | None:
        """Read the newest version of an entry."""

    def versions(self, entry: str) -> Sequence[RegisterEntry]:
        """Every version, oldest first."""

    def current(self, register: str = "") -> Sequence[RegisterEntry]:
        """The newest version of every entry, of one register where it is named, newest serial first."""

    def next_serial(self, letter: str, year: int) -> str:
        """The next free number of the year."""
