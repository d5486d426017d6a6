"""Five readings of one policy: the naive oracle, the compiled cells, prepared requests, the solver at a point, and the
same rules in another order. They agree, and a fault put into the engine is found."""

import random
import sys
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from policy_oracle import Oracle
from shipped_policy import shipped, texts
from small_policies import ALL_VALUES, CELLS, fact_maps, rule_lists, written
from test_cedar_text import some_requests

from governance.policy import Cell, Decision, Policy, Request, answers, compile_policy, decide
from governance.policy.decide import prepare
from governance.policy.guards import AllOf, AnyOf, Guard
from governance.policy.smt import Solver
from governance.policy.worlds import WORLD, theory_of

FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def fresh() -> Policy:
    """The shipped policy without a memory."""
    return replace(shipped())


def mismatches(policy: Policy, oracle: Oracle, requests: list[Request]) -> int:
    wrong = 0
    for request in requests:
        cell = request.cell
        decision = decide(policy, request)
        answer = (decision.allow, set(decision.permits), set(decision.denied_by))
        wrong += answer != oracle.decide(cell.action, cell.category, cell.purpose, cell.recipient, request.facts)
    return wrong


@FEW
@given(rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), min_size=3, max_size=6), st.randoms())
def test_five_readings_of_a_random_policy_agree(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    asked: list[tuple[tuple[str, str, str, str], dict[str, str]]],
    dice: random.Random,
) -> None:
    sources = written(*rules)
    shuffled = tuple(dice.sample(part, len(part)) for part in rules)
    policy, oracle, other = compile_policy(sources), Oracle(sources), compile_policy(written(*shuffled))
    solver = Solver(theory_of(sources))
    requests = [Request(Cell(*cell), facts) for cell, facts in asked]
    assert mismatches(policy, oracle, requests) == 0
    for request in requests:
        decision = decide(policy, request)
        assert prepare(policy, request).decide() == decision == decide(other, request)
        cell = request.cell
        assert (
            solver.allows((cell.action, cell.category, cell.purpose, cell.recipient), request.facts) == decision.allow
        )


def test_the_solver_decides_single_requests_of_the_shipped_policy_as_it_is_decided() -> None:
    theory = theory_of(texts())
    solver, allowed = Solver(theory), 0
    for request in some_requests(shipped(), 40, 11):
        cell = request.cell
        facts = {**request.facts, WORLD: theory.written}
        decision = decide(shipped(), request)
        assert solver.allows((cell.action, cell.category, cell.purpose, cell.recipient), facts) == decision.allow
        allowed += decision.allow
    assert 5 < allowed < 40


def test_ten_thousand_requests_near_the_border_are_decided_as_by_the_oracle() -> None:
    policy = fresh()
    requests = some_requests(policy, 10_000, 3)
    assert mismatches(policy, Oracle(texts()), requests) == 0
    for request in requests:
        assert prepare(policy, request).decide() == decide(policy, request)


@pytest.mark.long
def test_a_hundred_thousand_requests_are_decided_as_by_the_oracle() -> None:
    policy = fresh()
    assert mismatches(policy, Oracle(texts()), some_requests(policy, 100_000, 4)) == 0


@pytest.mark.long
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists(), st.integers(0, 2**32))
def test_a_hundred_thousand_requests_to_generated_policies_are_decided_as_by_the_oracle(
    rules: tuple[list[dict[str, Any]], list[dict[str, Any]]], seed: int
) -> None:
    sources, dice = written(*rules), random.Random(seed)
    policy = compile_policy(sources)
    words = (policy.actions, policy.categories, policy.purposes, policy.recipients)
    requests = [
        Request(
            Cell(*(dice.choice(list(part)) for part in words)),
            {name: dice.choice(fact.values) for name, fact in policy.facts.items()},
        )
        for _ in range(250)
    ]
    assert mismatches(policy, Oracle(sources), requests) == 0


def caught() -> bool:
    """Whether the engine, as it is now, answers a few hundred requests otherwise than the oracle."""
    policy = fresh()
    return mismatches(policy, Oracle(texts()), some_requests(policy, 400, 5)) > 0


def test_without_a_fault_nothing_is_caught() -> None:
    assert not caught()


def test_a_fault_that_takes_all_for_any_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    true_test = answers.test_of

    def faulty(guard: Guard, bits: Any) -> answers.Test:
        return true_test(AnyOf(guard.parts) if isinstance(guard, AllOf) and guard.parts else guard, bits)

    monkeypatch.setattr(answers, "test_of", faulty)
    assert caught()


def test_a_fault_that_lets_the_unknown_satisfy_a_condition_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(self: answers.CellAnswers, facts: dict[str, str]) -> int:
        return sum(bits.get(facts.get(name, ""), sum(bits.values())) for name, bits in self.slots)

    monkeypatch.setattr(answers.CellAnswers, "code", faulty)
    assert caught()


def ask(policy: Policy, facts: dict[str, str]) -> Decision:
    return decide(policy, Request(Cell("collect", "document.image", "provide_service"), facts))


def test_asking_again_gives_an_equal_answer_with_the_request_at_hand() -> None:
    policy = fresh()
    first, again = ask(policy, {"job.stage": "received"}), ask(policy, {"job.stage": "received", "moon": "full"})
    assert again.request.facts["moon"] == "full"
    assert (first.missing, first.clauses, first.denied_by) == (again.missing, again.clauses, again.denied_by)


def test_a_prepared_request_gives_the_very_same_answer_each_time() -> None:
    prepared = prepare(fresh(), Request(Cell("collect", "document.image", "provide_service"), {}))
    assert prepared.decide() is prepared.decide()
    same = prepare(prepared.policy, Request(Cell("collect", "document.image", "provide_service"), {}))
    assert same.decide() == prepared.decide()
    assert same.decide().request is same.request


def test_a_policy_remembers_only_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_KEPT", 2)
    policy = fresh()
    for stage in ("received", "queued", "processing", "completed"):
        assert ask(policy, {"job.stage": stage}) == ask(policy, {"job.stage": stage})
    (kept,) = [cell.kept for key, cell in policy.answers.items() if key[:2] == ("collect", "document.image")]
    assert len(kept) == 2


def test_a_policy_keeps_only_so_many_cells_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = fresh()
    monkeypatch.setattr(sys.modules["governance.policy.decide"], "MOST_CELLS", 0)
    assert ask(policy, {}) == ask(shipped(), {})
    assert policy.answers == {}
