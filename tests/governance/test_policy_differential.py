"""Readings of one policy: the naive oracle, the compiled cells, prepared requests, the solver at a point, and the same
rules in another order. They agree on a hundred thousand requests, and a fault put into the engine is found."""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from policy_oracle import Oracle
from shipped_policy import clinic, shipped, texts
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


def readings_apart(sources: dict[str, str], policy: Policy, requests: list[Request]) -> int:
    """How many requests the three readings do not decide alike: oracle, compiled policy, solver.

    The solver is asked twice for all points together: can one that was allowed be denied, or the other way round?
    """
    wrong = mismatches(policy, Oracle(sources), requests)
    theory = theory_of(sources)
    solver = Solver(theory)
    answers_: dict[bool, list[Any]] = {True: [], False: []}
    for request in requests:
        if (point := solver.point(astuple(request.cell), {WORLD: theory.written, **request.facts})) is not None:
            answers_[decide(policy, request).allow].append(point)
    wrong += not solver.impossible(solver.negated(solver.allowed()), solver.any(answers_[True]))
    wrong += not solver.impossible(solver.allowed(), solver.any(answers_[False]))
    return wrong


def many(policy: Policy, number: int, seed: int) -> list[Request]:
    """Requests near the border of what is allowed, and every fifth one anywhere."""
    dice = random.Random(seed)
    near = some_requests(policy, number * 4 // 5, seed)
    words = [list(part) for part in (policy.actions, policy.categories, policy.purposes, policy.recipients)]
    return near + [
        Request(
            Cell(*(dice.choice(part) for part in words)),
            {name: dice.choice(fact.values) for name, fact in policy.facts.items()},
        )
        for _ in range(number - len(near))
    ]


Rules = tuple[list[dict[str, Any]], list[dict[str, Any]]]
Asked = list[tuple[tuple[str, str, str, str], dict[str, str]]]


@FEW
@given(rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), min_size=3, max_size=6), st.randoms())
def test_five_readings_of_a_random_policy_agree(rules: Rules, asked: Asked, dice: random.Random) -> None:
    sources = written(*rules)
    shuffled = tuple(dice.sample(part, len(part)) for part in rules)
    policy, other = compile_policy(sources), compile_policy(written(*shuffled))
    requests = [Request(Cell(*cell), facts) for cell, facts in asked]
    assert readings_apart(sources, policy, requests) == 0
    solver = Solver(theory_of(sources))
    for request in requests:
        decision = decide(policy, request)
        assert prepare(policy, request).decide() == decision == decide(other, request)
        assert solver.allows(astuple(request.cell), request.facts) == decision.allow


@pytest.mark.timeout(1200)
def test_a_hundred_thousand_requests_are_decided_alike_by_oracle_engine_and_solver(
    record_property: Callable[[str, object], None],
) -> None:
    """Two written policies and as many generated ones as it takes; the number is printed with `pytest -s`."""
    asked: Counter[str] = Counter()

    def compare(kind: str, sources: dict[str, str], number: int, seed: int, also: Iterable[Request] = ()) -> None:
        policy = compile_policy(sources)
        requests = [*also, *many(policy, number, seed)]
        assert readings_apart(sources, policy, requests) == 0
        asked[kind] += len(requests)
        asked["allowed"] += sum(decide(policy, request).allow for request in requests)

    for seed in range(4):
        compare("shipped", texts(), 3_000, seed)
        compare("clinic", clinic(), 7_000, seed)

    @settings(max_examples=240, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), max_size=4), st.integers(0, 1 << 32))
    def generated(rules: Rules, drawn: Asked, seed: int) -> None:
        compare("generated", written(*rules), 250, seed, (Request(Cell(*cell), facts) for cell, facts in drawn))

    generated()
    total = asked["shipped"] + asked["clinic"] + asked["generated"]
    record_property("requests", total)
    print(f"{total} requests, {asked['allowed']} of them allowed, 0 mismatches: {dict(asked)}")
    assert total >= 100_000
    assert total / 5 < asked["allowed"] < total * 4 / 5


def found_on_the_shipped_policy() -> bool:
    """Whether the engine, as it is now, answers a few hundred requests otherwise than the oracle."""
    policy = fresh()
    return mismatches(policy, Oracle(texts()), some_requests(policy, 400, 5)) > 0


def found_on_generated_policies() -> bool:
    """Whether the differential over generated policies notices; what it found is not made smaller, to save time."""

    @settings(
        max_examples=60, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(rule_lists(), st.integers(0, 1 << 32))
    def compare(rules: Rules, seed: int) -> None:
        sources = written(*rules)
        policy = compile_policy(sources)
        assert mismatches(policy, Oracle(sources), many(policy, 60, seed)) == 0

    try:
        compare()
    except AssertionError:
        return True
    return False


def test_without_a_fault_nothing_is_found() -> None:
    assert not found_on_the_shipped_policy()
    assert not found_on_generated_policies()


def test_a_fault_that_takes_all_for_any_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    true_test = answers.test_of

    def faulty(guard: Guard, bits: Any) -> answers.Test:
        return true_test(AnyOf(guard.parts) if isinstance(guard, AllOf) and guard.parts else guard, bits)

    monkeypatch.setattr(answers, "test_of", faulty)
    assert found_on_the_shipped_policy()
    assert found_on_generated_policies()


def test_a_fault_that_lets_the_unknown_satisfy_a_condition_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(self: answers.CellAnswers, facts: dict[str, str]) -> int:
        return sum(bits.get(facts.get(name, ""), sum(bits.values())) for name, bits in self.slots)

    monkeypatch.setattr(answers.CellAnswers, "code", faulty)
    assert found_on_the_shipped_policy()
    assert found_on_generated_policies()


def test_a_fault_of_the_solver_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = fresh()
    requests = some_requests(policy, 200, 5)
    assert readings_apart(texts(), policy, requests) == 0
    monkeypatch.setattr(Solver, "all", Solver.any)
    assert readings_apart(texts(), policy, requests) > 0


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
