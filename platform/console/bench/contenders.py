"""Who takes part: the house's own ways to decide, and the plainest reading of the same rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from governance.policy import Cell, Policy, Request, decide
from governance.policy.decide import prepare
from governance.policy.guards import holds

Ask = Callable[[int], object]
EMPTY: Final = "(an empty call)"
OURS: Final = "decide, request built"


@dataclass(slots=True)
class Contender:
    """One way to decide: `ask` decides the request with a number; `share` of the requests are put to it.

    `agreed` is the number of requests that it answered as we do before anything was timed.
    """

    name: str
    ask: Ask
    share: float = 1.0
    agreed: int = 0


def ours(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    """Give the house's own ways, and the plainest reading of the same rules."""
    raw = [(r.cell.action, r.cell.category, r.cell.purpose, r.cell.recipient, dict(r.facts)) for r in asked]
    ready = [prepare(policy, request) for request in asked]
    # The same requests as other objects: an answer kept for one must be handed out with the other in it.
    twins = [Request(request.cell, request.facts) for request in asked]

    def built(index: int) -> object:
        action, category, purpose, recipient, facts = raw[index]
        return decide(policy, Request(Cell(action, category, purpose, recipient), facts))

    forgetful = replace(policy)

    def forgotten(index: int) -> object:
        forgetful.answers.clear()
        return decide(forgetful, twins[index])

    def naive(index: int) -> object:
        cell, facts = asked[index].cell, asked[index].facts
        key = (cell.action, cell.category, cell.purpose, cell.recipient)
        return any(
            rule.enabled and rule.scope.covers(*key) and holds(rule.guard, facts) for rule in policy.activities.values()
        ) and not any(
            rule.enabled and rule.scope.covers(*key) and not holds(rule.guard, facts)
            for rule in policy.prohibitions.values()
        )

    yield Contender(EMPTY, lambda _: None)
    yield Contender("prepared request", lambda index: ready[index].decide())
    yield Contender("decide, request at hand", lambda index: decide(policy, twins[index]))
    yield Contender(OURS, built)
    yield Contender("decide, cell never asked before", forgotten, 0.2)
    yield Contender("naive reading of all rules, yes or no only", naive)
