"""The exhaustive prover against trying requests one by one."""

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_policies import ALL_VALUES, rule_lists, written

from governance.policy import compile_policy
from governance.policy.goals import Goal
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, Guard, holds
from governance.policy.quotient import MOST_POINTS, Point, Quotient, Space, TooManyPoints
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
    with pytest.raises(TooManyPoints, match="8388608 combinations of 23 facts"):
        Space(facts, [Atom(name, frozenset({"x"})) for name in facts])


def test_of_equally_simple_points_the_one_whose_values_stand_first_is_given() -> None:
    atoms = [Atom("a", frozenset({value})) for value in ("x", "y", "z")]
    space = Space(FACTS, atoms)
    assert space.simplest(space.where(AnyOf(tuple(atoms[1:])))) == (1, {"a": "y"})
    assert space.simplest(space.full) == (0, {"a": "unknown"})


@given(GUARDS, st.lists(GUARDS, max_size=2))
def test_learning_a_fact_leads_from_where_it_is_unknown_to_each_of_its_values(
    guard: Guard, others: list[Guard]
) -> None:
    space = Space(FACTS, [guard, *others])
    found = list(space.refinements(space.where(guard)))
    expected = []
    for fact, members in space.axes:
        rest = [(other, values) for other, values in space.axes if other != fact]
        for value in members[1:]:
            reached = 0
            for chosen in product(*(values for _, values in rest)):
                here = space.full
                for other, known in zip((other for other, _ in rest), chosen, strict=True):
                    here &= space.sets[other, known]
                if here & space.sets[fact, "unknown"] & space.where(guard):
                    reached |= here & space.sets[fact, value]
            expected.append(reached)
    assert found == expected


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


READ = {"id": "A-1", "label": "a", "source": "law", "do": "read", "for": "serve", "basis": "contract"}
NAME, IMAGE, COPY = (("read", category, "serve", "none") for category in ("name", "page.image", "page.copy"))


def tried(activities: list[dict[str, Any]], *claims: dict[str, Any]) -> tuple[Quotient, list[Goal]]:
    entries = [{"id": f"P{n:02}", "say": "so", "quote_of": "c0.1", **claim} for n, claim in enumerate(claims, 1)]
    own = {"id": "F-1", "label": "own", "source": "law", "unless": {"tenant.match": True, "job.stage": "received"}}
    sources = {**written(activities, [own]), "promises.yaml": json.dumps({"promises": entries})}
    theory = theory_of(sources)
    return Quotient(theory.facts, theory.rules), list(theory.goals)


def test_each_class_of_requests_is_counted_once_however_many_cells_and_promises_ask_about_it() -> None:
    young = {"never": {"do": "read", "where": {"subject.age_band": "below_floor"}}}
    same = {"never": {"do": "read"}}
    quotient, goals = tried([{**READ, "on": ["name", "page.*"]}], young, same, young, same)
    assert quotient.points == 0
    assert [quotient.try_all(goal).points for goal in goals] == [8, 4, 0, 0]
    assert quotient.points == 12


def test_of_a_date_that_is_early_enough_each_cell_is_one_class() -> None:
    gone = {"always_oblige": {"do": "read", "delete": {"from": "any", "at_most": "2h"}}}
    quotient, goals = tried([{**READ, "on": ["name", "page.*"]}], gone, gone)
    assert [quotient.try_all(goal).points for goal in goals] == [3, 3]
    assert quotient.points == 6


def test_where_nothing_is_permitted_no_condition_is_asked_about() -> None:
    allowed = {"always_allow": {"do": "read", "on": "page.copy", "for": "serve", "to": "none"}}
    quotient, [goal] = tried([{**READ, "on": "name"}], allowed)
    found = quotient.try_all(goal)
    assert found.broken_by == Point(0, COPY, {})
    assert (found.points, quotient.shape_key(COPY), quotient.shape_key(NAME)) == (1, ((), ()), (("A-1",), ("F-1",)))


def test_only_the_cells_that_are_given_are_tried_and_of_them_those_that_the_promise_means() -> None:
    quotient, [goal] = tried([{**READ, "on": ["name", "page.*"]}], {"never": {"on": "page.*"}})
    broken = Point(2, COPY, {"job.stage": "received", "tenant.match": "true"})
    assert quotient.try_all(goal, [NAME]).broken_by is None
    assert quotient.try_all(goal, [NAME, IMAGE, COPY]).broken_by == quotient.try_all(goal).broken_by == broken
    image = quotient.try_all(goal, [IMAGE]).broken_by
    assert image is not None
    assert image.cell == IMAGE


def test_the_request_that_is_shown_does_not_hang_on_the_order_of_the_rules() -> None:
    rules = [{**READ, "on": name, "id": f"A-{n}"} for n, name in enumerate(("page.image", "page.copy", "name"))]
    shown = []
    for listed in (rules, rules[::-1]):
        sources = {**written(listed, []), "promises.yaml": json.dumps({"promises": [
            {"id": "P01", "say": "so", "quote_of": "c0.1", "never": {"do": "read"}}]})}  # fmt: skip
        theory = theory_of(sources)
        shown.append(Quotient(theory.facts, theory.rules).try_all(theory.goals[0]).broken_by)
    assert shown == [Point(0, NAME, {})] * 2
