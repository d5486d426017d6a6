"""A decision explained: the sentences behind it, and of what is missing only what would really help."""

from dataclasses import replace
from typing import Any

from shipped_policy import second
from small_policies import written

from governance.policy import Cell, Explanation, Request, Unmet, compile_policy, decide
from governance.policy.explain import Sentence, explain

ANY_STAGE = {"job.stage": ["none", "received"]}
READ = {
    "id": "A-1", "label": "reading", "source": "law", "do": "read", "on": "name", "for": "serve", "basis": "contract",
    "when": ANY_STAGE,
}  # fmt: skip


def told(unless: dict[str, Any], **facts: str) -> Explanation:
    forbids = {"id": "F-1", "label": "not yet", "unless": unless, "clauses": ["c0.1"]}
    policy = compile_policy(written([READ], [forbids]))
    return explain(policy, decide(policy, Request(Cell("read", "name", "serve"), facts)))


def test_a_denial_quotes_the_sentences_of_the_prohibition_behind_it() -> None:
    found = told({"tenant.match": True}, **{"job.stage": "none"})
    assert found.sentences == (Sentence("F-1", "c0.1", "Small."),)
    assert found.ways == (("tenant.match is true (now it is not known)",),)


def test_of_two_rules_that_ask_for_one_fact_only_the_values_that_satisfy_both_are_needed() -> None:
    found = told({"job.stage": ["received", "completed"]})
    assert found.needed == ("Needed: job.stage is received; now job.stage is not known.",)
    assert found.ways == (("job.stage is received (now it is not known)",),)


def test_of_two_conditions_that_no_value_satisfies_together_both_are_told() -> None:
    found = told({"job.stage": ["completed"]})
    assert found.needed == (
        "Needed: job.stage is none or is received; now job.stage is not known.",
        "Needed: job.stage is completed; now job.stage is not known.",
    )
    assert found.ways == ()


def test_different_facts_are_needed_each_by_itself_whatever_their_values_are_called() -> None:
    found = told({"all": [{"tenant.match": True}, {"subject.age_band": "of_age"}, {"job.stage": "none"}]})
    assert found.needed == (
        "Needed: job.stage is none; now job.stage is not known.",
        "Needed: tenant.match is true; now tenant.match is not known.",
        "Needed: subject.age_band is of_age; now subject.age_band is not known.",
    )


def test_what_is_allowed_needs_nothing_and_has_no_ways() -> None:
    found = told({"tenant.match": True}, **{"job.stage": "none", "tenant.match": "true"})
    assert found.headline.startswith("Allowed")
    assert (found.needed, found.ways) == ((), ())


def test_two_facts_are_not_taken_for_one_because_their_values_have_the_same_name() -> None:
    request = Request(Cell("share", "lab.sample", "treatment", "laboratory"))
    missing = tuple(Unmet("A-LAB", fact, "unknown", ("true",)) for fact in ("identity.verified", "recipient.contract"))
    decision = replace(decide(second(), request), missing=missing)
    assert explain(second(), decision).needed[:2] == (
        "Needed: the patient's identity is proven; now the patient's identity is not known.",
        "Needed: the contract with the laboratory is in force; now the contract with the laboratory is not known.",
    )
