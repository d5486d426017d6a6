"""What the work needs of the storeroom for erasures: their rows, the person's rows, and the list of the erased."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance.erasure import Erasure, Kept, Step


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A keyed fingerprint of something erased; what is like it and newer than `until` is something else."""

    fingerprint: str
    kind: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A recipient who has to be told that data is erased (GDPR Article 19), and whether that was done."""

    id: str
    erasure: str
    recipient: str
    category: str
    disclosed_at: datetime
    noted_at: datetime
    told_at: datetime | None = None
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What identifies an account: its number, address and ledger salt, and when it was opened."""

    person: int
    email: str
    salt: bytes
    opened_at: datetime

    @property
    def itself(self) -> bytes:
        """What is this account's and never another's: its salt and its number."""
        return self.salt + str(self.person).encode()


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one table that are about a person: how many, and the data categories of their columns."""

    table: str
    categories: frozenset[str]
    rows: int


class Erasures(Protocol):
    """The rows of erasures, their steps and the recipients to be told."""

    def order(self, erasure: Erasure) -> None:
        """Write a new erasure, every step of it still to be taken."""

    def get(self, erasure: str) -> Erasure | None:
        """Read one with its steps."""

    def of_person(self, person: int) -> Sequence[Erasure]:
        """The erasures of a person's number, oldest first."""

    def open(self, limit: int) -> Sequence[str]:
        """Ids of erasures that are not finished, oldest first."""

    def finish_step(
        self,
        erasure: str,
        step: Step,
        *,
        at: datetime,
        counts: Mapping[str, int],
        told: Sequence[Mapping[str, object]] = (),
    ) -> bool:
        """Note that a step is done and what went with it; False when that was noted before."""

    def fail_step(self, erasure: str, step: Step, *, fault: str) -> None:
        """Note that a step was tried and what stopped it."""

    def told(self, erasure: str, step: Step) -> Sequence[Mapping[str, object]]:
        """What a step that is done wrote down for the certificate."""

    def clear_told(self, erasure: str) -> None:
        """Forget what the steps wrote down for the certificate."""

    def keep(self, erasure: str, kept: Sequence[Kept]) -> None:
        """Note what stays, and why."""

    def finish(self, erasure: str, *, at: datetime) -> bool:
        """Note the end; False when it was noted before."""

    def notice(self, notice: Notice) -> bool:
        """Write that a recipient has to be told; False when that stands there already."""

    def notices(self, erasure: str = "", *, unsent: bool = False) -> Sequence[Notice]:
        """Recipients to be told, of one erasure or of all, oldest first."""

    def named(self, notice: str) -> Notice | None:
        """Read one notice by its id."""

    def tell(self, notice: str, *, at: datetime, by: str) -> bool:
        """Note that a recipient was told, and by which way; False when that was noted before."""

    def disclosures(self, person: int) -> Sequence[tuple[str, str, datetime]]:
        """Recipient, data category and last moment of everything of a person's that was passed on.

        Word of what became of it is none of it.
        """


class PersonsRows(Protocol):
    """Every row about a person, wherever it lies, by the annotations of the tables."""

    def survey(self, person: int) -> Sequence[Holding]:
        """Count the rows of each table that are about a person; empty tables are left out."""

    def erase(self, person: int, erasable: Collection[str]) -> Mapping[str, int]:
        """Erase what belongs to the data categories named; rows by table.

        A row of which nothing else is left is deleted. What stays of the others is cut off from the person, unless
        it is evidence about that very person.
        """

    def residue(self, person: int, kept: Collection[str]) -> int:
        """Count the rows that still say something about the person outside the categories that were kept."""

    def kept_texts(self) -> Sequence[str]:
        """Every text that is kept, whose ever it is."""

    def close(self, person: int, at: datetime) -> bool:
        """Shut an account at a moment: nobody logs in. False when it was shut already."""

    def account(self, person: int) -> Account | None:
        """What identifies an account."""

    def accounts(self) -> Iterable[Account]:
        """Every account that still says who it is."""

    def forget(self, person: int, at: datetime) -> bool:
        """Empty an account to a shell that says nothing of anybody, with another salt; False for a shell."""

    def items(self, person: int) -> Sequence[str]:
        """Everything sealed that ever was the person's: documents, their texts and copies."""


class Suppressions(Protocol):
    """The list of the erased as the database knows it."""

    def add(self, entries: Iterable[Suppressed]) -> int:
        """Write entries that are not there; returns how many."""

    def all(self) -> Mapping[str, Suppressed]:
        """Every entry by its fingerprint."""


class ErasedList(Protocol):
    """The same list outside the database, where restoring a backup does not reach it."""

    def fingerprint(self, kind: str, value: str | bytes) -> str:
        """Make the keyed fingerprint of something that identifies."""

    def read(self) -> Mapping[str, Suppressed]:
        """Every entry by its fingerprint; raises ProvisoError erased-list-damaged."""

    def append(self, entries: Iterable[Suppressed]) -> None:
        """Write entries through to the disk; raises ProvisoError storage-unavailable."""


class Traces(Protocol):
    """What is about a person outside database, vault and blobs: queue, counters, temporary files."""

    def clear(self, person: int, items: Sequence[str]) -> Mapping[str, int]:
        """Remove it and look again; raises ProvisoError storage-unavailable when something cannot be reached."""


class Certificates(Protocol):
    """The certificates of deletion, each until its date."""

    def add(self, reference: str, *, at: datetime, due_at: datetime, rule: str, policy: str, content: bytes) -> str:
        """Write one; returns its id. One that is there already under the reference stays."""

    def get(self, reference: str, now: datetime) -> bytes | None:
        """Read one, unless its date has come."""

    def last_sha256(self) -> str:
        """SHA-256 of the newest one; empty when there is none."""

    def delete_due(self, now: datetime) -> int:
        """Delete those whose date has come."""

    def count(self) -> int:
        """How many there are."""
