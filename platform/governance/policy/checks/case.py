"""What the searching checks look at: a policy that compiles, its document, and what the house can do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from governance.policy.core import Activity, CellKey, Policy
from governance.policy.cubes import Region, Space
from governance.policy.document import Document
from governance.policy.goals import Goal, goals_of
from governance.policy.guards import Atom, atoms, implies
from governance.policy.regions import allowed_in, space_of


@dataclass(frozen=True)
class Case:
    """One policy under examination; `on` is the day, `enforced` are the duties that somebody carries out.

    `lock` is the reviewed surface. `enforced` and `lock` are None where they are not known; what needs them is then
    not asked.
    """

    document: Document
    policy: Policy
    on: date
    enforced: Collection[str] | None = None
    lock: str | None = None

    @cached_property
    def space(self) -> Space:
        """All combinations of the facts."""
        return space_of(self.policy.facts)

    @cached_property
    def regions(self) -> Mapping[CellKey, Region]:
        """What is allowed in every permitted cell."""
        return {key: allowed_in(self.space, rules) for key, rules in self.policy.table.items()}

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """The promises, resolved."""
        return goals_of(self.document, self.policy.retention)

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The activities that are on."""
        return tuple(rule for rule in self.policy.activities.values() if rule.enabled)

    def article(self, basis: str) -> str:
        """Give a lawful basis' article of the GDPR, such as 6(1)(a)."""
        return self.policy.bases[basis].gdpr

    def rests_on(self, activity: Activity, article: str) -> bool:
        """Tell whether an activity rests on a basis with this article under some regime."""
        return any(self.article(basis) == article for basis in activity.bases.values())

    def consents_of(self, activity: Activity) -> tuple[str, ...]:
        """Give the consents without which an activity is not permitted."""
        asked = {atom.fact for atom in atoms(activity.guard) if atom.fact.startswith("consent.")}
        return tuple(
            name
            for name in self.policy.consents
            if f"consent.{name}" in asked and implies(activity.guard, Atom(f"consent.{name}", frozenset({"given"})))
        )

    def holding(self, category: str) -> tuple[Activity, ...]:
        """Give the activities that take a category in, hold it or place it on a device."""
        return tuple(
            rule
            for rule in self.activities
            if category in rule.categories and rule.actions & {"collect", "store", "set_device"}
        )

    def cells_to(self, recipient: str) -> tuple[CellKey, ...]:
        """Give the permitted cells with a recipient in which something is ever allowed."""
        return tuple(key for key in self.policy.table if key[3] == recipient and self.regions[key])
