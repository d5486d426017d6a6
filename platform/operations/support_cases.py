"""What the work needs of the storeroom for what people write to us: cases, their messages, and the mailbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance.dating import Dated
from governance.support import CaseKind, CaseState


@dataclass(frozen=True, slots=True)
class HeldCase:
    """One case; `sender` is a keyed digest of its address, `hold` the one that a report about a child led to.

    `request` is the id of the request that was made of it; both are empty where there is none.
    """

    id: str
    reference: str
    person: int | None
    sender: str
    kind: CaseKind
    state: CaseState
    channel: str
    opened_at: datetime
    heard_at: datetime
    closed_at: datetime | None = None
    request: str = ""
    hold: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What one message says; it lies sealed.

    `address` is where its writer is answered (empty for an account), `about` the account that a report is about.
    `left_out` names what was not kept of a letter: attachments, or its end.
    """

    text: str
    address: str = ""
    about: str = ""
    language: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """One message of a case as it is kept; `digest` is of a letter in the mailbox, empty for any other."""

    id: str
    case: str
    at: datetime
    from_us: bool
    sealed: bytes
    digest: str = ""


class Support(Protocol):
    """The rows of cases; every change of state is a counted UPDATE."""

    def add(self, case: HeldCase, dated: Dated) -> None:
        """Write a new one."""

    def get(self, case: str) -> HeldCase | None:
        """Read one."""

    def by_reference(self, reference: str) -> HeldCase | None:
        """Read one by its reference."""

    def of_person(self, person: int) -> Sequence[HeldCase]:
        """The person's cases, newest first."""

    def of_sender(self, sender: str) -> Sequence[HeldCase]:
        """The cases of an address's digest, newest first."""

    def board(self, *, going: bool, limit: int = 200) -> Sequence[HeldCase]:
        """Cases for the officer's desk: those that wait longest first, ended ones newest first."""

    def move(self, before: HeldCase, after: HeldCase) -> bool:
        """Write what changed, if the state is still that of `before`; tell whether it was."""

    def say(self, message: HeldMessage) -> None:
        """Add a message to a case."""

    def messages(self, case: str) -> Sequence[HeldMessage]:
        """Its messages, oldest first."""

    def reseal(self, message: str, sealed: bytes) -> None:
        """Put other sealed words in the place of a message's."""

    def knows(self, digest: str) -> bool:
        """Tell whether a letter of the mailbox was taken in before."""

    def claim(self, sender: str, person: int) -> int:
        """Make cases of an address without an account those of the account that has it; counted."""

    def erase(self, case: str) -> bool:
        """Take a case with its messages out; False when it was gone."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it lies in the mailbox: at most so many bytes of it, and whether there were more."""

    raw: bytes
    cut: bool


class Mailbox(Protocol):
    """Where letters to us arrive."""

    def empty(self, take: Callable[[Letter], None]) -> int:
        """Give each letter to `take` and remove it once that came back without a fault; returns how many.

        Raises OSError when the mailbox cannot be reached; what was not removed is given again.
        """
