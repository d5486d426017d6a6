"""The core calculus: permits, requirements, retention, and the policy they make up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from governance.policy import rulebook, vocabulary
from governance.policy.clauses import Clause
from governance.policy.decision import Obligations
from governance.policy.guards import Guard
from governance.policy.problems import Problem
from governance.retention import RetentionRule

if TYPE_CHECKING:
    from governance.policy.answers import CellAnswers


@dataclass(frozen=True, slots=True)
class Scope:
    """The cells a rule speaks about."""

    actions: frozenset[str]
    categories: frozenset[str]
    purposes: frozenset[str]
    recipients: frozenset[str]

    def covers(self, action: str, category: str, purpose: str, recipient: str) -> bool:
        """Tell whether a cell lies in this scope."""
        return (
            action in self.actions
            and category in self.categories
            and purpose in self.purposes
            and recipient in self.recipients
        )


class Scoped:
    """What every rule with a scope can be asked."""

    __slots__ = ()
    scope: Scope

    @property
    def actions(self) -> frozenset[str]:
        """The actions it speaks about."""
        return self.scope.actions

    @property
    def categories(self) -> frozenset[str]:
        """The categories it speaks about."""
        return self.scope.categories

    @property
    def purposes(self) -> frozenset[str]:
        """The purposes it speaks about."""
        return self.scope.purposes

    @property
    def recipients(self) -> frozenset[str]:
        """The recipients it speaks about."""
        return self.scope.recipients


@dataclass(frozen=True, slots=True)
class Activity(Scoped):
    """A permit: in its scope, when its guard holds. `bases` maps each regime to a lawful basis.

    `purpose` is the one purpose of its scope; `named_law` and `balancing_test` back bases that need them.
    """

    id: str
    label: str
    scope: Scope
    purpose: str
    guard: Guard
    bases: Mapping[str, str]
    duties: frozenset[str]
    clauses: tuple[str, ...]
    enabled: bool
    source: Literal["text", "law"]
    named_law: str
    balancing_test: str

    @property
    def basis(self) -> str:
        """The lawful basis under the GDPR, else the first one named."""
        return self.bases.get("gdpr") or next(iter(self.bases.values()), "")


@dataclass(frozen=True, slots=True)
class Prohibition(Scoped):
    """A requirement: whatever lies in its scope is denied unless its guard holds."""

    id: str
    label: str
    scope: Scope
    guard: Guard
    clauses: tuple[str, ...]
    enabled: bool
    source: Literal["text", "law"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, its values (`unknown` first) and how each is said after the label."""

    id: str
    label: str
    values: tuple[str, ...]
    phrases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who may receive data; contract and country are None while the controller has not stated them."""

    id: str
    label: str
    role: str
    contract: str | None
    country: str | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides, resolved from the document: no names left to look up, every list spelled out."""

    facts: Mapping[str, Fact]
    recipients: Mapping[str, Recipient]
    activities: Mapping[str, Activity]
    prohibitions: Mapping[str, Prohibition]
    retention: Mapping[str, RetentionRule]


CellKey = tuple[str, str, str, str]
"""Action, category, purpose, recipient."""


@dataclass(frozen=True, slots=True)
class CellRules:
    """What stands behind one permitted cell; `deadlines` are the duties that its retention rule makes."""

    permits: tuple[Activity, ...]
    requirements: tuple[Prohibition, ...]
    retention: RetentionRule | None
    deadlines: Obligations


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """A checked and compiled policy; every mapping goes from an id to its entry and cannot be changed.

    `digest` is the SHA-256 of everything that decides, clause texts included; `gaps` names what only the
    controller can supply and has not; `warnings` are findings that do not stop a policy; `table` is the
    compiled surface: cells that are not in it are denied. `answers` is what deciding remembers.
    """

    id: str
    version: str
    title: str
    language: str
    effective: date
    last_updated: date
    digest: str
    controller: vocabulary.Controller
    clauses: Mapping[str, Clause]
    parameters: Mapping[str, vocabulary.Parameter]
    ambiguities: Mapping[str, vocabulary.Ambiguity]
    regimes: Mapping[str, vocabulary.Regime]
    children: vocabulary.Children | None
    change_notification: vocabulary.ChangeNotification | None
    kinds: Mapping[str, vocabulary.Labelled]
    actions: Mapping[str, vocabulary.Labelled]
    categories: Mapping[str, vocabulary.Category]
    purposes: Mapping[str, vocabulary.Purpose]
    recipients: Mapping[str, Recipient]
    bases: Mapping[str, vocabulary.Basis]
    consents: Mapping[str, vocabulary.Consent]
    duties: Mapping[str, vocabulary.Labelled]
    events: Mapping[str, vocabulary.Event]
    facts: Mapping[str, Fact]
    activities: Mapping[str, Activity]
    prohibitions: Mapping[str, Prohibition]
    retention: Mapping[str, RetentionRule]
    transfers: Mapping[str, rulebook.Transfer]
    cookies: Mapping[str, rulebook.CookieSource]
    cookie_controls: rulebook.CookieControls | None
    rights: Mapping[str, rulebook.Right]
    deadlines: Mapping[str, Mapping[str, str]]
    rights_scope: str
    promises: Mapping[str, rulebook.Promise]
    kept_elsewhere: Mapping[str, str]
    gaps: tuple[str, ...]
    warnings: tuple[Problem, ...]
    table: Mapping[CellKey, CellRules]
    answers: dict[CellKey, "CellAnswers"] = field(init=False, repr=False, default_factory=dict)

    def retention_for(self, category: str) -> RetentionRule:
        """Give the one retention rule of a category; KeyError when it has none."""
        for rule in self.retention.values():
            if category in rule.of:
                return rule
        raise KeyError(f"no retention rule covers {category}")

    def parameter_in_words(self, name: str) -> str:
        """Say a parameter's value as a person would, such as `1 hour`."""
        return self.parameters[name].in_words
