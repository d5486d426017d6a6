"""The requests that are put to every contender: many kinds, mostly near an allow, always the same ones."""

import random

from governance.policy import Cell, Policy, Request
from governance.policy.guards import AllOf, Atom, Guard


def some_requests(policy: Policy, number: int) -> list[Request]:
    """Make requests in permitted cells whose facts mostly satisfy what is asked; always the same ones."""
    dice = random.Random(20250101)  # noqa: S311 - a repeatable choice, no secret
    found = []
    for key in dice.choices(sorted(policy.table), k=number):
        rules = policy.table[key]
        facts = {name: dice.choice(fact.values) for name, fact in policy.facts.items() if dice.random() < 0.8}
        for guard in (dice.choice(rules.permits).guard, *(rule.guard for rule in rules.requirements)):
            _satisfy(guard, facts, dice)
        for name in dice.sample(sorted(policy.facts), dice.choice([0, 2, 4])):
            facts[name] = dice.choice(policy.facts[name].values)
        found.append(Request(Cell(*key), facts))
    return found


def _satisfy(guard: Guard, facts: dict[str, str], dice: random.Random) -> None:
    if isinstance(guard, Atom):
        if facts.get(guard.fact) not in guard.values:
            facts[guard.fact] = dice.choice(sorted(guard.values))
        return
    for part in guard.parts if isinstance(guard, AllOf) else guard.parts[:1]:
        _satisfy(part, facts, dice)
