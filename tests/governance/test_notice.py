"""The notice as data: complete, with what enforces each sentence, and examined against the law."""

import json
from datetime import date
from itertools import chain

import pytest
from shipped_policy import BOTH, edited, second, shipped

from governance.policy import Policy, compile_policy
from governance.policy.articles import items
from governance.policy.lint import as_json as verdicts_as_json
from governance.policy.lint import lint
from governance.policy.notice import Notice, as_json, notice

TODAY = date(2026, 11, 23)
CONSENT = "counts as consent\n    type: bool\n    value: "


def sentences(found: Notice) -> dict[str, str]:
    return {said.id: said.text for part in found.parts for said in part.sentences}


def test_the_notice_holds_every_sentence_in_its_place_and_none_besides() -> None:
    found = notice(shipped())
    assert sentences(found) == {c.id: c.text for c in shipped().clauses.values() if not c.heading}
    assert list(sentences(found)) == [c.id for c in shipped().clauses.values() if not c.heading]
    assert [part.number for part in found.parts if part.level == 2] == [str(number) for number in range(1, 16)]


@BOTH
def test_every_sentence_says_what_enforces_it_or_why_nothing_does(policy: Policy) -> None:
    for said in chain.from_iterable(part.sentences for part in notice(policy).parts):
        assert said.enforced_by or said.reason.endswith("."), said.number
        for one in said.enforced_by:
            assert one.sentence[0].isupper()
            assert one.sentence.endswith("."), one.sentence
            assert "{" not in one.sentence


def test_a_sentence_shows_the_rules_that_carry_it_out_in_words() -> None:
    by_id = {said.id: said for part in notice(shipped()).parts for said in part.sentences}
    ended = {one.id: one for one in by_id["c4.1.5"].enforced_by}
    assert ended["R-DOC"].sentence == (
        "Gone 1 minute after the reading ended, in whichever way or at the latest 1 hour after the document reached us,"
        " whichever comes first."
    )
    assert ended["F-DOC-ENDED"].sentence.startswith("Refused unless the reading of the document has been asked for")
    assert ended["P02"].kind == "promise"
    assert by_id["c4.1.5"].readings == ("AMB-02",)
    assert not next(one for one in by_id["c4.1.9"].enforced_by if one.id == "A-TRAIN-COPY").active
    assert by_id["c5.8"].reason


def test_an_unclear_place_shows_which_parameter_settles_it_in_words() -> None:
    readings = {reading.id: reading for reading in notice(shipped()).readings}
    assert readings["AMB-08"].settled_by == (
        "life of server logs and IP addresses: 90 days, and never outside 7 days to 180 days (log_retention)",
    )
    assert readings["AMB-01"].signature == "missing"
    assert readings["AMB-02"].decided
    assert set(readings) == set(shipped().ambiguities)


def test_what_the_controller_has_not_stated_is_missing_and_nothing_is_made_up() -> None:
    assert {item.key for item in notice(shipped()).missing} == {
        "identity", "representative", "dpo", "transfers", "automated",
    }  # fmt: skip
    whole = compile_policy(
        edited(
            "policy.yaml", "  legal_entity: UNSTATED\n  address: UNSTATED", "  legal_entity: X Ltd\n  address: 4 Road"
        )
    )
    assert next(item for item in items(whole) if item.key == "identity").said == "X Ltd, 4 Road"
    assert {item.state for item in items(second())} <= {"present", "missing"}


def test_the_notice_is_plain_data() -> None:
    data = as_json(notice(shipped()))
    assert json.loads(json.dumps(data))["digest"] == shipped().digest


def test_the_lint_has_its_57_rules_and_shows_sentences_that_exist() -> None:
    for policy in (shipped(), second()):
        verdicts = lint(policy, TODAY)
        assert len(verdicts) == len({verdict.id for verdict in verdicts}) == 57
        for verdict in verdicts:
            assert set(verdict.clauses) <= set(policy.clauses)
            assert verdict.found
        assert json.loads(json.dumps(verdicts_as_json(verdicts)))[0]["id"] == "G01"


def test_the_lint_finds_what_is_wrong_with_the_shipped_text() -> None:
    outcomes = {verdict.id: verdict.outcome for verdict in lint(shipped(), TODAY)}
    assert {name for name, outcome in outcomes.items() if outcome == "fail"} == {
        "G01", "G08", "G31", "C01", "C06", "C15",
    }  # fmt: skip
    assert outcomes["G05"] == outcomes["G12"] == outcomes["G13"] == outcomes["G24"] == outcomes["G27"] == "pass"
    assert outcomes["G18"] == "pass"
    assert outcomes["C13"] == outcomes["C16"] == "pass"
    assert {verdict.id: verdict.outcome for verdict in lint(shipped(), date(2025, 6, 1))}["C15"] == "pass"


def test_california_has_nothing_to_say_where_the_ccpa_does_not_apply() -> None:
    assert {verdict.outcome for verdict in lint(second(), TODAY) if verdict.id.startswith("C")} == {"n/a"}


@pytest.mark.parametrize(
    ("number", "file", "old", "new", "outcome"),
    [
        ("G20", "policy.yaml", f"{CONSENT}false", f"{CONSENT}true", "fail"),
        ("G28", "policy.yaml", "value: everyone", "value: by_location", "warn"),
        ("G13", "rights.yaml", "Art. 77, clauses: [c7.12]", "Art. 77, source: law", "fail"),
        ("G31", "policy.yaml", "website: https://deepseekocr.art", "website: https://www.deepseek-ocr.com", "pass"),
        ("G21", "policy.yaml", "email: true, notice_days", "email: false, notice_days", "partial"),
        ("C12", "cookies.yaml", "[browser, gpc]", "[browser]", "fail"),
    ],
)  # fmt: skip
def test_a_verdict_follows_the_text(number: str, file: str, old: str, new: str, outcome: str) -> None:
    sources = edited(file, old, new)
    if number == "G13":
        sources["policy.yaml"] = sources["policy.yaml"].replace(
            "informational:\n", "informational:\n  c7.12: It is told.\n"
        )
    policy = compile_policy(sources)
    assert {verdict.id: verdict.outcome for verdict in lint(policy, TODAY)}[number] == outcome
