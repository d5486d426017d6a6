"""What the work needs of the storeroom about accounts on their way from use to their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance.auditing import Term
from governance.dating import Dated


@dataclass(frozen=True, slots=True)
class AgingAccount:
    """An account by its state, the day it was last used, and its date; `person` is its number."""

    person: int
    state: str
    used_at: datetime | None
    closed_at: datetime | None
    due_at: datetime


class Accounts(Protocol):
    """Accounts by their dates."""

    def get(self, person: int) -> AgingAccount | None:
        """Read one; None for one that was purged."""

    def before(self, moment: datetime, limit: int, *, states: Sequence[str]) -> Sequence[AgingAccount]:
        """Accounts in these states whose date comes before a moment, the nearest date first."""

    def after(self, person: int, limit: int) -> Sequence[int]:
        """The accounts in use whose numbers come after one, in their order."""

    def step(self, person: int, state: str, to: str) -> bool:
        """Bring an account from one state to the next; False when it was not in the first any more."""

    def use(self, person: int, day: datetime, dated: Dated) -> bool:
        """Note the day of a log-in, with the date that follows from it; False when that day was noted already."""

    def close(self, person: int, at: datetime, due_at: datetime) -> bool:
        """Shut an account: nobody logs in, every session ends. False when it was shut already."""

    def term(self, person: int, role: str) -> Term | None:
        """The terms of a role that an account has; None where it has not."""

    def grant(self, person: int, role: str, term: Term) -> None:
        """Give an account a role, or its role other terms."""

    def revoke(self, person: int, role: str) -> bool:
        """Take a role from an account; False when it has not got it."""

    def staff(self) -> Sequence[tuple[int, str, str, Term]]:
        """Everybody who sees other people's things: number, address, role, terms."""
