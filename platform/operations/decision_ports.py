"""What the work needs of the storeroom about decisions, the policies they were taken under, and the ledger."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from operations.rows import DecisionRow, SealedDigest


class Decisions(Protocol):
    """The decisions taken, each written in the transaction of its effect."""

    def add(self, row: DecisionRow, facts: Mapping[str, str]) -> None:
        """Write one decision with the facts it was taken on."""

    def facts(self, decision: str) -> Mapping[str, str] | None:
        """The facts one decision was taken on."""

    def get(self, decision: str) -> DecisionRow | None:
        """Read one decision."""

    def newest(self, limit: int, *, refused: bool, before: str, without: str) -> Sequence[DecisionRow]:
        """Decisions, newest first: `refused` ones only, those older than the decision `before` (empty: all).

        What was allowed at the step `without` is left out.
        """

    def spend(self, decision: str, now: datetime) -> bool:
        """Use up the permit of a decision, once."""

    def of_document(self, document: str) -> Sequence[DecisionRow]:
        """Every decision about a document and its text, oldest first."""

    def looks(self, limit: int, *, before: str, roles: Sequence[str]) -> Sequence[DecisionRow]:
        """Looks of those who see other people's things (steps of `review_accesses.LOOKS`), newest first."""


class Policies(Protocol):
    """The policies that were ever in force."""

    def sources(self, digest: str) -> Mapping[str, str] | None:
        """The files of one, by their names."""


class Ledger(Protocol):
    """The ledger's tail, inside a transaction."""

    def append(self, kind: str, at: datetime, fields: Mapping[str, object]) -> int:
        """Write an entry and return its number; kinds are listed in `operations.entries`."""

    def sealed(self, digest: str) -> SealedDigest | None:
        """Find the entry of a kind in `operations.entries.SEALING` that names the SHA-256 of a file."""

    def about_decision(self, decision: str, at: datetime) -> tuple[int, bytes] | None:
        """Find number and body of the entry about a decision that was taken at a moment."""
