"""What the house observed: the numbers that a record of processing is compared with and filled from.

Everything here is a count, a time, a code or a name of the policy's own vocabulary. Nothing is about one person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


def _nothing() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The ledger's checkpoint: number of entries, Merkle root in hexadecimal, and whether it was recomputed.

    `verified` is None when nobody checked, True or False with `verified_at` when the tree was recomputed.
    """

    size: int
    root: str
    verified: bool | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """One version of the policy and how long it decided; `until` is None for the one in force."""

    version: str
    digest: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DecisionCount:
    """How often one cell got one answer from the same rules: permits when allowed, else what refused it.

    `rules` is empty when nothing allowed it and nothing forbade it either (refused by default).
    """

    action: str
    category: str
    purpose: str
    recipient: str
    allowed: bool
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    policy: str
    count: int


@dataclass(frozen=True, slots=True)
class DocumentCount:
    """The documents of the period: each was received once and ended once, or is still held.

    `ended` counts by reason (completed, failed, refused, cancelled, timed_out, expired, lost); `refused_at_door`
    are uploads that were never stored; `carried_in` were held when the period began.
    """

    received: int = 0
    refused_at_door: int = 0
    carried_in: int = 0
    held_now: int = 0
    pages_read: int = 0
    ended: Mapping[str, int] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class TextCount:
    """The texts of the period: how many were made, kept by choice, ended by reason, and are held now."""

    made: int = 0
    kept: int = 0
    waiting_now: int = 0
    kept_now: int = 0
    gone: Mapping[str, int] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Lateness:
    """Deletions against their deadline, in seconds after it (below zero: before it), and how many were late."""

    count: int
    p50: float
    p95: float
    longest: float
    late: int
    p99: float = 0.0


def lateness(seconds: Iterable[float]) -> Lateness | None:
    """Reduce the lateness of single deletions (seconds after the deadline) to what a record shows.

    Percentiles are nearest-rank, so each is the lateness of a deletion that happened; None without deletions.
    """
    ordered = sorted(seconds)
    if not ordered:
        return None

    def rank(percent: int) -> float:
        return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]

    late = sum(1 for value in ordered if value > 0)
    return Lateness(len(ordered), rank(50), rank(95), ordered[-1], late, rank(99))


@dataclass(frozen=True, slots=True)
class DeletionCount:
    """What was deleted of one category under one retention rule in the period, and how punctually."""

    category: str
    rule: str
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one category now: how many items, the age of the oldest in seconds, how many overdue.

    `longest_overdue` is in seconds past the deadline of the item that is overdue longest, 0 when none is.
    `rule` is the retention rule written on the items, empty when none is.
    """

    category: str
    count: int
    oldest: float
    rule: str = ""
    overdue: int = 0
    longest_overdue: float = 0.0


@dataclass(frozen=True, slots=True)
class Control:
    """A safeguard as somebody or something checked it: a plain sentence, whether it held, how and when known.

    `held` is None when the sentence comes from the configuration and nothing measured it. The sentence is a general
    description: never a secret, an address or a path.
    """

    name: str
    sentence: str
    held: bool | None
    evidence: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentCount:
    """One consent of the policy: how often it was given and taken back in the period, and who stands by it now."""

    consent: str
    given: int
    withdrawn: int
    standing: int


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """A request of a person for a right, as a log may show it: no name, no address, no content.

    `regimes` are gdpr and ccpa, `right` is what was asked for, `outcome` fulfilled, partly, refused or open;
    `ground` is the legal ground of a refusal, `channel` the manner in which it came.
    """

    number: str
    regimes: tuple[str, ...]
    right: str
    channel: str
    received_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    outcome: str = "open"
    ground: str = ""
    extended: bool = False


@dataclass(frozen=True, slots=True)
class CookieSeen:
    """A cookie that the portal placed: its name, and the policy's rule behind it (empty when none is)."""

    name: str
    rule: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """What the controller stated for the records: a value, or (`applies` false) why none is needed, and when."""

    value: str
    at: datetime
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Served:
    """A controller on whose behalf data is processed (Art. 30(2)(a)); empty where nobody stated it."""

    name: str
    contact: str = ""
    representative: str = ""
    dpo: str = ""
    processing: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a rule besides its words: where the gate is asked, and the policy's own examples."""

    asked_at: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    """The newest version of a register's entry, with those values that may stand in a record."""

    register: str
    serial: str
    state: str
    values: Mapping[str, str]

    @property
    def counts(self) -> bool:
        """Tell whether it is final."""
        return self.state == "final"


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything the storeroom and the ledger know that belongs into a record, for one period.

    `connected` are the policy's activities that this installation is able to carry out; `place` is the country
    where the data lies and `operator` says who runs the machines, both as configured, empty when nobody said.
    `findings` counts personal data found in texts by type. `statements` are by their key, `behind` by rule,
    `proved` by promise. `entered` is what the registers hold, None where none are kept. `requests` is None while this
    installation keeps no list of requests.
    """

    as_of: datetime
    ledger: LedgerHead
    connected: frozenset[str] = frozenset()
    history: tuple[PolicyInForce, ...] = ()
    decisions: tuple[DecisionCount, ...] = ()
    documents: DocumentCount = DocumentCount()
    texts: TextCount = TextCount()
    deletions: tuple[DeletionCount, ...] = ()
    held: tuple[Held, ...] = ()
    controls: tuple[Control, ...] = ()
    findings: Mapping[str, int] = field(default_factory=_nothing)
    permits_issued: int = 0
    permits_spent: int = 0
    place: str = ""
    operator: str = ""
    consents: tuple[ConsentCount, ...] = ()
    requests: tuple[RequestSeen, ...] | None = None
    cookies: tuple[CookieSeen, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=lambda: MappingProxyType({}))
    served: tuple[Served, ...] = ()
    behind: Mapping[str, Behind] = field(default_factory=lambda: MappingProxyType({}))
    proved: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    entered: tuple[Entered, ...] | None = None

    def final(self, register: str) -> tuple[Entered, ...]:
        """Give the final entries of a register."""
        return tuple(one for one in self.entered or () if one.register == register and one.counts)
