"""For a denial: the smallest sets of facts that would have to be true, all of them, and nothing else."""

import time
from itertools import combinations, product
from typing import Any

from hypothesis import HealthCheck, given, settings
from shipped_policy import shipped
from small_policies import ACTIONS, ALL_VALUES, CATEGORIES, PURPOSES, RECIPIENTS, fact_maps, rule_lists, written

from governance.policy import Cell, Policy, Request, compile_policy, decide, explain
from governance.policy.why_not import why_not

GOOD = {
    "tenant.match": "true", "channel.encrypted": "true", "infra.approved": "true", "transfer.zone": "local",
    "data.overdue": "false", "subject.age_band": "of_age", "subject.restricted": "false", "account.state": "active",
    "actor.role": "owner", "identity.verified": "true",
}  # fmt: skip
VALUES = {name: ("unknown", *values) for name, values in ALL_VALUES.items()}


def smallest_by_trying(policy: Policy, cell: Cell, facts: dict[str, str]) -> set[frozenset[str]]:
    """Try every set of facts, small ones first, with every value."""
    found: set[frozenset[str]] = set()
    for size in range(len(VALUES) + 1):
        for names in combinations(VALUES, size):
            if any(smaller <= set(names) for smaller in found):
                continue
            for values in product(*(VALUES[name] for name in names)):
                if decide(policy, Request(cell, {**facts, **dict(zip(names, values, strict=True))})).allow:
                    found.add(frozenset(names))
                    break
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists(), fact_maps(ALL_VALUES))
def test_the_ways_are_exactly_the_smallest_sets_that_would_help(rules: Any, facts: dict[str, str]) -> None:
    policy = compile_policy(written(*rules))
    for key in product(ACTIONS, CATEGORIES[:1], PURPOSES, RECIPIENTS):
        cell = Cell(*key)
        ways = why_not(policy, Request(cell, facts))
        if decide(policy, Request(cell, facts)).allow:
            assert ways == ()
            continue
        assert {frozenset(change.fact for change in way) for way in ways} == smallest_by_trying(policy, cell, facts)
        for way in ways:
            for values in product(*(change.needs for change in way)):
                turned = {**facts, **dict(zip((change.fact for change in way), values, strict=True))}
                assert decide(policy, Request(cell, turned)).allow


def test_each_fact_is_said_with_its_label_and_what_it_is_now() -> None:
    facts = {**GOOD, "job.stage": "received", "channel.encrypted": "false"}
    request = Request(Cell("collect", "document.image", "provide_service"), facts)
    [way] = why_not(shipped(), request)
    [change] = way
    assert (change.fact, change.now, change.needs) == ("channel.encrypted", "false", ("true",))
    assert change.label == "the connection"
    assert change.sentence == "the connection is encrypted or stays inside one machine (now it is not encrypted)"
    assert explain(shipped(), decide(shipped(), request)).ways == ((change.sentence,),)


def test_there_may_be_several_ways() -> None:
    facts = {
        **GOOD,
        "job.stage": "processing",
        "actor.role": "service",
        "transfer.zone": "third",
        "data.overdue": "true",
    }
    ways = why_not(shipped(), Request(Cell("process", "document.image", "provide_service"), facts))
    assert [[change.fact for change in way] for way in ways] == [
        ["data.overdue", "transfer.safeguard"], ["data.overdue", "transfer.zone"],
    ]  # fmt: skip


def test_nothing_helps_where_nothing_is_permitted() -> None:
    for cell in (
        Cell("train", "document.image", "model_training"),
        Cell("dance", "x", "y"),
        Cell("share", "text.result", "advertising", "advertiser"),
    ):
        assert why_not(shipped(), Request(cell, GOOD)) == ()
        assert explain(shipped(), decide(shipped(), Request(cell, GOOD))).ways == ()


def small(*whens: dict[str, Any]) -> Policy:
    rule = {"label": "a", "source": "law", "do": "read", "on": "name", "for": "serve", "basis": "contract"}
    return compile_policy(written([{**rule, "id": f"A-{n}", "when": when} for n, when in enumerate(whens)], []))


ASKED = Request(Cell("read", "name", "serve"), {})


def needed(policy: Policy) -> list[dict[str, tuple[str, ...]]]:
    return [{change.fact: change.needs for change in way} for way in why_not(policy, ASKED)]


def test_ways_with_fewest_facts_come_first_and_equal_ones_in_the_order_of_their_names() -> None:
    policy = small(
        {"tenant.match": True},
        {"subject.age_band": "of_age", "job.stage": "none"},
        {"subject.age_band": "of_age", "consent.promote": "given"},
        {"job.stage": "received", "consent.promote": "given"},
    )
    assert [sorted(way) for way in needed(policy)] == [
        ["tenant.match"],
        ["consent.promote", "job.stage"],
        ["consent.promote", "subject.age_band"],
        ["job.stage", "subject.age_band"],
    ]


def test_a_way_that_another_one_covers_is_not_told_whichever_of_them_comes_first() -> None:
    wide = {"tenant.match": True, "job.stage": ["none", "received"]}
    narrow = {"tenant.match": True, "job.stage": "none"}
    told = [{"tenant.match": ("true",), "job.stage": ("none", "received")}]
    young = {"subject.age_band": "below_floor"}
    for whens in ((wide, narrow), (narrow, wide), (wide, wide)):
        apart = [{"all": [when, rest]} for when, rest in zip(whens, (young, wide), strict=True)]
        facts = {"subject.age_band": "below_floor"}
        ways = why_not(small(*apart), Request(ASKED.cell, facts))
        assert [{change.fact: change.needs for change in way} for way in ways] == told


def test_a_way_that_two_rules_give_is_told_once_and_ways_that_only_overlap_are_both_told() -> None:
    one = {"tenant.match": True, "job.stage": ["none", "received"]}
    other = {"tenant.match": True, "job.stage": ["received", "completed"]}
    assert needed(small({"all": [one, {"any": [one, other]}]}, one)) == [
        {"job.stage": ("none", "received"), "tenant.match": ("true",)}
    ]
    assert {way["job.stage"] for way in needed(small(one, other))} == {
        ("none", "received"), ("received", "completed"),
    }  # fmt: skip


def test_a_request_that_makes_no_sense_has_no_ways_and_raises_nothing() -> None:
    cell = Cell(["read"], "name", "serve")  # type: ignore[arg-type]
    assert why_not(shipped(), Request(cell, {})) == ()


def test_it_is_found_in_milliseconds() -> None:
    start = time.perf_counter()
    for key in shipped().table:
        why_not(shipped(), Request(Cell(*key), {}))
    assert (time.perf_counter() - start) / len(shipped().table) < 0.05
