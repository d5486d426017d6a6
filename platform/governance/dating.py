"""From a policy, a data category and what has happened to the date of deletion that a row carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from governance.policy import Policy
from governance.retention import RetentionRule, due

UNDATED_FROM, UNDATED = datetime(9999, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
"""Stands where a row has no date yet; the next redating gives it one, and until then it is shown as undated."""


@dataclass(frozen=True, slots=True)
class Dated:
    """When a row goes, by which rule, and the digest of the policy that the rule was read from."""

    due_at: datetime
    rule: str
    policy: str


def dated(policy: Policy, category: str, events: Mapping[str, datetime]) -> Dated:
    """Date a row of a category by the moments of what has happened to it, `data.created` for instance.

    Raises KeyError when no rule covers the category, ValueError when the ceiling's event is missing (GDPR Art.
    5(1)(e): there is always a latest moment).
    """
    rule = policy.retention_for(category)
    return Dated(due(rule, events), rule.id, policy.digest)


def rule_of(policy: Policy, rule: str, category: str) -> RetentionRule | None:
    """Find the rule that dates a row now: the one it names, else the one of its category, else none."""
    named = policy.retention.get(rule)
    if named is not None:
        return named
    return next((one for one in policy.retention.values() if category in one.of), None)


def redated(policy: Policy, held: datetime, wanted: datetime) -> datetime:
    """Choose between the date a row has and the one the policy in force gives it.

    An earlier date always counts. A later one counts only where the policy says that longer times go for data that
    is held already, or when the row had no date.
    """
    if wanted <= held or held >= UNDATED_FROM:
        return wanted
    return wanted if lengthens(policy) else held


def lengthens(policy: Policy) -> bool:
    """Tell whether this policy lets a longer time go for data that is held already; silence means no."""
    rules = policy.change_notification
    return rules is not None and rules.lengthen_held
