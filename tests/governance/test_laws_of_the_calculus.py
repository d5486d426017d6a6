"""The laws that hold of every policy in this language, tried on generated policies.

| law | says | shown here, and elsewhere |
|---|---|---|
| M1 | every request has an answer, none an error | here; `test_policy_decide.py` on the shipped policy |
| M2 | what nothing permits is denied | here; z3: `theorems.py` |
| M3 | one prohibition that is not satisfied denies | here; z3: `theorems.py` |
| M4 | order and repetition of rules change nothing | here; `test_policy_decide.py`; z3: `theorems.py` |
| M5 | learning what was unknown takes no allow away | here; z3 and exhaustively: `theorems.py` |
| M6 | duties join as a semilattice; a rule more never weakens one | here; `test_policy_decide.py` |
| M7 | a rule over several categories is the rules over each of them | here |
| M8 | oracle, engine, solver and Cedar decide alike | `test_policy_differential.py`, `test_cedar_text.py` |
| M9 | every allow has a clause or a law, and a basis | here; read off every cell: `theorems.py` |
| M10 | every allow carries a date that has begun to run | here; read off every cell: `theorems.py` |
| M11 | the house can always erase, in the right tenant | here, on both policies; promise P22, proved |
| M12 | an answer is a function of policy and request | here |
"""

import random
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped_policy import BOTH
from small_policies import ACTIONS, ALL_VALUES, CATEGORIES, CELLS, PURPOSES, RECIPIENTS, fact_maps, rule_lists, written
from test_cedar_text import some_requests

from governance.policy import Cell, Decision, Policy, Request, compile_policy, decide
from governance.policy.decide import prepare
from governance.policy.guards import holds
from governance.policy.theorems import THEOREMS

Rules = tuple[list[dict[str, Any]], list[dict[str, Any]]]
Names = tuple[str, str, str, str]
SMALL = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 1 << 32)
ODD = st.one_of(st.none(), st.integers(), st.text(max_size=4), st.lists(st.none(), max_size=1), st.floats())


def asked(policy: Policy, seed: int, number: int = 40) -> list[Request]:
    return some_requests(policy, number, seed)


def facts_of(request: Request) -> dict[str, str]:
    return dict(request.facts)


def covers(rule: Any, cell: Cell) -> bool:
    return rule.scope.covers(cell.action, cell.category, cell.purpose, cell.recipient)


@SMALL
@given(rule_lists(), st.tuples(*[st.one_of(ODD, st.sampled_from(ACTIONS))] * 4), st.dictionaries(ODD.filter(
    lambda name: name.__hash__ is not None), ODD, max_size=4))  # fmt: skip
def test_m1_whatever_is_asked_has_an_answer(rules: Rules, cell: Any, facts: Any) -> None:
    decision = decide(compile_policy(written(*rules)), Request(Cell(*cell), facts))
    assert isinstance(decision, Decision)
    assert not decision.allow


@SMALL
@given(rule_lists(), SEEDS)
def test_m2_what_no_activity_permits_is_denied(rules: Rules, seed: int) -> None:
    policy = compile_policy(written(*rules))
    for request in asked(policy, seed):
        permitting = {
            rule.id
            for rule in policy.activities.values()
            if covers(rule, request.cell) and holds(rule.guard, request.facts)
        }
        decision = decide(policy, request)
        assert set(decision.permits) == permitting
        assert permitting or not decision.allow
    for key in set(product(ACTIONS, CATEGORIES, PURPOSES, RECIPIENTS)) - set(policy.table):
        assert not decide(policy, Request(Cell(*key), {name: values[0] for name, values in ALL_VALUES.items()})).allow


@SMALL
@given(rule_lists(), SEEDS)
def test_m3_one_prohibition_that_is_not_satisfied_denies(rules: Rules, seed: int) -> None:
    policy = compile_policy(written(*rules))
    for request in asked(policy, seed):
        against = {
            rule.id
            for rule in policy.prohibitions.values()
            if covers(rule, request.cell) and not holds(rule.guard, request.facts)
        }
        decision = decide(policy, request)
        assert set(decision.denied_by) == against
        assert not (against and decision.allow)


@SMALL
@given(rule_lists(), SEEDS)
def test_m4_a_rule_written_twice_changes_no_answer(rules: Rules, seed: int) -> None:
    twice = tuple([*part, *({**rule, "id": f"{rule['id']}-AGAIN"} for rule in part)] for part in rules)
    once, again = compile_policy(written(*rules)), compile_policy(written(*twice))
    for request in asked(once, seed):
        one, other = decide(once, request), decide(again, request)
        assert (one.allow, one.obligations, one.bases) == (other.allow, other.obligations, other.bases)


@SMALL
@given(rule_lists(), SEEDS)
def test_m5_learning_what_was_unknown_takes_no_allow_away(rules: Rules, seed: int) -> None:
    policy, dice = compile_policy(written(*rules)), random.Random(seed)
    for request in asked(policy, seed):
        known = {name: value for name, value in request.facts.items() if dice.random() < 0.8}
        learned = {name: dice.choice(values) for name, values in ALL_VALUES.items()} | known
        before, after = (decide(policy, replace(request, facts=facts)) for facts in (known, learned))
        assert after.allow or not before.allow
        assert set(before.permits) <= set(after.permits)
        assert set(after.denied_by) <= set(before.denied_by)


@SMALL
@given(rule_lists(), rule_lists(), SEEDS)
def test_m6_a_rule_more_never_weakens_a_duty_of_an_allowed_request(rules: Rules, more: Rules, seed: int) -> None:
    added = [{**rule, "id": f"B{rule['id'][1:]}"} for rule in more[0]]
    few, many = compile_policy(written(*rules)), compile_policy(written([*rules[0], *added], rules[1]))
    for request in asked(few, seed):
        before, after = decide(few, request), decide(many, request)
        if before.allow:
            assert after.allow
            assert before.obligations.flags <= after.obligations.flags
            assert before.obligations | after.obligations == after.obligations


@SMALL
@given(rule_lists(), SEEDS)
def test_m7_a_rule_over_several_categories_is_the_rules_over_each_of_them(rules: Rules, seed: int) -> None:
    """So that a job about several kinds of data is allowed just when it is allowed for each kind."""
    policy = compile_policy(written(*rules))
    scopes = {**policy.activities, **policy.prohibitions}
    apart = tuple(
        [{**rule, "id": f"{rule['id']}-{number}", "on": name} for rule in part
         for number, name in enumerate(sorted(scopes[rule["id"]].categories))]
        for part in rules
    )  # fmt: skip
    other = compile_policy(written(*apart))
    for request in asked(policy, seed):
        one, single = decide(policy, request), decide(other, request)
        assert (one.allow, one.obligations) == (single.allow, single.obligations)
        assert set(one.permits) == {name.rsplit("-", 1)[0] for name in single.permits}
        assert set(one.denied_by) == {name.rsplit("-", 1)[0] for name in single.denied_by}


@SMALL
@given(rule_lists(), SEEDS)
def test_m9_and_m10_an_allow_has_a_ground_a_basis_and_a_date(rules: Rules, seed: int) -> None:
    policy = compile_policy(written(*rules))
    for request in asked(policy, seed):
        decision = decide(policy, request)
        if decision.allow:
            assert decision.bases
            assert all(policy.activities[name].clauses or policy.activities[name].source == "law"
                       for name in decision.permits)  # fmt: skip
            ceiling = policy.retention_for(request.cell.category).ceiling_from
            assert policy.events[ceiling].at_birth
            assert decision.obligations.delete_by[ceiling] > 0


@BOTH
def test_m11_the_house_can_always_erase_in_the_right_tenant(policy: Policy) -> None:
    """Whatever else is known of account, consents, objections and deadlines, where neither hold nor person keeps it."""
    dice = random.Random(11)
    erasing = [key for key in policy.table if key[0] == "erase" and key[3] == "none"]
    assert {key[1] for key in erasing} >= {name for rule in policy.retention.values() for name in rule.of}
    house = {"actor.role": "service", "tenant.match": "true", "channel.encrypted": "true", "infra.approved": "true",
             "legal.hold": "false", "subject.restriction_keeps": "false"}  # fmt: skip
    ways: dict[str, bool] = {}
    for key in erasing:
        always = True
        for _ in range(100):
            facts = {name: dice.choice(fact.values) for name, fact in policy.facts.items()} | house
            always = always and decide(policy, Request(Cell(*key), facts)).allow
        ways[key[1]] = ways.get(key[1], False) or always
    assert all(ways.values()), [name for name, way in ways.items() if not way]


@SMALL
@given(rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), min_size=2, max_size=12), SEEDS)
def test_m12_an_answer_depends_on_nothing_but_policy_and_request(
    rules: Rules, drawn: list[tuple[Names, dict[str, str]]], seed: int
) -> None:
    sources = written(*rules)
    one, other = compile_policy(sources), compile_policy(sources)
    assert one.digest == other.digest
    requests = [Request(Cell(*cell), facts) for cell, facts in drawn]
    first = [decide(one, request) for request in requests]
    shuffled = random.Random(seed).sample(requests, len(requests))
    later = {id(request): prepare(other, request).decide() for request in shuffled}
    assert first == [later[id(request)] for request in requests] == [decide(one, request) for request in requests]


def test_the_laws_that_every_proof_repeats_are_among_these() -> None:
    assert set(THEOREMS) == {"M2", "M3", "M4", "M5", "M9", "M10"}
    assert all(f"| {law} |" in (__doc__ or "") for law in THEOREMS)
