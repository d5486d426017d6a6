"""What the work needs to give data to others: receivers under contract, what they were given, and who carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

WORD = ("record.erasure", "record.request")
"""The categories of what tells a receiver of an erasure, or of what a request or hold changed."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A firm that may be given data: `recipient` is the policy's word for it, `address` where its program listens.

    `contract` names the contract and is empty while there is none; it holds from a day to a day (None: without end).
    `zone` says where the data goes (local, adequate, third), `safeguard` whether one is agreed for that.
    """

    id: str
    name: str
    recipient: str
    address: str
    contract: str
    contract_from: date | None
    contract_until: date | None
    zone: str
    safeguard: bool
    added_at: datetime
    ended_at: datetime | None = None

    def is_bound(self, on: date) -> bool:
        """Tell whether a contract is in force on a day."""
        begun = bool(self.contract) and self.contract_from is not None and self.contract_from <= on
        return begun and (self.contract_until is None or on <= self.contract_until)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One thing given to a receiver; states: waiting, sent, refused (by the gate, later), failed, gone (the data).

    It is the text of `document`, or the answer to `request`, whose person has named the receiver.
    Word of what became of an earlier one (GDPR Art. 19) is one, too, with that one's document: `tells`.
    """

    id: str
    person: int
    receiver: str
    recipient: str
    category: str
    purpose: str
    document: str
    decision: str
    state: str
    asked_at: datetime
    not_before: datetime
    due_at: datetime
    rule: str
    policy: str
    attempts: int = 0
    sent_at: datetime | None = None
    byte_count: int = 0
    request: str = ""

    @property
    def tells(self) -> bool:
        """Tell whether it is word of what became of an earlier one."""
        return self.category in WORD

    @property
    def may_have_arrived(self) -> bool:
        """Tell whether a receiver may have got it: one that broke off in the middle may have read it all the same."""
        return self.state in {"sent", "failed", "waiting"} or self.attempts > 1


class Sharing(Protocol):
    """The rows of receivers and of what they were given."""

    def add_receiver(self, receiver: Receiver) -> None:
        """Write a new one."""

    def receiver(self, receiver: str) -> Receiver | None:
        """Read one."""

    def receivers(self) -> Sequence[Receiver]:
        """Read all, those that ended too, newest first."""

    def end_receiver(self, receiver: str, at: datetime) -> bool:
        """Give it nothing any more; False when it had ended."""

    def add(self, disclosure: Disclosure) -> None:
        """Write one that is to be sent."""

    def get(self, disclosure: str) -> Disclosure | None:
        """Read one."""

    def of_person(self, person: int, limit: int = 100) -> Sequence[Disclosure]:
        """What of a person's was given to others, newest first."""

    def with_document(self, person: int, document: str) -> Sequence[Disclosure]:
        """What may hold a document's text: it itself, and the answers of its person's that went to services."""

    def tellings(self, item: str) -> Sequence[Disclosure]:
        """What tells receivers of one notice or of one request, whatever became of it."""

    def to_send(self, now: datetime, limit: int) -> Sequence[Disclosure]:
        """Read those that may be tried now."""

    def claim(self, disclosure: str, *, now: datetime, until: datetime) -> bool:
        """Take one for sending, once among any number of processes; counts as an attempt."""

    def finish(
        self, disclosure: str, *, state: str, at: datetime | None, not_before: datetime | None = None, bytes_: int = 0
    ) -> bool:
        """Say what became of it."""

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How much was given, by receiver and category."""

    def sweep(self, now: datetime) -> int:
        """Delete what is due; returns how many."""


class NotTaken(Exception):
    """A receiver did not take what was sent; `lasting` says that trying again is no use."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.lasting = lasting


class Courier(Protocol):
    """Carries signed bytes to an address outside, and nowhere else."""

    def check(self, address: str) -> None:
        """Raise NotTaken for an address that nothing is ever sent to."""

    def send(self, address: str, headers: Mapping[str, str], body: bytes) -> None:
        """Hand over; raises NotTaken."""

    def is_encrypted(self, address: str) -> bool:
        """Tell whether what goes there is encrypted or stays inside this machine."""
