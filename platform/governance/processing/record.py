"""The record of processing activities (GDPR Art. 30(1)) as data: what is stated, what is missing, what was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from governance.processing.entry import Entry as Entry
from governance.processing.entry import Gap as Gap
from governance.processing.entry import NotNeeded as NotNeeded
from governance.processing.entry import Stated as Stated
from governance.processing.observed import (
    ConsentCount,
    Control,
    CookieSeen,
    DocumentCount,
    Held,
    Lateness,
    LedgerHead,
    PolicyInForce,
    TextCount,
)


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """The policy that the record was written from; `effective` is the day it names for itself."""

    id: str
    version: str
    digest: str
    title: str
    effective: date


@dataclass(frozen=True, slots=True)
class Cover:
    """Art. 30(1)(a) and the identity of the record itself."""

    name: Entry
    legal_entity: Entry
    address: Entry
    contact: Entry
    website: Entry
    dpo: Entry
    representative: Entry
    place: Entry
    number: str
    generated_at: datetime
    data_as_of: datetime
    since: datetime
    until: datetime
    policy: PolicyRef
    ledger: LedgerHead


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """One activity of the policy inside a row of the record: what is done, on which basis, by which clauses.

    `connected` tells whether this installation can carry it out; `allowed` counts decisions. `ground` is the law that
    is obeyed, or the balancing of interests, where the basis needs one.
    """

    activity: str
    label: str
    actions: tuple[str, ...]
    categories: tuple[str, ...]
    recipients: tuple[str, ...]
    basis: Entry
    article: Entry
    ground: Entry
    duties: tuple[str, ...]
    clauses: tuple[str, ...]
    connected: bool
    allowed: int


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category of personal data, the people it is about and where it comes from."""

    id: str
    label: str
    subjects: tuple[str, ...]
    may_contain: tuple[str, ...]
    sources: tuple[Entry, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A recipient outside the controller; `disclosed` counts what was really allowed to go there."""

    id: str
    label: str
    role: str
    contract: Entry
    countries: Entry
    safeguard: Entry
    clauses: tuple[str, ...]
    disclosed: int


@dataclass(frozen=True, slots=True)
class ErasureLimit:
    """The time limit of one category: in words, and each event with its seconds; the ceiling comes last."""

    category: str
    rule: str
    words: str
    after: tuple[tuple[str, int], ...]
    ceiling_event: str
    ceiling_seconds: int
    method: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoLimit:
    """A category without a time limit; `gap` says what to do about it."""

    category: str
    gap: Gap


EXERCISED, READY, DECLARED_ONLY = "exercised", "ready", "declared only"


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One family of processing: the policy's activities for one purpose on one kind of data, (a) to (g).

    `state` is exercised (happened in the period), ready (could have happened) or declared only (the policy allows
    it, nothing in this installation can do it).
    """

    key: str
    name: str
    state: str
    controller: Entry
    purpose: Entry
    lines: tuple[PurposeLine, ...]
    subjects: tuple[Entry, ...]
    categories: tuple[CategoryLine, ...]
    recipients: tuple[RecipientLine, ...]
    limits: tuple[ErasureLimit | NoLimit, ...]
    duties: tuple[str, ...]
    allowed: int
    refused: int


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule answered: an activity allows, a prohibition refuses, `default` refuses what nothing allows."""

    rule: str
    label: str
    kind: str
    allowed: int
    refused: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """How many requests were allowed and refused with a clause among the reasons."""

    clause: str
    allowed: int
    refused: int


@dataclass(frozen=True, slots=True)
class DeletionLine:
    """Deletions of one category under one rule; `share` values are the part of the allowed time that was used.

    0 is at once, 1 is exactly at the deadline, above 1 is late; None when the rule allows no time to share out.
    """

    category: str
    label: str
    rule: str
    allowed_seconds: int
    lateness: Lateness
    share_p50: float | None
    share_p95: float | None
    share_longest: float | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was observed in the period."""

    allowed: int
    refused: int
    rules: tuple[RuleCount, ...]
    by_clause: tuple[ClauseCount, ...]
    documents: DocumentCount
    texts: TextCount
    deletions: tuple[DeletionLine, ...]
    held: tuple[Held, ...]
    findings: Mapping[str, int]
    permits_issued: int
    permits_spent: int


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The practice is not what the policy says: what was declared, what was observed, by which rule and clauses."""

    kind: str
    sentence: str
    declared: str
    observed: str
    rule: str
    clauses: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """One requirement of Art. 30(1): whether it applies here, whether it is filled, and how that was judged."""

    article: str
    field: str
    applies: bool
    filled: bool
    because: str


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """One of the 47 concepts that European authorities ask for, state as `because` explains.

    `need` is that of controllers, `processor` that of processors: M, MC, R, O, or N/A.
    """

    id: str
    article: str
    concept: str
    need: str
    processor: str
    state: str
    because: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete the record is: the legal gate, the mandatory concepts and all 47."""

    gate: tuple[GateRow, ...]
    concepts: tuple[ConceptRow, ...]
    gate_filled: int
    gate_total: int
    mandatory_filled: int
    mandatory_total: int
    filled: int
    total: int

    @property
    def final(self) -> bool:
        """Tell whether every requirement of Art. 30(1) that applies is filled; a record with a gap is provisional."""
        return self.gate_filled == self.gate_total


@dataclass(frozen=True, slots=True)
class Answer:
    """A question that only the controller can answer, in words, and the answer or the gap."""

    question: str
    article: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class ProcessingRecord:
    """The whole record. Contradictions stand before gaps, gaps before everything that is in order.

    `answers` are what only the controller can tell; `switched_off` are activities that the policy describes and a
    parameter keeps from being allowed; `clauses` holds the text of every clause that the record cites.
    """

    cover: Cover
    contradictions: tuple[Contradiction, ...]
    gaps: tuple[Gap, ...]
    activities: tuple[ActivityRow, ...]
    measures: tuple[Control, ...]
    measures_gap: Gap | None
    evidence: Evidence
    coverage: Coverage
    history: tuple[PolicyInForce, ...]
    rights: tuple[Stated, ...]
    answers: tuple[Answer, ...]
    consents: tuple[ConsentCount, ...]
    cookies: tuple[CookieSeen, ...]
    switched_off: tuple[Stated, ...]
    clauses: Mapping[str, str]
