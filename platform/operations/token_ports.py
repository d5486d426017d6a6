"""What the work needs of the storeroom for programs: their tokens, and the answers they were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept; `number` is the row's, `id` how people name it, `due_at` when it ends by itself."""

    id: str
    person: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    due_at: datetime
    rule: str
    policy: str
    used_on: date | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept of a request under an Idempotency-Key; `status` is 0 while it is worked on."""

    number: int
    fingerprint: str
    item: str
    begun_at: datetime
    status: int
    location: str
    body: str


class Tokens(Protocol):
    """The rows of tokens; a token that has ended has none."""

    def add(self, token: Token, digest: str) -> None:
        """Write a new row."""

    def find(self, digest: str, now: datetime) -> Token | None:
        """Find a token that has not ended by the digest of its letters."""

    def get(self, token: str) -> Token | None:
        """Read one by its id."""

    def of_person(self, person: int) -> Sequence[Token]:
        """A person's tokens, newest first."""

    def roles(self, person: int) -> frozenset[str]:
        """The roles that an account has now."""

    def use(self, number: int, on: date) -> bool:
        """Note the day of use; False when that day was noted already."""

    def end(self, token: str) -> bool:
        """Remove a token; False when it had ended already."""

    def due(self, now: datetime, limit: int) -> Sequence[Token]:
        """Tokens whose time has come."""


class Answers(Protocol):
    """What programs were answered, to be said again within a day."""

    def begin(self, token: int, key: str, values: Mapping[str, object]) -> tuple[Remembered, bool]:
        """Write that a request is worked on, or find the row that is there under this key; True for a new one."""

    def take_up(self, number: int, begun_before: datetime, now: datetime) -> bool:
        """Take over a request that somebody began and never answered; False when it was not there to take."""

    def finish(self, number: int, *, status: int, location: str, body: str) -> None:
        """Keep the answer."""

    def forget(self, number: int) -> None:
        """Keep nothing: the same request may be made anew."""

    def sweep(self, now: datetime) -> int:
        """Delete what is due; returns how many."""
