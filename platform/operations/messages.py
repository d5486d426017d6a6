"""What the work needs of the storeroom for messages: the outbox, the seal of their texts, the post, translations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance.messages import MessageState


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the outbox, its text sealed; `address` is empty for people with an account."""

    id: str
    person: int | None
    address: str
    letter: str
    purpose: str
    language: str
    state: MessageState
    sealed: bytes
    created_at: datetime
    due_at: datetime
    rule: str
    policy: str
    not_before: datetime
    attempts: int = 0
    sent_at: datetime | None = None

    @property
    def is_farewell(self) -> bool:
        """Tell whether it is the last one to somebody whose account goes; its address lies sealed with its text."""
        return self.person is None and not self.address


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it leaves the house; `unsubscribe` is the address for one click, empty where it is not offered."""

    address: str
    subject: str
    text: str
    unsubscribe: str = ""


class Messages(Protocol):
    """The outbox."""

    def add(self, message: Message) -> None:
        """Write one."""

    def get(self, message: str) -> Message | None:
        """Read one."""

    def of_person(self, person: int, limit: int = 50) -> Sequence[Message]:
        """The messages to somebody with an account, newest first."""

    def of_address(self, address: str, limit: int = 50) -> Sequence[Message]:
        """The messages to somebody without an account, newest first."""

    def to_send(self, now: datetime, limit: int) -> Sequence[Message]:
        """Those that wait and may be tried now, oldest first."""

    def claim(self, message: str, *, now: datetime, until: datetime) -> bool:
        """Take one for sending; until a moment nobody else may. Counts as an attempt."""

    def finish(self, message: str, *, state: MessageState, at: datetime, not_before: datetime | None = None) -> bool:
        """Say what became of one that was being sent."""

    def due(self, now: datetime, limit: int) -> Sequence[Message]:
        """Those whose date has come."""

    def readdress(self, message: str, sealed: bytes) -> None:
        """Take the address out of the row; the sealed text holds it from then on."""

    def erase(self, message: str) -> bool:
        """Take the row out; False when it was gone."""


class Envelope(Protocol):
    """Seals short texts for the database under a key of the house."""

    def close(self, item: str, text: str) -> bytes:
        """Seal a text for one item."""

    def open(self, item: str, sealed: bytes) -> str:
        """Give it back; raises ValueError for what does not belong together."""


class Carrier(Protocol):
    """Takes messages to people."""

    @property
    def outside(self) -> bool:
        """Tell whether messages leave the house; else they are read here."""

    def send(self, post: Post) -> None:
        """Hand one over; raises OSError when it was not taken."""


class Languages(Protocol):
    """The languages the house speaks."""

    @property
    def known(self) -> Sequence[str]:
        """Their codes; the first one is what everything is written in."""

    def said(self, language: str, text: str) -> str:
        """Translate a text; one that is not translated is given back as it is."""
