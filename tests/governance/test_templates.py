"""Coverage of authorities' templates, and what only the controller can tell."""

from dataclasses import replace

import observations as month
from governance.processing import NotNeeded, Stated, build_record
from governance.processing.observed import Statement
from governance.processing.sources import sources_of
from governance.processing.statements import QUESTIONS, answered
from governance.processing.templates import PRINTED, by_template
from papers_month import loud

TICKS = {"A30": 15, "BE": 45, "GR": 35, "GB": 26, "PL": 25, "CY": 21, "FR": 19, "PT": 19, "SK": 16} | dict.fromkeys(
    ("DE", "DK", "LU", "FI", "CZ", "HR", "IT", "LT", "SI"), 17
)


def record(seen=None, **changes):
    policy = replace(month.policy(), **changes)
    return build_record(policy, seen or month.observed(), number="n", period=month.PERIOD, now=month.NOW)


def test_every_template_has_the_ticks_of_the_published_matrix():
    rows = {row.template: row for row in by_template(record().coverage.concepts)}
    assert {name: row.ticks for name, row in rows.items()} == TICKS
    assert {name: row.printed for name, row in rows.items()} == PRINTED
    for row in rows.values():
        assert row.filled + row.not_applicable + len(row.missing) == row.ticks


def test_with_every_statement_made_only_what_the_policy_leaves_open_is_missing():
    concepts = record(loud()).coverage.concepts
    missing = {row.id for row in concepts if row.state == "missing"}
    assert missing <= {"K10", "K11", "K38", "K39", "K44", "K45", "K46"}
    assert next(row for row in concepts if row.id == "K19").state == "not applicable"
    assert next(row for row in concepts if row.id == "K08").state == "filled"


def test_an_answer_is_stated_or_not_needed_with_its_day_or_missing():
    seen = replace(month.observed(), statements={"owner": Statement("Reading desk", month.NOW)})
    assert answered(seen, "owner") == Stated("Reading desk", "stated by the controller on 2026-11-23")
    none = replace(seen, statements={"dpo": Statement("no core activity of Art. 37", month.NOW, applies=False)})
    assert isinstance(record(none).cover.dpo, NotNeeded)
    assert len({one.key for one in QUESTIONS}) == len(QUESTIONS)


def test_a_category_comes_from_what_it_is_made_of_the_service_or_its_heading():
    policy = month.policy()
    assert [one.value for one in sources_of(policy, "text.result")] == ["the uploaded document"]
    assert sources_of(policy, "record.decision")[0].value == policy.controller.name
    assert sources_of(policy, "account.identity")[0].value == "What you tell us"
    nameless = replace(policy, controller=policy.controller.model_copy(update={"name": ""}))
    assert sources_of(nameless, "record.decision")[0].value.startswith("What comes about")


def test_without_consents_and_interests_their_concepts_do_not_apply():
    known = month.policy()
    kept = {name: one for name, one in known.activities.items() if "legitimate_interests" not in one.bases.values()}
    states = {row.id: row.state for row in record(consents={}, activities=kept).coverage.concepts}
    assert states["K04"] == states["K46"] == "not applicable"
