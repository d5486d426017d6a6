"""Drafts of a policy as rows, and what the check of one found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from governance.publishing import DraftState


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a draft found, as plain data that pages and programs show.

    `fault` is the code of an error when the check itself came to no end. `problems` are findings (place, code,
    severity, message, fix), `lint` the rules of law that the text fails now, `promises` what was proved or refuted,
    `changes` the difference in sentences, each with its mark. `reasons` say why a change is material.
    """

    fault: str = ""
    problems: Sequence[Mapping[str, Any]] = ()
    lint: Sequence[Mapping[str, Any]] = ()
    promises: Sequence[Mapping[str, Any]] = ()
    laws: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[Mapping[str, str]] = ()
    reasons: Sequence[str] = ()
    material: bool = False
    notice_days: int = 0
    stale: Sequence[str] = ()
    effective: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft; `sources` are its files by their names, `base` the digest of the policy that it is to follow."""

    id: str
    title: str
    reason: str
    sources: Mapping[str, str]
    base: str
    state: DraftState
    made_at: datetime
    made_by: int | None
    digest: str = ""
    version: str = ""
    certificate: str = ""
    checked: Checked = field(default_factory=Checked)
    checked_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: int | None = None


class Drafts(Protocol):
    """The rows of drafts; every change is a counted UPDATE from the states that `governance.publishing.FROM` names."""

    def add(self, draft: Draft) -> None:
        """Write a new one."""

    def get(self, draft: str) -> Draft | None:
        """Read one."""

    def newest(self, limit: int) -> Sequence[Draft]:
        """Read some, the newest first."""

    def to_check(self, now: datetime) -> Sequence[str]:
        """Those that wait for their check, and those whose checker has been silent for too long."""

    def claim(self, draft: str, *, now: datetime, until: datetime) -> bool:
        """Take one for its check; False when another was faster."""

    def hold(self, draft: str, *, until: datetime) -> bool:
        """Hold on to one that is being checked; False when it is not any more."""

    def found(self, draft: str, checked: Checked, *, at: datetime, outcome: "Outcome", base: str) -> bool:
        """Write what the check found against `base`, and whether the draft can be used; False for another base."""

    def move(self, draft: str, to: DraftState, *, at: datetime, by: int | None = None, base: str = "") -> bool:
        """Change the state; `by` approves, `base` is set on the way back to waiting."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a draft is proved, and then its digest, version and certificate."""

    proved: bool
    digest: str = ""
    version: str = ""
    certificate: str = ""
