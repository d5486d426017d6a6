"""The difference of two versions: complete, in few words, and honest about what it means for people."""

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from shipped_policy import edited, shipped, texts
from small_policies import ACTIONS, ALL_VALUES, CATEGORIES, PURPOSES, RECIPIENTS, rule_lists, written

from governance.policy import Cell, Policy, Request, compile_policy, decide
from governance.policy.core import CellKey, Scope
from governance.policy.difference import Change, Difference, DutyChange, difference
from governance.policy.difference_words import as_json, in_words
from governance.policy.goals import goals_of
from governance.policy.parse import parse
from governance.policy.resolve import resolve

Point = tuple[CellKey, tuple[tuple[str, str], ...]]
VALUES = {name: ("unknown", *values) for name, values in sorted(ALL_VALUES.items())}


def compared(sources: Mapping[str, str]) -> Difference:
    document, _ = parse(sources)
    rules, _ = resolve(document)
    return difference(shipped(), compile_policy(sources), goals_of(document, rules.retention))


def points(changes: tuple[Change | DutyChange, ...]) -> set[Point]:
    found = set()
    for change in changes:
        scope: Scope = change.scope
        cells = product(scope.actions, scope.categories, scope.purposes, scope.recipients)
        choices = list(product(*([(name, value) for value in change.facts.get(name, VALUES[name])] for name in VALUES)))
        found |= {(cell, choice) for cell in cells for choice in choices}
    return found


def answers(policy: Policy) -> dict[Point, Any]:
    cells = list(product(ACTIONS, CATEGORIES, PURPOSES, RECIPIENTS))
    facts = list(product(*([(name, value) for value in values] for name, values in VALUES.items())))
    found = {}
    for cell in cells:
        if cell in policy.table:
            for choice in facts:
                answer = decide(policy, Request(Cell(*cell), dict(choice)))
                if answer.allow:
                    found[cell, choice] = answer
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_lists(), rule_lists())
def test_every_changed_request_is_named_and_no_other(before: Any, after: Any) -> None:
    old, new = (compile_policy(written(*rules)) for rules in (before, after))
    found = difference(old, new)
    was, is_ = answers(old), answers(new)
    assert points(found.allowed) == is_.keys() - was.keys()
    assert points(found.denied) == was.keys() - is_.keys()
    for flag in ("sealed", "counted"):
        lost, won = (
            points(tuple(c for c in changes if c.duty == flag)) for changes in (found.weakened, found.strengthened)
        )
        both = was.keys() & is_.keys()
        had = {at for at in both if flag in was[at].obligations.flags}
        has = {at for at in both if flag in is_[at].obligations.flags}
        assert (lost, won) == (had - has, has - had)
    assert json.loads(json.dumps(as_json(found))) == as_json(found)
    assert not (found.empty and in_words(found))


def test_two_equal_versions_have_no_difference() -> None:
    same = compared(texts())
    assert same.empty
    assert in_words(same) == ()
    assert not same.material


def test_usage_data_for_advertisers_is_told_as_in_the_language_of_the_house() -> None:
    rule = (
        "  - id: A-USAGE-ADS\n    label: Telling advertisers about the use\n    do: share\n"
        "    on: [usage.events, device.client]\n    for: advertising\n    to: advertiser\n    basis: consent\n"
        "    when: {consent.cookies_advertising: given}\n    clauses: [c8.1.5]\n\nprohibitions:\n"
    )
    found = compared(edited("rules.yaml", "\nprohibitions:\n", rule))
    change = found.allowed[0]
    assert {other.scope for other in found.allowed} == {change.scope}
    assert len(found.allowed) == 4, "a country with good law or a safeguard; of age or with a guardian"
    assert change.scope == Scope(
        frozenset({"share"}), frozenset({"usage.events", "device.client"}), frozenset({"advertising"}),
        frozenset({"advertiser"}),
    )  # fmt: skip
    assert change.facts["consent.cookies_advertising"] == ("given",)
    assert change.facts["channel.encrypted"] == ("true",)
    assert "A-USAGE-ADS" in change.rules
    assert found.unwritten == ("A-USAGE-ADS",), "clause 8.1.5 speaks of cookies only, and nobody reworded it"
    assert (found.material, found.notice_days) == (True, 30)
    assert found.stale_consents == ("cookies_advertising",)
    said = in_words(found)
    assert said[0].startswith("ERROR: A-USAGE-ADS changed, but none of its sentences did (clause 8.1.5")
    new = next(sentence for sentence in said if sentence.startswith("NEW"))
    for words in (
        "NEW: pass on browser, operating system and kind of device and data about the use of the service",
        "(recipient: an advertiser) to show advertisements, when ",
        "the connection is encrypted or stays inside one machine",
        "consent to advertising cookies is given",
        "Because of A-USAGE-ADS (clause 8.1.5: “",
    ):
        assert words in new


def test_the_example_of_the_language_comes_out_as_it_stands_there() -> None:
    rule = (
        "  - id: A-USAGE-ADS\n    label: Telling advertisers about the use\n    do: share\n"
        "    on: [usage.events, device.client]\n    for: advertising\n    to: advertiser\n    basis: contract\n"
        "    when: {consent.cookies_analytics: given}\n    clauses: [c8.1.5]\n\nprohibitions:\n"
    )
    found = compared(edited("rules.yaml", "\nprohibitions:\n", rule))
    assert {change.breaks for change in found.allowed} == {("P10", "P16")}
    assert found.stale_consents == ("cookies_analytics",)
    assert any("Breaks P10 and P16 (clause 8.1.5: “" in sentence for sentence in in_words(found))


def test_a_new_request_that_breaks_a_promise_is_told_with_the_promise() -> None:
    found = compared(
        edited("rules.yaml", "when: {consent.marketing: given, account.state: active}", "when: {account.state: active}")
        | {"examples.yaml": texts()["examples.yaml"].split("  - say: promotion stops")[0]}
        | {"rules.yaml": texts()["rules.yaml"].replace(
            "basis: consent\n    when: {consent.marketing: given, account.state: active}",
            "basis: contract\n    when: {account.state: active}",
        )}
    )  # fmt: skip
    assert {name for change in found.allowed for name in change.breaks} == {"P09", "P16"}
    assert any("Breaks P09" in sentence for sentence in in_words(found))
    assert found.unwritten == ("A-MARKETING",)
    assert [term.kind for term in found.terms] == ["basis", "basis"]


def test_a_longer_life_is_a_weaker_duty_and_a_shorter_one_is_not_material() -> None:
    found = compared(edited("policy.yaml", "value: 60s", "value: 2m"))
    assert {(c.duty, c.before, c.after) for c in found.weakened} == {("job.ended", 60, 120)}
    assert {name for c in found.weakened for name in c.scope.categories} == {"document.derived", "document.image"}
    assert found.material
    assert "retention_longer" in found.reasons
    assert found.unwritten == (), "the number stands in clause 4.1.5 itself"
    assert any("gone 2 minutes after the reading ended" in sentence for sentence in in_words(found))
    shorter = compared(edited("policy.yaml", "value: 60s", "value: 30s"))
    assert not shorter.material
    assert shorter.notice_days == 0
    assert in_words(shorter)[-1].startswith("NOT MATERIAL")


def test_a_dropped_flag_is_a_weaker_duty_only_where_it_held() -> None:
    found = compared(edited("rules.yaml", "    oblige: [counts_only]\n", ""))
    assert {change.duty for change in found.weakened} == {"counts_only"}
    assert {name for change in found.weakened for name in change.scope.categories} == {"findings.summary"}
    assert found.unwritten == ("A-FINDINGS",)


def test_a_prohibition_taken_away_shows_what_it_forbade_and_nothing_when_it_forbade_nothing() -> None:
    start = texts()["rules.yaml"].index("  - id: F-TLS")
    end = texts()["rules.yaml"].index("  - id: F-ACCESS\n")
    gone = {
        **texts(),
        "rules.yaml": texts()["rules.yaml"][:start] + texts()["rules.yaml"][end:],
        "policy.yaml": texts()["policy.yaml"].replace("  c9.3: Advice", "  c5.2: No rule.\n  c9.3: Advice"),
        "examples.yaml": texts()["examples.yaml"].replace("because: [F-TLS]", "").replace(
            "  - say: an upload over an open connection is refused\n    expect: deny",
            "  - say: an upload over an open connection is refused\n    expect: allow",
        ),
        "promises.yaml": texts()["promises.yaml"],
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("governance.policy.compiler._grave", lambda problems: False)
        found = compared(gone)
    assert {change.facts["channel.encrypted"] for change in found.allowed} == {("unknown", "false")}
    assert all("F-TLS" in change.rules for change in found.allowed)
    assert {name for change in found.allowed for name in change.breaks} == {"P13"}
    assert not compared(
        edited(
            "rules.yaml", "    do: train\n    on: [document.*, text.*, copy.*]\n", "    do: train\n    on: document.*\n"
        )
    ).allowed


def test_a_reworded_sentence_alone_is_text_and_not_material() -> None:
    found = compared(edited("policy.md", "No question is too small to send.", "No worry is too small to send."))
    assert [(change.id, change.kind, change.text_only) for change in found.text] == [("c15.5", "reworded", True)]
    assert not found.material
    assert not found.reasons
    assert in_words(found)[0] == "TEXT: clause 15.5 was reworded."


def test_a_rule_written_otherwise_with_the_same_effect_is_no_error() -> None:
    found = compared(edited("rules.yaml", "unless: {tenant.match: true}", "unless: {all: [{tenant.match: true}]}"))
    assert (found.unwritten, found.allowed, found.denied) == ((), (), ())


def test_a_new_word_is_told() -> None:
    line = "  other_third_party: {label: anybody else"
    new = "  printer: {label: a printing firm, role: processor, expect: unreachable, clauses: [c6.2.1]}\n"
    found = compared(edited("vocabulary.yaml", line, new + line))
    assert [(word.kind, word.id, word.added) for word in found.vocabulary] == [("recipient", "printer", True)]
    assert found.material
    assert "NEW: the recipient printer (a printing firm)." in in_words(found)


def test_terms_are_compared_too() -> None:
    zones = "analytics_provider, zones: [local, adequate"
    consent = "purpose: model_training, explicit: "
    lifetime = "\n    range: [30d, 730d]"
    law = "basis: legal_obligation\n    named_law: x"
    when = "\n    when: {account.state: [active, deletion_requested]}"
    for file, old, new, kind, reason in (
        ("sharing.yaml", f"{zones}]", f"{zones}, third]", "transfer", "transfer_wider"),
        ("retention.yaml", "then: anonymise", "then: delete", "retention", "obligation_strengthened"),
        ("vocabulary.yaml", f"{consent}true", f"{consent}false", "consent", "obligation_weakened"),
        ("rights.yaml", "respond: 1 month,", "respond: 2 months,", "right", "obligation_weakened"),
        ("policy.yaml", "    value: 13\n", "    value: 14\n", "children", "obligation_strengthened"),
        ("policy.yaml", "    value: 30\n", "    value: 20\n", "notice", "obligation_weakened"),
        ("rules.yaml", f"basis: contract{when}", f"{law}{when}", "basis", "basis_changed"),
        ("policy.yaml", f"    value: 395d{lifetime}", f"    value: 500d{lifetime}", "consent", "obligation_weakened"),
    ):
        found = compared(edited(file, old, new))
        assert (kind, reason) in {(term.kind, said) for term in found.terms for said in term.reasons}, (
            kind,
            found.terms,
        )
        assert all(term.sentence.endswith(".") for term in found.terms)


def test_a_guard_that_holds_always_is_a_difference() -> None:
    new = compile_policy(
        edited("rules.yaml", "    unless: {tenant.match: true}\n", "    unless: {tenant.match: [true, false]}\n")
        | {"examples.yaml": "examples: []\n"}
    )
    assert len(difference(shipped(), new).allowed) >= 1
