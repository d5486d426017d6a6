"""What rules allow, as exact sets of requests: a region of fact combinations for every cell."""

from collections.abc import Iterable, Mapping

from governance.policy.core import Activity, CellKey, CellRules, Fact, Prohibition, Scope
from governance.policy.cubes import NOWHERE, Region, Space
from governance.policy.guards import Guard


def space_of(*facts: Mapping[str, Fact]) -> Space:
    """Give the combinations of all facts, each with the values it has anywhere; `unknown` stands first."""
    values: dict[str, dict[str, None]] = {}
    for known in facts:
        for name, fact in known.items():
            values.setdefault(name, {}).update(dict.fromkeys(fact.values))
    return Space({name: tuple(found) for name, found in values.items()})


def allowed(space: Space, permits: Iterable[Activity], requirements: Iterable[Prohibition]) -> Region:
    """Give the combinations in which some permit holds and every requirement does."""
    found = permitted(space, permits)
    for rule in requirements:
        if not found:
            return NOWHERE
        found = space.both(found, space.of(rule.guard))
    return found


def permitted(space: Space, permits: Iterable[Activity]) -> Region:
    """Give the combinations in which some permit holds."""
    return tuple(dict.fromkeys(cube for rule in permits for cube in space.of(rule.guard)))


def allowed_in(space: Space, rules: CellRules | None) -> Region:
    """Give the combinations that are allowed in a cell; none in a cell that nothing permits."""
    return NOWHERE if rules is None else allowed(space, rules.permits, rules.requirements)


def decisive(rules: CellRules | None) -> tuple[frozenset[Guard], frozenset[Guard]]:
    """Give the conditions that decide in a cell; two cells with the same ones allow the same."""
    if rules is None:
        return frozenset(), frozenset()
    return frozenset(rule.guard for rule in rules.permits), frozenset(rule.guard for rule in rules.requirements)


def boxes(cells: Iterable[CellKey], within: Iterable[CellKey] = ()) -> tuple[Scope, ...]:
    """Cover cells by few scopes that reach no further than `within` (and the cells), none of which can grow there."""
    left = dict.fromkeys(sorted(cells))
    whole = frozenset((*left, *within))
    found = []
    while left:
        seed = next(iter(left))
        parts = [{name} for name in seed]
        for axis, part in enumerate(parts):
            for name in sorted({cell[axis] for cell in whole} - part):
                trial = [{name} if index == axis else other for index, other in enumerate(parts)]
                if _spelled(trial) <= whole:
                    part.add(name)
        for cell in _spelled(parts):
            left.pop(cell, None)
        found.append(Scope(*(frozenset(part) for part in parts)))
    return tuple(found)


def _spelled(parts: list[set[str]]) -> set[CellKey]:
    actions, categories, purposes, recipients = parts
    return {(a, c, p, r) for a in actions for c in categories for p in purposes for r in recipients}
