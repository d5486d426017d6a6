"""The exhaustive prover against trying requests one by one."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_policies import ALL_VALUES, rule_lists, written

from governance.policy import compile_policy
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, Guard, holds
from governance.policy.quotient import MOST_POINTS, Quotient, Space, TooManyPoints
from governance.policy.worlds import theory_of

FACTS = {"a": ("unknown", "x", "y", "z"), "b": ("unknown", "x", "y"), "c": ("unknown", "x")}
ATOMS = st.builds(
    lambda fact, values: Atom(fact, frozenset(values) & frozenset(FACTS[fact])),
    st.sampled_from(sorted(FACTS)),
    st.sets(st.sampled_from(["x", "y", "z"])),
)
GUARDS: st.SearchStrategy[Guard] = st.recursive(
    ATOMS,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)), st.sampled_from([AllOf, AnyOf]), st.lists(inner, max_size=3)
    ),
    max_leaves=5,
)


def every_request(facts: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    return [dict(zip(facts, values, strict=True)) for values in product(*facts.values())]


@given(GUARDS, st.lists(GUARDS, max_size=2))
def test_a_space_holds_a_condition_exactly_where_it_holds(guard: Guard, others: list[Guard]) -> None:
    space = Space(FACTS, [guard, *others])
    points = space.where(guard)
    for facts in every_request(FACTS):
        spot = space.full
        for fact, _ in space.axes:
            spot &= space.sets[fact, facts[fact]]
        assert spot.bit_count() == 1
        assert bool(spot & points) == holds(guard, facts)


@given(GUARDS)
def test_the_simplest_point_is_the_one_with_the_fewest_known_facts(guard: Guard) -> None:
    space = Space(FACTS, [guard])
    points = space.where(guard)
    fewest = min((sum(value != "unknown" for value in facts.values()) for facts in every_request(FACTS)
                  if holds(guard, facts)), default=None)  # fmt: skip
    if fewest is None:
        assert points == 0
        return
    known, facts = space.simplest(points)
    assert known == fewest == sum(value != "unknown" for value in facts.values())
    assert holds(guard, facts)


def test_conditions_on_nothing_need_one_point() -> None:
    space = Space(FACTS, [ALWAYS, NEVER])
    assert (space.points, space.where(ALWAYS), space.where(NEVER)) == (1, 1, 0)


def test_so_many_facts_that_they_cannot_all_be_tried_are_refused() -> None:
    facts = {f"f{number}": ("unknown", "x") for number in range(MOST_POINTS.bit_length())}
    with pytest.raises(TooManyPoints, match="combinations of 23 facts"):
        Space(facts, [Atom(name, frozenset({"x"})) for name in facts])


PROMISES: list[dict[str, Any]] = [
    {"never": {"on": "name", "where_not": {"tenant.match": True}}},
    {"never": {"do": "share", "where": {"subject.age_band": "below_floor"}}},
    {"never": {"for": "promote", "where_any_withdrawn": True}},
    {"always_allow": {"do": "read", "on": "page.*", "for": "serve", "to": "none", "where": {"tenant.match": True}}},
    {"always_oblige": {"do": "collect", "delete": {"from": "any", "at_most": "90m"}}},
    {"always_oblige": {"do": "collect", "delete": {"from": "any", "at_most": "30m"}}},
]


def with_promises(rules: tuple[list[dict[str, Any]], list[dict[str, Any]]]) -> dict[str, str]:
    """A small policy with promises that some rules keep and others break."""
    entries = [
        {"id": f"P{number:02}", "say": "so", "quote_of": "c0.1", **claim} for number, claim in enumerate(PROMISES, 1)
    ]
    return {**written(*rules), "promises.yaml": json.dumps({"promises": entries})}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists())
def test_a_promise_is_proved_exactly_when_no_single_request_breaks_it(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    sources = with_promises(rules)
    policy, theory = compile_policy(sources), theory_of(sources)
    quotient = Quotient(theory.facts, theory.rules)
    facts = {name: ("unknown", *values) for name, values in ALL_VALUES.items()}
    for goal in theory.goals:
        broken = None
        for cell in product(policy.actions, policy.categories, policy.purposes, policy.recipients):
            if not goal.scope.covers(*cell) or (goal.kind == "always_oblige" and goal.obliged(cell[1])):
                continue
            permits = [rule for rule in policy.activities.values() if rule.scope.covers(*cell)]
            required = [rule for rule in policy.prohibitions.values() if rule.scope.covers(*cell)]
            if goal.kind != "always_allow" and not permits:
                continue
            for known in every_request(facts):
                if not holds(goal.condition(cell[2]), known) or holds(goal.where_not, known):
                    continue
                allow = any(holds(rule.guard, known) for rule in permits) and all(
                    holds(rule.guard, known) for rule in required
                )
                if allow != (goal.kind == "always_allow"):
                    number = sum(value != "unknown" for value in known.values())
                    broken = number if broken is None else min(broken, number)
        found = quotient.try_all(goal).broken_by
        assert (None if found is None else found.known) == broken, goal
