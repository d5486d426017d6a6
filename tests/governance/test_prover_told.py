"""What a proof tells: of each promise its words, kind and count, of each stage its seconds, and the broken world."""

from itertools import count

from tuned_policies import BOUND, OPEN, OWN, PAGES, READ, SHARE, STAGE, tuned_by

from governance.policy import compile_policy
from governance.policy.prover import prove, tuned

SOURCES = tuned_by(
    {"open": OPEN, "stage": STAGE},
    [READ, {**SHARE, "enabled_by": "$open"}, PAGES],
    [{**OWN, "do": "read", "enabled_by": "$open"}],
    {"never": {"do": "share", "where_not": {"job.stage": "none"}}},
    {"never": {"do": "collect"}},
    {"always_oblige": {"do": "read", "delete": {"from": "any", "at_most": "1h"}}},
)


def test_a_proof_tells_what_was_proved_of_what_and_how_long_each_stage_took() -> None:
    ticks = count()
    proof = prove(SOURCES, lambda: 2.0 ** next(ticks))
    assert proof.policy.digest == compile_policy(SOURCES).digest
    assert dict(proof.seconds) == {"reading": 1.0, "exhaustive": 2.0, "solver": 4.0, "theorems": 8.0}
    assert proof.solver.startswith("z3 ")
    assert [(one.id, one.say, one.kind, one.proved) for one in proof.results] == [
        ("P01", "say 1", "never", False), ("P02", "say 2", "never", True), ("P03", "say 3", "always_oblige", True),
    ]  # fmt: skip
    assert (proof.cells, len(proof.theory.worlds)) == (4, 4)
    assert proof.points == sum(one.points for one in proof.results) > 0
    assert [one.points for one in proof.results][1:] == [0, 3]
    assert [one.id for one in proof.refuted] == ["P01"]


def test_what_breaks_only_in_another_world_is_decided_and_shown_in_that_world() -> None:
    shown = prove(SOURCES).results[0].counterexample
    assert shown is not None
    assert shown.settings == {"open": True, "stage": "received"}
    assert (shown.decision.allow, shown.decision.permits) == (True, ("A-2",))
    assert dict(shown.decision.request.facts) == {"job.stage": "received"}


def test_of_the_forms_of_a_promise_the_simplest_request_that_breaks_any_is_shown() -> None:
    claim = {"never": {"do": ["read", "share"], "where": {"job.stage": "$stage"}}}
    rule = {**READ, "do": "share", "when": {"job.stage": "none", "tenant.match": True}}
    other = {**READ, "id": "A-2", "when": {"job.stage": "received"}}
    shown = prove(tuned_by({"stage": STAGE}, [rule, other], [], claim)).results[0].counterexample
    assert shown is not None
    assert shown.settings == {"stage": "received"}
    assert dict(shown.decision.request.facts) == {"job.stage": "received"}


def test_a_tuned_policy_decides_by_the_rules_of_its_settings_and_keeps_its_digest() -> None:
    long = {"bound": BOUND, "open": OPEN, "stage": STAGE}
    sources = tuned_by(long, [READ, SHARE, PAGES], [{**OWN, "enabled_by": "$open"}])
    sources["retention.yaml"] = sources["retention.yaml"].replace('"keep": "1h"', '"keep": "$bound"')
    set_so = {
        "bound": {**BOUND, "value": "2h"},
        "open": {**OPEN, "value": True},
        "stage": {**STAGE, "value": "received"},
    }
    written = {**tuned_by(set_so, [READ, SHARE, PAGES], [{**OWN, "enabled_by": "$open"}]),
               "retention.yaml": sources["retention.yaml"]}  # fmt: skip
    policy, other = compile_policy(sources), compile_policy(written)
    found = tuned(policy, sources, {"bound": "2h", "open": True, "stage": "received"})
    assert found.digest == policy.digest
    for part in ("activities", "prohibitions", "retention", "facts", "table"):
        assert getattr(found, part) == getattr(other, part), part
        assert part == "facts" or getattr(found, part) != getattr(policy, part), part


def test_what_a_promise_rests_on_is_told_as_written_and_for_every_setting_and_only_where_it_holds() -> None:
    open_ = {**SHARE, "when": {"job.stage": "none"}, "enabled_by": "$open"}
    own = {"never": {"do": "share", "where_not": {"tenant.match": True}}}
    proof = prove(tuned_by({"open": OPEN}, [READ, open_], [OWN], own))
    assert [(one.proved, one.support, one.support_anywhere) for one in proof.results] == [(True, (), ("F-1",))]
    shut = {"shut": {**OPEN, "value": True}}
    proof = prove(tuned_by(shut, [READ, {**READ, "id": "A-2", "do": "share"}], [{**OWN, "enabled_by": "$shut"}], own))
    assert [(one.proved, one.support, one.support_anywhere) for one in proof.results] == [(False, (), ())]


def test_a_tuned_policy_says_its_facts_in_the_words_of_its_settings() -> None:
    word = {"type": "enum", "of": ["is none", "has not begun"], "value": "is none"}
    sources = tuned_by({"word": word}, [READ, {**SHARE, "when": {"job.stage": "none"}}], [])
    sources["vocabulary.yaml"] = sources["vocabulary.yaml"].replace('"none": "is none"', '"none": "$word"')
    policy = compile_policy(sources)
    assert policy.facts["job.stage"].phrases["none"] == "is none"
    assert tuned(policy, sources, {"word": "has not begun"}).facts["job.stage"].phrases["none"] == "has not begun"
