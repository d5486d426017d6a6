"""What an erasure is: what sets it off, its steps in order, what went, what was kept and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from governance.errors import ProvisoError


class Trigger(StrEnum):
    """What sets an erasure off."""

    REQUEST = "request"
    CLOSED = "account-closed"
    INACTIVE = "account-inactive"
    CHILD = "child"
    RESTORED = "backup-restored"


LAW: Mapping[Trigger, str] = MappingProxyType(
    {
        Trigger.REQUEST: "GDPR Article 17(1); California Civil Code 1798.105",
        Trigger.CLOSED: "GDPR Articles 5(1)(e) and 17(1)(a)",
        Trigger.INACTIVE: "GDPR Article 5(1)(e)",
        Trigger.CHILD: "GDPR Articles 8 and 17(1)(f)",
        Trigger.RESTORED: "GDPR Articles 5(1)(f) and 17(1): what was erased before stays erased",
    }
)
"""The law that each trigger stands on."""


class Scope(StrEnum):
    """How much is erased: the person with everything, or what came of uploads while the account goes on."""

    ALL = "all"
    DOCUMENTS = "documents"


class Step(StrEnum):
    """The parts of an erasure; each may be repeated, and a failed one loses none of the others."""

    ACCESS = "access"
    ITEMS = "items"
    TRACES = "traces"
    RECIPIENTS = "recipients"
    LIST = "list"
    ROWS = "rows"
    IDENTITY = "identity"
    STORAGE = "storage"
    PROOF = "proof"


STEPS: Mapping[Scope, tuple[Step, ...]] = MappingProxyType(
    {
        Scope.ALL: tuple(Step),
        Scope.DOCUMENTS: (Step.ITEMS, Step.TRACES, Step.RECIPIENTS, Step.LIST, Step.STORAGE, Step.PROOF),
    }
)

_NEEDS: Mapping[Step, frozenset[Step]] = MappingProxyType(
    {
        # Rows lose their way to the person, so what is found along them comes first.
        Step.ROWS: frozenset({Step.ITEMS, Step.TRACES, Step.RECIPIENTS, Step.LIST}),
        # What a backup must not bring back is on the list before nobody knows any more who it was.
        Step.IDENTITY: frozenset({Step.LIST}),
        Step.STORAGE: frozenset({Step.ITEMS, Step.ROWS, Step.IDENTITY}),
        Step.PROOF: frozenset(Step) - {Step.PROOF},
    }
)


def ready(step: Step, scope: Scope, done: Collection[Step]) -> bool:
    """Tell whether a step may be taken, given those that are done."""
    return all(needed in done for needed in _NEEDS.get(step, frozenset()) if needed in STEPS[scope])


@dataclass(frozen=True, slots=True)
class StepTaken:
    """How one step stands: done at a moment with its counts, or tried so often and stopped by an error's code."""

    step: Step
    attempts: int = 0
    done_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays after an erasure, with the rule and clauses that date its end, and the law that lets it stay."""

    category: str
    rows: int
    rule: str
    clauses: tuple[str, ...]
    ground: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure; `reference` is what the person keeps to fetch the certificate, and names nobody.

    `person` is the number of the account's shell, `request` the id of the request that asked for it, if one did.
    """

    id: str
    reference: str
    person: int
    trigger: Trigger
    scope: Scope
    request: str
    policy: str
    rule: str
    ordered_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    steps: tuple[StepTaken, ...] = ()
    kept: tuple[Kept, ...] = ()

    @property
    def done(self) -> frozenset[Step]:
        """The steps that are done."""
        return frozenset(taken.step for taken in self.steps if taken.done_at is not None)

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """The steps that are still to be taken, in order."""
        return tuple(step for step in STEPS[self.scope] if step not in self.done)

    @property
    def counts(self) -> Mapping[str, int]:
        """What went, over all steps."""
        found: dict[str, int] = {}
        for taken in self.steps:
            for name, count in taken.counts.items():
                found[name] = found.get(name, 0) + count
        return MappingProxyType(dict(sorted(found.items())))


_GROUNDS = (
    ("record.consent", "GDPR Articles 7(1) and 17(3)(e): consent has to be shown"),
    (
        "record.request",
        "GDPR Articles 5(2) and 17(3)(b); California Civil Code 1798.105(c)(2): evidence of the request",
    ),
    ("request.", "GDPR Articles 12(3) and 17(3)(b): the request has to be answered"),
    ("record.", "GDPR Articles 5(2) and 17(3)(b): the controller has to account for what was done"),
    ("report.", "GDPR Articles 30 and 17(3)(b): records of processing have to be kept"),
    ("billing.", "GDPR Article 17(3)(b): tax and accounting law wants it"),
)


def ground_of(category: str) -> str:
    """Name the law by which a category may stay after an erasure."""
    return next((ground for prefix, ground in _GROUNDS if category.startswith(prefix)), "GDPR Article 17(3)")


_ABOUT_THAT_PERSON = ("record.consent", "record.request", "record.erasure", "request.", "billing.")


def stays_linked(category: str) -> bool:
    """Tell whether a kept row is evidence about that very person; all others are cut off from who it was."""
    return category.startswith(_ABOUT_THAT_PERSON)


HELD = "GDPR Article 17(3)(e): a legal hold is in force"
"""The ground of what a legal hold keeps."""


def trigger_of(word: str) -> Trigger:
    """Read a trigger; raises ProvisoError erasure-unknown for a word that is none."""
    try:
        return Trigger(word)
    except ValueError:
        raise ProvisoError("erasure-unknown", what="trigger") from None


def scope_of(word: str) -> Scope:
    """Read a scope; raises ProvisoError erasure-unknown for a word that is none."""
    try:
        return Scope(word)
    except ValueError:
        raise ProvisoError("erasure-unknown", what="scope") from None
