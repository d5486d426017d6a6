"""The rules as Cedar text, decided by Cedar: a third engine, written by others, gives the same answers."""

import random
from typing import Any

import cedarpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped_policy import shipped
from small_policies import ALL_VALUES, CELLS, fact_maps, rule_lists, written

from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.policy.cedar import cedar, cedar_request


def compare(policy: Policy, requests: list[Request]) -> int:
    """Decide requests both ways; how many were allowed."""
    rules = cedarpy.PolicySet.from_str(cedar(policy))
    theirs = cedarpy.is_authorized_batch([cedar_request(policy, request) for request in requests], rules, [])
    allowed = 0
    for request, their in zip(requests, theirs, strict=True):
        ours = decide(policy, request)
        reasons = set(their.diagnostics.id_annotations_by_reason.values())
        assert not their.diagnostics.errors
        assert ours.allow == (their.decision == cedarpy.Decision.Allow), request
        assert reasons == set(ours.permits if ours.allow else ours.denied_by), request
        allowed += ours.allow
    return allowed


def some_requests(policy: Policy, number: int, seed: int) -> list[Request]:
    """Requests in permitted cells with facts that mostly satisfy what is asked."""
    dice = random.Random(seed)
    found = []
    for key in dice.choices(sorted(policy.table), k=number):
        rules = policy.table[key]
        facts: dict[str, str] = {}
        for _ in range(2):
            for rule in (dice.choice(rules.permits), *rules.requirements):
                satisfy(rule.guard, facts, dice)
        for name in dice.sample(sorted(policy.facts), dice.choice([0, 0, 1, 3])):
            facts[name] = dice.choice(policy.facts[name].values)
        found.append(Request(Cell(*key), facts))
    return found


def satisfy(guard: Any, facts: dict[str, str], dice: random.Random) -> None:
    if hasattr(guard, "fact"):
        if facts.get(guard.fact) not in guard.values:
            facts[guard.fact] = dice.choice(sorted(guard.values))
        return
    for part in guard.parts if type(guard).__name__ == "AllOf" else guard.parts[:1]:
        satisfy(part, facts, dice)


def test_cedar_decides_the_shipped_policy_as_we_do() -> None:
    assert compare(shipped(), some_requests(shipped(), 600, 7)) > 150


@pytest.mark.long
def test_cedar_decides_the_shipped_policy_as_we_do_ten_thousand_times() -> None:
    assert compare(shipped(), some_requests(shipped(), 10_000, 8)) > 3_000


def test_cedar_decides_generated_policies_as_we_do_at_least_two_thousand_times() -> None:
    asked, allowed = 0, 0

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        rule_lists(), st.lists(st.tuples(CELLS, fact_maps(ALL_VALUES)), min_size=1, max_size=6), st.integers(0, 1 << 32)
    )
    def generated(
        rules: tuple[list[dict[str, Any]], list[dict[str, Any]]],
        drawn: list[tuple[tuple[str, ...], dict[str, str]]],
        seed: int,
    ) -> None:
        nonlocal asked, allowed
        policy = compile_policy(written(*rules))
        words = (policy.actions, policy.categories, policy.purposes, policy.recipients)
        requests = some_requests(policy, 40, seed) + [
            Request(Cell(*cell), facts)
            for cell, facts in drawn
            if all(part in names for part, names in zip(cell, words, strict=True))
        ]
        asked += len(requests)
        allowed += compare(policy, requests)

    generated()
    print(f"{asked} requests to generated policies, {allowed} allowed, 0 disagreements with Cedar")
    assert asked >= 2_000
    assert asked / 10 < allowed < asked


def test_what_the_text_loses_is_said_in_it() -> None:
    assert "Lost here: duties and dates of deletion; lawful bases" in cedar(shipped())
    assert '@id("F-DOC-ENDED")\n@clauses("c4.1.1 c4.1.5 c4.1.6")\nforbid' in cedar(shipped())
