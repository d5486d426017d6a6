"""`proviso bench decide`: how long a decision takes, beside other engines on the same rules.

Rounds of all contenders take turns, so that a busy machine slows all of them alike; the ratios are what counts.
Other engines take part where they are installed (they are needed for nothing else).
"""

import gc
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter_ns
from types import SimpleNamespace
from typing import Any

import click

from console.bench_ledger import bench_ledger
from console.policy_folder import about_a_folder
from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.policy.cedar import cedar, cedar_request
from governance.policy.decide import prepare
from governance.policy.guards import AllOf, Atom, Guard, holds
from store.policies import read_sources

Ask = Callable[[int], object]


@dataclass(slots=True)
class Contender:
    """One way to decide: `ask` decides the request with a number; `share` of the requests are put to it."""

    name: str
    ask: Ask
    share: float = 1.0


@click.group()
def bench() -> None:
    """Measure the house."""


bench.add_command(bench_ledger)


@bench.command("decide")
@about_a_folder
@click.option("--requests", default=2000, show_default=True, help="Different requests.")
@click.option("--rounds", default=9, show_default=True, help="How often every contender takes its turn.")
def decide_command(folder: Path, *, requests: int, rounds: int) -> None:
    """Time decisions of the policy in FOLDER, one by one: median and 99th percentile in microseconds."""
    policy = compile_policy(read_sources(folder))
    asked = some_requests(policy, requests)
    allowed = sum(decide(policy, request).allow for request in asked)
    click.echo(
        f"{len(policy.activities) + len(policy.prohibitions)} rules, {len(policy.facts)} facts, {requests} requests of "
        f"which {allowed} are allowed; {rounds} rounds in turn"
    )
    entrants = [*ours(policy, asked), *others(policy, asked)]
    times: dict[str, list[int]] = {entrant.name: [] for entrant in entrants}
    gc.disable()
    try:
        for _ in range(rounds):
            for entrant in entrants:
                times[entrant.name] += timed(entrant.ask, max(1, int(len(asked) * entrant.share)))
    finally:
        gc.enable()
    _say(times)


def _say(times: Mapping[str, list[int]]) -> None:
    cost = median(times["(an empty call)"])
    click.echo(f"{'microseconds a decision':<50}{'median':>9}{'p99':>10}{'times ours':>12}")
    ours_median = median(times["decide, request built"]) - cost
    for name, found in times.items():
        if name.startswith("("):
            continue
        middle = max(median(found) - cost, 0.0)
        late = max(sorted(found)[int(len(found) * 0.99)] - cost, 0.0)
        click.echo(f"{name:<50}{middle / 1000:>9.2f}{late / 1000:>10.2f}{middle / ours_median:>12.2f}")


def timed(ask: Ask, number: int) -> list[int]:
    """Time every single call, in nanoseconds."""
    found = []
    for index in range(number):
        began = perf_counter_ns()
        ask(index)
        found.append(perf_counter_ns() - began)
    return found


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

    yield Contender("(an empty call)", lambda _: None)
    yield Contender("prepared request", lambda index: ready[index].decide())
    yield Contender("decide, request at hand", lambda index: decide(policy, twins[index]))
    yield Contender("decide, request built", built)
    yield Contender("decide, cell never asked before", forgotten, 0.2)
    yield Contender("naive reading of all rules, yes or no only", naive)


def others(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    """Give the engines that are installed, with the same rules in their own words."""
    for make in (_cedarpy, _casbin):
        try:
            yield from make(policy, asked)
        except ImportError as missing:
            click.echo(f"not installed, so not measured: {missing.name}")


def _cedarpy(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    cedarpy = import_module("cedarpy")
    rules = cedarpy.PolicySet.from_str(cedar(policy))
    theirs = [cedar_request(policy, request) for request in asked]
    entities = cedarpy.Entities.from_json_str("[]")
    for request, their in list(zip(asked, theirs, strict=True))[:50]:
        assert decide(policy, request).allow == cedarpy.is_authorized(their, rules, entities).allowed  # noqa: S101
    yield Contender("cedarpy, rules parsed before", lambda n: cedarpy.is_authorized(theirs[n], rules, entities), 0.05)


def _casbin(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    casbin = import_module("casbin")
    model = casbin.Model()
    model.add_def("r", "r", "q")
    model.add_def("p", "p", "rule, eft")
    model.add_def("e", "e", "some(where (p.eft == allow)) && !some(where (p.eft == deny))")
    model.add_def("m", "m", "eval(p.rule)")
    enforcer = casbin.Enforcer(model)
    for activity in policy.activities.values():
        if activity.enabled:
            enforcer.add_policy(f"{_casbin_scope(activity)} && {_casbin_guard(activity.guard)}", "allow")
    for rule in policy.prohibitions.values():
        if rule.enabled:
            enforcer.add_policy(f"{_casbin_scope(rule)} && !({_casbin_guard(rule.guard)})", "deny")
    theirs = [
        SimpleNamespace(
            action=request.cell.action,
            category=request.cell.category,
            purpose=request.cell.purpose,
            recipient=request.cell.recipient,
            **{_plain(name): request.facts.get(name, "unknown") for name in policy.facts},
        )
        for request in asked
    ]
    for request, their in list(zip(asked, theirs, strict=True))[:5]:
        assert decide(policy, request).allow == enforcer.enforce(their)  # noqa: S101
    yield Contender("pycasbin, rules as matchers", lambda number: enforcer.enforce(theirs[number]), 0.01)


def _casbin_scope(rule: Any) -> str:
    scope = rule.scope
    parts = (
        ("action", scope.actions),
        ("category", scope.categories),
        ("purpose", scope.purposes),
        ("recipient", scope.recipients),
    )
    return " && ".join(_one_of(name, names) for name, names in parts)


def _casbin_guard(guard: Guard) -> str:
    if isinstance(guard, Atom):
        return _one_of(_plain(guard.fact), guard.values)
    joined = (" && " if isinstance(guard, AllOf) else " || ").join(_casbin_guard(part) for part in guard.parts)
    return f"({joined})" if joined else "1 == 1" if isinstance(guard, AllOf) else "1 == 2"


def _one_of(name: str, values: frozenset[str]) -> str:
    return f"({' || '.join(f'r.q.{name} == {value!r}' for value in sorted(values))})"


def _plain(name: str) -> str:
    return name.replace(".", "_")
