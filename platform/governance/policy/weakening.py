"""Every single way to weaken a rule: the operators of policy mutation."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from governance.policy.core import Activity, Prohibition, Scope
from governance.policy.guards import ALWAYS, AllOf, AnyOf, Atom, Guard
from governance.retention import RetentionRule
from governance.terms import UNKNOWN

Rule = Activity | Prohibition | RetentionRule
Names = Collection[str]

FOREVER: Final = 1 << 40
"""Seconds; some 35,000 years."""


@dataclass(frozen=True, slots=True)
class Weaker:
    """A rule as it was and as it is after one change for the worse; None when it is gone."""

    rule: Rule
    now: Rule | None
    how: str
    detail: str


def weaker_prohibitions(rule: Prohibition, facts: Mapping[str, tuple[str, ...]], *, scopes: bool) -> Iterator[Weaker]:
    """Drop the prohibition, let more satisfy it, or (with `scopes`) let it speak about less."""
    yield Weaker(rule, None, "dropped", rule.id)
    for detail, guard in looser(rule.guard, facts):
        yield Weaker(rule, replace(rule, guard=guard), "condition", detail)
    if not scopes:
        return
    for part, names in _parts(rule.scope):
        for name in sorted(names):
            less = Scope(**{**dict(_parts(rule.scope)), part: frozenset(names) - {name}})
            yield Weaker(rule, replace(rule, scope=less), "scope", f"without {name}")


def weaker_activities(
    rule: Activity, facts: Mapping[str, tuple[str, ...]], known: Mapping[str, Names], *, scopes: bool
) -> Iterator[Weaker]:
    """Let more satisfy the permit, drop one of its duties, or (with `scopes`) let it speak about more.

    `known` are all names there are of actions, categories and recipients.
    """
    for detail, guard in looser(rule.guard, facts):
        yield Weaker(rule, replace(rule, guard=guard), "condition", detail)
    for duty in sorted(rule.duties):
        yield Weaker(rule, replace(rule, duties=rule.duties - {duty}), "duty", f"without {duty}")
    if not scopes:
        return
    for part, names in _parts(rule.scope):
        for name in sorted(set(known.get(part, ())) - names):
            more = Scope(**{**dict(_parts(rule.scope)), part: frozenset(names) | {name}})
            yield Weaker(rule, replace(rule, scope=more), "scope", f"with {name}")


def weaker_retention(rule: RetentionRule) -> Iterator[Weaker]:
    """Put one of the rule's dates off for ever, leave out an event, or leave out a category."""
    yield Weaker(rule, replace(rule, keep_seconds=FOREVER), "date", f"{rule.after} never counts")
    yield Weaker(rule, replace(rule, ceiling_seconds=FOREVER), "date", "no ceiling")
    every = replace(rule, keep_seconds=FOREVER, ceiling_seconds=FOREVER)
    yield Weaker(rule, every, "date", f"neither {rule.after} nor the ceiling counts")
    for number, (event, _) in enumerate(rule.also_after):
        fewer = (*rule.also_after[:number], *rule.also_after[number + 1 :])
        yield Weaker(rule, replace(rule, also_after=fewer), "date", f"{event} does not count")
    for category in rule.of:
        fewer_of = tuple(name for name in rule.of if name != category)
        yield Weaker(rule, replace(rule, of=fewer_of), "scope", f"without {category}")


def looser(guard: Guard, facts: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Guard]]:
    """Give every condition that one change makes easier to satisfy, with the change in words."""
    if isinstance(guard, Atom):
        for value in facts[guard.fact]:
            if value != UNKNOWN and value not in guard.values:
                yield f"{guard.fact} may be {value}", Atom(guard.fact, guard.values | {value})
        yield f"{guard.fact} does not matter", ALWAYS
        return
    if not guard.parts:
        if isinstance(guard, AnyOf):
            yield "always satisfied", ALWAYS
        return
    for number, part in enumerate(guard.parts):
        for detail, less in looser(part, facts):
            yield detail, _with(guard, number, less)


def _with(guard: AllOf | AnyOf, number: int, part: Guard) -> Guard:
    parts = (*guard.parts[:number], part, *guard.parts[number + 1 :])
    return AllOf(parts) if isinstance(guard, AllOf) else AnyOf(parts)


def _parts(scope: Scope) -> Iterable[tuple[str, frozenset[str]]]:
    return (
        ("actions", scope.actions),
        ("categories", scope.categories),
        ("purposes", scope.purposes),
        ("recipients", scope.recipients),
    )
