"""What the work needs of the storeroom about people: their accounts and what they agreed to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from governance.consent_records import Word
from governance.dating import Dated
from operations.rows import Person


class People(Protocol):
    """What the gate may know of accounts."""

    def get(self, person: int) -> Person | None:
        """Read one account's facts."""

    def address(self, person: int) -> str:
        """The e-mail address of an account; empty when there is none to write to."""

    def language(self, person: int) -> str:
        """The language an account chose; empty when it chose none."""

    def restricted(self) -> Sequence[int]:
        """The accounts whose data is set aside at their own word."""

    def change(self, person: int, *, called: str | None = None, language: str | None = None) -> None:
        """Change what a person may add to their account; None leaves a part as it is."""

    def objects_to(self, person: int, purposes: Sequence[str]) -> None:
        """Write which purposes a person objects to, all of them at once."""

    def guarded(self, person: int, at: datetime | None) -> None:
        """Write when a guardian agreed for a person, or with None that nobody does."""

    def is_confirmed(self, person: int) -> bool:
        """Tell whether an account's address has shown that it reads what is sent to it."""

    def readdress(self, person: int, email: str, at: datetime) -> bool:
        """Give an account another, confirmed address; False when it is another account's."""

    def find(self, email: str) -> int | None:
        """Find an account's number by its address; addresses are kept in lower case."""

    def add(self, email: str, password: str | None, age_band: str) -> Person:
        """Write an active account of the role subject; `password` is a hash, None lets nobody log in to it."""


class Consents(Protocol):
    """What people agreed to and took back."""

    def record(
        self,
        *,
        person: int,
        consent: str,
        given: bool,
        at: datetime,
        policy: str,
        document: str = "",
        language: str = "en",
        by: str = "portal",
        shown: str = "",
        dated: Dated | None = None,
    ) -> None:
        """Write that a consent was given or withdrawn, for everything or for one document.

        `by` names the door, `shown` is the SHA-256 of the text that the person was shown, `dated` the
        row's end.
        """

    def words(self, person: int) -> Sequence[Word]:
        """Everything a person said, newest first."""

    def newest(self, person: int, consent: str, document: str = "") -> Word | None:
        """The newest word on a consent that is about everything, or about one document; None when none was said."""

    def state(self, person: int, consent: str, document: str = "", *, now: datetime) -> str:
        """`given`, `withdrawn` or `never`: the newest word on that document, else on everything.

        A word past its date counts as none, whether or not it has been deleted.
        """

    def states(self, person: int, consents: Sequence[str], document: str = "", *, now: datetime) -> Mapping[str, str]:
        """What `state` tells, of several consents at once."""
