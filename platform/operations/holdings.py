"""What the work needs of the storeroom about one person as a whole: what is held, and what may be changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PersonTable:
    """A person's rows of one table as data: what is shown, and names of columns that are held and never shown."""

    name: str
    categories: Mapping[str, str]
    rows: Sequence[Mapping[str, object]]
    withheld: Mapping[str, str] = field(default_factory=dict)


class Holdings(Protocol):
    """Everything that is held about a person, found by the annotations of the tables."""

    def of(self, person: int) -> Sequence[PersonTable]:
        """The person's rows of every table, tables without any left out."""

    def ledger(self, pseudonym: str) -> Sequence[Mapping[str, object]]:
        """The ledger's entries that speak of a pseudonym."""

    def opened_at(self, person: int) -> datetime | None:
        """When the account was opened."""

    def last_upload(self, person: int) -> datetime | None:
        """When the person last sent a document; None when none is known."""

    def disclosures(self, person: int) -> Sequence[tuple[str, str, datetime]]:
        """Recipient, category and last moment of everything of a person's that was passed on."""


class Corrections(Protocol):
    """Changes of an account's row that a request asks for."""

    def restrict(self, person: int, *, on: bool) -> bool:
        """Set or lift the restriction; False when it was so already."""

    def opt_out(self, person: int, *, on: bool) -> bool:
        """Set or take back the opt-out from sale and sharing."""

    def limit(self, person: int, *, on: bool) -> bool:
        """Set or take back the limit on sensitive information."""

    def address(self, person: int, value: str) -> bool:
        """Correct the e-mail address; False when another account has it."""

    def age_band(self, person: int, value: str) -> bool:
        """Correct the age group."""
