"""What is held about somebody, by what it is for: computed from the policy and from counts of what is there."""

from collections.abc import Mapping
from dataclasses import dataclass

from governance.policy import Policy
from governance.retention import RetentionRule

_NOT_A_USE = frozenset({"erase", "export", "update"})


@dataclass(frozen=True, slots=True)
class HeldFor:
    """One category as one purpose uses it: how much, on which bases and articles, who could get it, until when."""

    category: str
    label: str
    count: int
    bases: tuple[tuple[str, str], ...]
    recipients: tuple[str, ...]
    retention: RetentionRule | None
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose with all that is held for it; `id` and `label` are the policy's."""

    id: str
    label: str
    held: tuple[HeldFor, ...]


def by_purpose(policy: Policy, counts: Mapping[str, int]) -> tuple[Purpose, ...]:
    """Sort what is held by purposes, in the policy's order (GDPR Art. 13(1)(c) to (e), 15(1)); empty ones are left out.

    `counts` tells how many things of each category there are. A category that several purposes use is in each.
    """
    found = (
        Purpose(purpose, entry.label, tuple(line for line in _lines(policy, counts, purpose)))
        for purpose, entry in policy.purposes.items()
    )
    return tuple(purpose for purpose in found if purpose.held)


def _lines(policy: Policy, counts: Mapping[str, int], purpose: str) -> list[HeldFor]:
    lines = []
    for category, count in counts.items():
        line = _line(policy, category, count, purpose)
        if count and line.bases:
            lines.append(line)
    return lines


def _line(policy: Policy, category: str, count: int, purpose: str) -> HeldFor:
    bases: dict[tuple[str, str], None] = {}
    recipients: dict[str, None] = {}
    clauses: dict[str, None] = {}
    for (action, about, use, recipient), rules in policy.table.items():
        if about != category or use != purpose or action in _NOT_A_USE:
            continue
        for activity in rules.permits:
            basis = policy.bases[activity.basis]
            bases[basis.label, basis.gdpr] = None
            clauses |= dict.fromkeys(activity.clauses)
        if action == "share":
            recipients[policy.recipients[recipient].label] = None
    rule = next((rule for rule in policy.retention.values() if category in rule.of), None)
    if rule is not None:
        clauses |= dict.fromkeys(rule.clauses)
    label = policy.categories[category].label if category in policy.categories else category
    return HeldFor(category, label, count, tuple(bases), tuple(sorted(recipients)), rule, tuple(clauses))
