"""What the work needs of the storeroom about decisions, the policies they were taken under, and the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance.publishing import Term
from operations.rows import DecisionRow, SealedDigest


class Decisions(Protocol):
    """The decisions taken, each written in the transaction of its effect."""

    def add(self, row: DecisionRow, facts: Mapping[str, str]) -> None:
        """Write one decision with the facts it was taken on."""

    def facts(self, decision: str) -> Mapping[str, str] | None:
        """The facts one decision was taken on."""

    def get(self, decision: str, now: datetime) -> DecisionRow | None:
        """Read one decision, unless its date has come."""

    def newest(self, limit: int, *, refused: bool, before: str, without: str, now: datetime) -> Sequence[DecisionRow]:
        """Decisions before their date, newest first: `refused` ones only, older than `before` (empty: all).

        What was allowed at the step `without` is left out.
        """

    def by_rule(self) -> Sequence["RuleCount"]:
        """How often each rule had its way, from the decisions and deletions that are still on record."""

    def spend(self, decision: str, now: datetime) -> bool:
        """Use up the permit of a decision, once."""

    def of_document(self, document: str) -> Sequence[DecisionRow]:
        """Every decision about a document and its text, oldest first."""

    def looks(self, limit: int, *, before: str, roles: Sequence[str]) -> Sequence[DecisionRow]:
        """Looks of those who see other people's things (steps of `review_accesses.LOOKS`), newest first."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule had its way since a day (midnight UTC): an activity allowed, a ban forbade, a date came."""

    rule: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class KeptPolicy:
    """A policy as it was in force: its files by their names, byte for byte, and the proof it was admitted with.

    `digest` is what decisions name as their `policy`. `in_force_at` is when it decided for the first time; the times
    in which it decided are `Policies.terms`.
    """

    digest: str
    policy_id: str
    version: str
    sources: Mapping[str, str]
    certificate: str
    in_force_at: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """How far people were written to about a change: the account up to which, and how many got a message."""

    up_to: int = 0
    told: int = 0


class Policies(Protocol):
    """The policies that were ever in force, and which of them decides when.

    To replay a decision, compile `kept(decision.policy).sources` and decide again on the facts written with it
    (`operations.earlier_policies.policy_of` compiles, and believes no sources that do not give their digest).
    """

    def sources(self, digest: str) -> Mapping[str, str] | None:
        """The files of one, by their names."""

    def kept(self, digest: str) -> KeptPolicy | None:
        """One with its files and its proof."""

    def all(self) -> Sequence[KeptPolicy]:
        """Every one that was ever in force, the oldest first."""

    def keep(self, policy: KeptPolicy) -> bool:
        """Write one down, once."""

    def terms(self) -> Sequence[Term]:
        """When each decided, decides or will decide, the oldest first; those recalled are among them."""

    def schedule(self, term: Term) -> int:
        """Write a new term and give its number."""

    def take(self, number: int, at: datetime) -> bool:
        """Let a term begin, once."""

    def recall(self, number: int, at: datetime) -> bool:
        """Take a term back before it begins."""

    def telling(self, number: int) -> Telling:
        """How far people were written to about a term."""

    def tell(self, number: int, telling: Telling) -> None:
        """Note how far people were written to."""

    def announced(self, number: int, at: datetime, effective_at: datetime) -> bool:
        """Note that everybody was written to, and the day that counts then."""


class Ledger(Protocol):
    """The ledger's tail, inside a transaction."""

    def append(self, kind: str, at: datetime, fields: Mapping[str, object]) -> int:
        """Write an entry and return its number; kinds are listed in `operations.entries`."""

    def sealed(self, digest: str) -> SealedDigest | None:
        """Find the entry of a kind in `operations.entries.SEALING` that names the SHA-256 of a file."""

    def about_decision(self, decision: str, at: datetime) -> tuple[int, bytes] | None:
        """Find number and body of the entry about a decision that was taken at a moment."""
