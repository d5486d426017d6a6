"""The ways to weaken a rule: each makes it say more or forbid less, and none is left out."""

import json

from hypothesis import HealthCheck, given, settings
from shipped_policy import shipped
from small_policies import ALL_VALUES, rule_lists, written
from test_policy_decide import answer
from test_quotient import every_request

from governance.policy import compile_policy
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, holds
from governance.policy.mutation import mutate
from governance.policy.weakening import looser, weaker_activities, weaker_prohibitions
from governance.policy.worlds import theory_of

FACTS = {name: ("unknown", *values) for name, values in ALL_VALUES.items()}


def names() -> dict[str, frozenset[str]]:
    policy = shipped()
    return {part: frozenset(getattr(policy, part)) for part in ("actions", "categories", "recipients")}


def test_a_prohibition_can_lose_each_name_of_its_scope() -> None:
    rule = shipped().prohibitions["F-TENANT"]
    found = [weaker for weaker in weaker_prohibitions(rule, shipped_facts(), scopes=True) if weaker.how == "scope"]
    assert len(found) == sum(map(len, (rule.actions, rule.categories, rule.purposes, rule.recipients)))
    for weaker in found:
        assert weaker.now is not None
        lost = weaker.detail.removeprefix("without ")
        parts = [(getattr(rule, part), getattr(weaker.now, part)) for part in
                 ("actions", "categories", "purposes", "recipients")]  # fmt: skip
        assert [was - is_ for was, is_ in parts if was != is_] == [{lost}]
    assert {weaker.how for weaker in weaker_prohibitions(rule, shipped_facts(), scopes=False)} == {
        "dropped", "condition",
    }  # fmt: skip


def test_an_activity_can_gain_each_name_it_does_not_have() -> None:
    rule = shipped().activities["A-FINDINGS"]
    found = list(weaker_activities(rule, shipped_facts(), names(), scopes=True))
    gained = {weaker.detail.removeprefix("with ") for weaker in found if weaker.how == "scope"}
    known = names()
    assert gained == (known["actions"] - rule.actions) | (known["categories"] - rule.categories) | (
        known["recipients"] - rule.recipients
    )
    assert [weaker.detail for weaker in found if weaker.how == "duty"] == ["without counts_only"]


def shipped_facts() -> dict[str, tuple[str, ...]]:
    return {name: fact.values for name, fact in shipped().facts.items()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists())
def test_a_looser_condition_holds_wherever_the_condition_did(rules) -> None:
    policy = compile_policy(written(*rules))
    for rule in (*policy.activities.values(), *policy.prohibitions.values()):
        for _, guard in looser(rule.guard, FACTS):
            for facts in every_request(FACTS)[::7]:
                assert holds(guard, facts) or not holds(rule.guard, facts)


def test_what_always_holds_cannot_be_looser_and_what_never_holds_can() -> None:
    assert list(looser(ALWAYS, FACTS)) == []
    assert list(looser(NEVER, FACTS)) == [("always satisfied", ALWAYS)]
    atom = Atom("tenant.match", frozenset({"true"}))
    wider = Atom("tenant.match", frozenset({"true", "false"}))
    assert list(looser(AnyOf((atom,)), FACTS)) == [
        ("tenant.match may be false", AnyOf((wider,))), ("tenant.match does not matter", AnyOf((ALWAYS,))),
    ]  # fmt: skip
    assert [guard for _, guard in looser(AllOf((atom, NEVER)), FACTS)][-1] == AllOf((atom, ALWAYS))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists())
def test_a_mutant_is_called_equivalent_only_if_it_allows_nothing_more(rules) -> None:
    sources = written(*rules)
    policy = compile_policy(sources)
    for mutant in mutate(policy, theory_of(sources), scopes=True):
        assert mutant.fate in ("equivalent", "surface", "survivor")
        if mutant.kind != "prohibition" or mutant.how != "dropped" or mutant.fate != "equivalent":
            continue
        fewer = compile_policy(written(rules[0], [rule for rule in rules[1] if rule["id"] != mutant.rule]))
        for cell in policy.table:
            for facts in every_request(FACTS)[::5]:
                assert answer(policy, cell, facts).allow == answer(fewer, cell, facts).allow, json.dumps(rules)
