import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import observations as month
from governance.processing import (
    Gap,
    Stated,
    as_csv,
    as_json,
    build_record,
    lateness,
)
from governance.processing.activities import SAFEGUARDS
from governance.processing.export import COLUMNS
from governance.processing.record import EXERCISED
from governance.processing.words import about, against_deadline, counted
from observations import inside, record

# ---- laws ----------------------------------------------------------------------------------------------


words = st.one_of(st.none(), st.text(min_size=1, max_size=30))


def said_in(part: object) -> set[str]:
    """Every word and sentence that stands anywhere in an input."""
    found: set[str] = set()
    if hasattr(part, "model_dump"):
        part = part.model_dump()
    if isinstance(part, str):
        found.add(part)
    elif isinstance(part, Mapping):
        found |= {key for key in part if isinstance(key, str)}
        for item in part.values():
            found |= said_in(item)
    elif isinstance(part, tuple | list | frozenset):
        for item in part:
            found |= said_in(item)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name != "table":
                found |= said_in(getattr(part, field.name))
    return found


@settings(max_examples=40, deadline=None)
@given(
    facts=st.fixed_dictionaries(dict.fromkeys(("legal_entity", "address", "dpo", "eu_representative"), words)),
    contract=words,
    country=words,
    place=st.one_of(st.just(""), st.text(min_size=1)),
    dropped=st.sets(st.sampled_from(sorted(month.policy().activities))),
    forgotten=st.sets(st.sampled_from(sorted(month.policy().retention))),
)
def test_a_record_never_invents(facts, contract, country, place, dropped, forgotten) -> None:
    known = month.policy()
    policy = replace(
        known,
        controller=known.controller.model_copy(update=facts),
        recipients={name: replace(one, contract=contract, country=country) for name, one in known.recipients.items()},
        activities={name: one for name, one in known.activities.items() if name not in dropped},
        retention={name: one for name, one in known.retention.items() if name not in forgotten},
    )
    observed = replace(month.observed(), place=place)
    made = build_record(policy, observed, number="n", period=month.PERIOD, now=month.NOW)
    allowed = said_in(policy) | said_in(observed) | set(SAFEGUARDS.values())
    for stated in inside(made, Stated):
        assert stated.value in allowed
    for name, entry in (
        ("legal_entity", made.cover.legal_entity),
        ("address", made.cover.address),
        ("dpo", made.cover.dpo),
        ("eu_representative", made.cover.representative),
    ):
        assert isinstance(entry, Stated if facts[name] else Gap)
    if any(inside((made.cover.name, made.cover.dpo, made.cover.address), Gap)):
        assert not made.coverage.final


@given(st.lists(st.floats(-1e7, 1e7, allow_nan=False), min_size=1, max_size=200))
def test_percentiles_are_latenesses_that_happened_and_in_order(seconds: list[float]) -> None:
    reduced = lateness(seconds)
    assert reduced is not None
    assert {reduced.p50, reduced.p95, reduced.longest} <= set(seconds)
    assert reduced.p50 <= reduced.p95 <= reduced.longest == max(seconds)
    assert sum(value <= reduced.p50 for value in seconds) * 2 >= len(seconds)
    assert sum(value <= reduced.p95 for value in seconds) * 100 >= 95 * len(seconds)
    assert reduced.late == sum(value > 0 for value in seconds)


def test_without_deletions_there_is_no_lateness() -> None:
    assert lateness([]) is None


@given(st.permutations(month.observed().decisions))
@settings(max_examples=15, deadline=None)
def test_the_order_in_which_decisions_are_read_changes_nothing(decisions) -> None:
    assert as_json(record(replace(month.observed(), decisions=tuple(decisions)))) == as_json(record())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4213, "0.42 seconds"),
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (9000, "2.5 hours"),
        (86400 * 26.62, "26.6 days"),
        (100, "100 seconds"),
        (0, "0 seconds"),
    ],
)
def test_measured_times_are_said_with_few_digits(seconds: float, words: str) -> None:
    assert about(seconds) == words


def test_early_and_late_cannot_be_mistaken() -> None:
    assert against_deadline(-58.2) == "58.2 seconds before"
    assert against_deadline(3) == "3 seconds late"
    assert against_deadline(0) == "exactly on time"


# ---- for machines --------------------------------------------------------------------------------------


def test_the_json_is_canonical_and_the_same_every_time() -> None:
    first, again = as_json(record()), as_json(record())
    assert first == again
    content = json.loads(first)
    assert json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == first
    assert content["schema"] == "proviso/processing-record/1"
    cover = content["record"]["cover"]
    assert cover["dpo"]["state"] == "missing"
    assert cover["name"] == {
        "state": "stated",
        "value": month.policy().controller.name,
        "source": cover["name"]["source"],
    }
    assert cover["generated_at"] == "2026-11-23T12:00:05Z"


def test_the_record_does_not_depend_on_the_time_zone_it_was_asked_in() -> None:
    from datetime import timezone

    east = timezone(timedelta(hours=9))
    moved = build_record(
        month.policy(),
        month.observed(),
        number=month.NUMBER,
        period=(month.PERIOD[0].astimezone(east), month.PERIOD[1].astimezone(east)),
        now=month.NOW.astimezone(east),
    )
    assert as_json(moved) == as_json(record())
    assert isinstance(moved.cover.since, datetime)


def test_the_csv_has_one_line_for_each_activity_and_category_and_says_what_is_missing() -> None:
    made = record()
    rows = list(csv.DictReader(io.StringIO(as_csv(made).decode("utf-8"), newline="")))
    assert len(rows) == sum(len(one.categories) for one in made.activities)
    assert tuple(rows[0]) == COLUMNS
    assert {one["record"] for one in rows} == {month.NUMBER}
    hosted = next(one for one in rows if one["c_category"] == "document.image" and one["state"] == EXERCISED)
    assert "MISSING (Art. 30(1)(e))" in hosted["e_countries"]
    assert hosted["f_latest_seconds"] == "3600"
    assert next(one for one in rows if one["activity"].startswith("Records"))["d_recipients"] == "none"


def test_a_spreadsheet_finds_no_formula_in_the_csv() -> None:
    known = month.policy()
    hostile = known.controller.model_copy(update={"name": '=HYPERLINK("x","y")'})
    rows = list(csv.DictReader(io.StringIO(as_csv(record(controller=hostile)).decode(), newline="")))
    assert rows[0]["a_controller"] == '\'=HYPERLINK("x","y")'


def test_one_of_something_is_said_as_one():
    assert counted(1, "item is", "items are") == "1 item is"
    assert counted(0, "item is", "items are") == "0 items are"
    assert counted(1200, "item is", "items are") == "1,200 items are"
