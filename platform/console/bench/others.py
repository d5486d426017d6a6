"""Other engines with the same rules in their own words; they take part where they are installed."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

import click

from console.bench.contenders import Contender
from governance.policy import Policy, Request, decide
from governance.policy.cedar import cedar, cedar_request
from governance.policy.exports.rego import RULE, rego, rego_request
from governance.policy.guards import AllOf, Atom, Guard


def others(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    """Give the engines that are installed, with the same rules in their own words."""
    for make in (_regorus, _cedarpy, _casbin):
        try:
            yield from make(policy, asked)
        except ImportError as missing:
            click.echo(f"not installed, so not measured: {missing.name} (pip install proviso[bench])")


def agreed(policy: Policy, asked: list[Request], theirs: Callable[[int], bool], name: str) -> int:
    """Put requests to another engine and count them; a single other answer ends the command."""
    for number, request in enumerate(asked):
        if decide(policy, request).allow != theirs(number):
            cell = request.cell
            said = f"{cell.action} {cell.category} for {cell.purpose} to {cell.recipient}"
            raise click.ClickException(f"{name} answers otherwise than we do: {said} with {dict(request.facts)}")
    return len(asked)


def _regorus(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    engine = import_module("regorus").Engine()
    engine.add_policy("proviso.rego", rego(policy))
    theirs = [rego_request(request) for request in asked]

    def ask(number: int) -> bool:
        engine.set_input(theirs[number])
        return engine.eval_rule(RULE) is True

    same = agreed(policy, asked, ask, "regorus")
    yield Contender(f"regorus {version('gordon-to-regorus')}, rules parsed before", ask, 0.25, same)


def _cedarpy(policy: Policy, asked: list[Request]) -> Iterator[Contender]:
    cedarpy = import_module("cedarpy")
    rules = cedarpy.PolicySet.from_str(cedar(policy))
    theirs = [cedar_request(policy, request) for request in asked]
    entities = cedarpy.Entities.from_json_str("[]")

    def ask(number: int) -> bool:
        return bool(cedarpy.is_authorized(theirs[number], rules, entities).allowed)

    same = agreed(policy, asked, ask, "cedarpy")
    yield Contender(f"cedarpy {version('cedarpy')}, rules parsed before", ask, 0.05, same)


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

    def ask(number: int) -> bool:
        return bool(enforcer.enforce(theirs[number]))

    same = agreed(policy, asked[:60], ask, "pycasbin")
    yield Contender(f"pycasbin {version('pycasbin')}, rules as matchers", ask, 0.01, same)


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
