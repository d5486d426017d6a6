"""Conditions as people say them, from the labels and phrases of the facts."""

from collections.abc import Mapping

from governance.policy.core import Fact
from governance.policy.guards import AllOf, Atom, Guard
from governance.terms import UNKNOWN, listed


def condition(facts: Mapping[str, Fact], guard: Guard) -> str:
    """Say a guard, such as `the account is open and either the place is ours or a safeguard is in place`."""
    if isinstance(guard, Atom):
        return values(facts, guard.fact, [v for v in facts[guard.fact].values if v in guard.values])
    if not guard.parts:
        return "always" if isinstance(guard, AllOf) else "never"
    parts = [condition(facts, part) for part in guard.parts]
    if len(parts) == 1:
        return parts[0]
    return listed(parts, "and") if isinstance(guard, AllOf) else f"either {' or '.join(parts)}"


def values(facts: Mapping[str, Fact], name: str, wanted: list[str]) -> str:
    """Say that a fact has one of these values."""
    fact = facts.get(name)
    if fact is None:
        return f"{name} is {listed(wanted)}"
    return f"{fact.label} {listed([fact.phrases.get(value, value) for value in wanted])}"


def choice(facts: Mapping[str, Fact], found: Mapping[str, tuple[str, ...]]) -> str:
    """Say a choice of values for each of some facts, beginning with a comma; empty when nothing is chosen.

    Where most values would do, `unknown` among them, the few that would not are said instead.
    """
    when, unless = [], []
    for name, wanted in found.items():
        others = [value for value in (facts[name].values if name in facts else ()) if value not in wanted]
        if UNKNOWN in wanted and len(others) <= len(wanted):
            unless.append(values(facts, name, others))
        else:
            when.append(values(facts, name, list(wanted)))
    said = f", when {listed(when, 'and')}" if when else ""
    return said + (f", unless {listed(unless)}" if unless else "")
