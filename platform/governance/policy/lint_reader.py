"""What the rules for a notice ask a policy, and how they answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from governance.policy.articles import Item, items
from governance.policy.core import Activity, CellKey, Policy

Outcome = Literal["pass", "partial", "fail", "warn", "open", "pages", "n/a"]
"""`open` hangs on something the policy does not tell, `pages` is to be seen on pages and not in the text."""
Weight = Literal["critical", "high", "medium", "low"]


INSIDE: Final = ("self", "data_subject")
"""The roles of those who are not outside: the house, and the person whom the data is about."""


@dataclass(frozen=True)
class Reader:
    """What the rules ask a policy on a day."""

    policy: Policy
    on: date

    @cached_property
    def items(self) -> dict[str, Item]:
        """The items of Art. 13 and 14 by key."""
        return {item.key: item for item in items(self.policy)}

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The activities that are on."""
        return tuple(rule for rule in self.policy.activities.values() if rule.enabled)

    @cached_property
    def outside(self) -> tuple[CellKey, ...]:
        """The cells in which somebody outside gets something."""
        inside = {name for name, entry in self.policy.recipients.items() if entry.role in INSIDE}
        return tuple(key for key in self.policy.table if key[3] not in inside)

    def to_role(self, role: str) -> tuple[CellKey, ...]:
        """Give the cells with recipients of a role."""
        return tuple(key for key in self.outside if self.policy.recipients[key[3]].role == role)

    def saying(self, pattern: str) -> tuple[str, ...]:
        """Give the sentences in which words of a pattern stand."""
        wanted = re.compile(pattern, re.IGNORECASE)
        return tuple(c.id for c in self.policy.clauses.values() if not c.heading and wanted.search(c.text))

    def rights(self, *kinds: str, regime: str = "") -> dict[str, tuple[str, ...]]:
        """Give the clauses of the rights of these kinds, by kind."""
        return {
            right.right: right.clauses
            for right in self.policy.rights.values()
            if right.right in kinds and (not regime or regime in right.regimes)
        }


Finding = tuple[Outcome, str] | tuple[Outcome, str, tuple[str, ...]]
Look = Callable[[Reader], Finding]
Rule = tuple[str, str, str, Weight, Look]
"""Number, law, what it asks for, weight, and how it looks."""
