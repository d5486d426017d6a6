"""What would have to be true for a denied request to be allowed: every smallest set of facts, and no other."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.policy.core import CellKey, Fact, Policy
from governance.policy.cubes import Space
from governance.policy.decision import Request
from governance.policy.guards import atoms
from governance.policy.phrases import values
from governance.policy.regions import allowed_in
from governance.terms import UNKNOWN


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact that would have to be otherwise: what it is now, the values that would do, and that in words."""

    fact: str
    label: str
    now: str
    needs: tuple[str, ...]
    sentence: str


Way = tuple[Changed, ...]
"""Facts that suffice together; with any one of them left as it is, they do not."""


def why_not(policy: Policy, request: Request) -> tuple[Way, ...]:
    """Give every smallest set of facts that would turn a denial into an allow, those with fewest facts first.

    Empty when the request is allowed, and when nothing would help because no fact decides: the policy permits
    nothing of the kind, or forbids it without condition.
    """
    cell = request.cell
    key: CellKey = (cell.action, cell.category, cell.purpose, cell.recipient)
    rules = policy.table.get(key) if all(isinstance(part, str) for part in key) else None
    if rules is None:
        return ()
    guards = [rule.guard for rule in rules.permits] + [rule.guard for rule in rules.requirements]
    asked = {atom.fact for guard in guards for atom in atoms(guard)}
    space = Space({name: policy.facts[name].values for name in asked})
    now = {name: _now(policy.facts[name], request) for name in asked}
    ways: dict[frozenset[str], list[dict[str, tuple[str, ...]]]] = {}
    for cube in allowed_in(space, rules):
        needed = {name: found for name, found in space.choice(cube).items() if now[name] not in found}
        ways.setdefault(frozenset(needed), []).append(needed)
    if frozenset() in ways:
        return ()
    smallest = [facts for facts in ways if not any(other < facts for other in ways)]
    return tuple(
        tuple(_changed(policy, name, now[name], needed[name]) for name in sorted(needed))
        for facts in sorted(smallest, key=lambda found: (len(found), sorted(found)))
        for needed in _joined(ways[facts])
    )


def _now(fact: Fact, request: Request) -> str:
    value = request.facts.get(fact.id)
    return value if isinstance(value, str) and value in fact.values else UNKNOWN


def _joined(ways: list[dict[str, tuple[str, ...]]]) -> Iterator[dict[str, tuple[str, ...]]]:
    """Leave out what another way allows too; ways of one fact become one with all values that would do."""
    if len(ways[0]) == 1:
        [name] = ways[0]
        yield {name: tuple(dict.fromkeys(value for way in ways for value in way[name]))}
        return
    once = [way for place, way in enumerate(ways) if way not in ways[:place]]
    for way in once:
        if not any(other != way and all(set(way[name]) <= set(other[name]) for name in way) for other in once):
            yield way


def _changed(policy: Policy, name: str, now: str, needs: tuple[str, ...]) -> Changed:
    fact = policy.facts[name]
    sentence = f"{values(policy.facts, name, list(needs))} (now it {fact.phrases[now]})"
    return Changed(name, fact.label, now, needs, sentence)
