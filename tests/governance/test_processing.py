import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import observations as month
from governance.processing import (
    Control,
    DeletionCount,
    Gap,
    Held,
    LedgerHead,
    Observed,
    ProcessingRecord,
    Stated,
    as_csv,
    as_json,
    build_record,
    lateness,
)
from governance.processing.activities import SAFEGUARDS
from governance.processing.contradictions import KINDS
from governance.processing.export import COLUMNS
from governance.processing.record import DECLARED_ONLY, EXERCISED, READY, ErasureLimit
from governance.processing.words import about, against_deadline


def record(observed: Observed | None = None, **changes: object) -> ProcessingRecord:
    policy = replace(month.policy(), **changes) if changes else month.policy()
    return build_record(policy, observed or month.observed(), number=month.NUMBER, period=month.PERIOD, now=month.NOW)


def row(made: ProcessingRecord, key: str):
    return next(row for row in made.activities if row.key == key)


def inside(part: object, kind: type) -> Iterator[object]:
    if isinstance(part, kind):
        yield part
    elif isinstance(part, tuple | list | frozenset):
        for item in part:
            yield from inside(item, kind)
    elif isinstance(part, Mapping):
        for item in part.values():
            yield from inside(item, kind)
    elif is_dataclass(part):
        for field in fields(part):
            yield from inside(getattr(part, field.name), kind)


# ---- what stands in a record ---------------------------------------------------------------------------


def test_facts_the_controller_never_stated_are_gaps_with_article_and_remedy() -> None:
    cover = record().cover
    assert isinstance(cover.name, Stated)
    assert cover.name.value == month.policy().controller.name
    for entry, article in (
        (cover.legal_entity, "30(1)(a)"),
        (cover.address, "30(1)(a)"),
        (cover.dpo, "30(1)(a), 37"),
        (cover.representative, "30(1)(a), 27"),
    ):
        assert isinstance(entry, Gap)
        assert entry.article == article
        assert entry.missing
        assert entry.action.endswith(".")


def test_the_list_of_gaps_holds_every_gap_of_the_record_once() -> None:
    made = record()
    everywhere = set(inside((made.cover, made.activities, made.measures_gap), Gap))
    assert set(made.gaps) == everywhere
    assert len(made.gaps) == len(everywhere)


def test_every_enabled_activity_of_the_policy_stands_in_exactly_one_row() -> None:
    named = [line.activity for one in record().activities for line in one.lines]
    assert sorted(named) == sorted(one.id for one in month.policy().activities.values() if one.enabled)


def test_an_activity_switched_off_is_listed_apart_and_in_no_row() -> None:
    made = record()
    off = {one.label for one in month.policy().activities.values() if not one.enabled}
    assert off
    assert {stated.value for stated in made.switched_off} == off


def test_rows_say_whether_they_happened_could_have_or_are_only_declared() -> None:
    made = record()
    assert row(made, "provide_service/document").state == EXERCISED
    assert row(made, "run_website/device").state == READY
    assert row(made, "payment/billing").state == DECLARED_ONLY
    ranks = [{EXERCISED: 0, READY: 1, DECLARED_ONLY: 2}[one.state] for one in made.activities]
    assert ranks == sorted(ranks)


def test_reading_uploads_names_its_people_data_basis_and_time_limit() -> None:
    made = row(record(), "provide_service/document")
    assert any("document" in stated.value for stated in made.subjects if isinstance(stated, Stated))
    assert [line.id for line in made.categories] == ["document.image", "document.derived"]
    assert {line.article.value for line in made.lines if isinstance(line.article, Stated)} == {"6(1)(b)"}
    limit = made.limits[0]
    assert isinstance(limit, ErasureLimit)
    assert (limit.rule, limit.after, limit.ceiling_seconds) == ("R-DOC", (("job.ended", 60),), 3600)
    assert "1 minute after" in limit.words
    assert "at the latest 1 hour after" in limit.words
    assert made.allowed == 213 + 213 + 428
    assert made.refused == 11


def test_a_processor_without_contract_and_country_is_two_gaps_and_no_disclosure() -> None:
    hosting = row(record(), "provide_service/document").recipients[0]
    assert hosting.id == "cloud_hosting"
    assert isinstance(hosting.contract, Gap)
    assert isinstance(hosting.countries, Gap)
    assert hosting.disclosed == 0


def test_a_stated_contract_and_country_are_shown_and_no_longer_missing() -> None:
    known = month.policy().recipients
    hosting = replace(known["cloud_hosting"], contract="contract of 3 March 2026", country="Germany")
    made = record(recipients={**known, "cloud_hosting": hosting})
    shown = row(made, "provide_service/document").recipients[0]
    assert isinstance(shown.contract, Stated)
    assert shown.contract.value == "contract of 3 March 2026"
    assert isinstance(shown.countries, Stated)
    assert shown.countries.value == "Germany"
    assert not any("cloud hosting" in gap.missing for gap in made.gaps)


def test_an_adequacy_decision_without_a_country_covers_nothing() -> None:
    analytics = next(line for one in record().activities for line in one.recipients if line.id == "analytics_provider")
    assert isinstance(analytics.safeguard, Gap)


def test_a_category_without_retention_rule_is_a_gap_and_never_for_ever() -> None:
    known = {name: rule for name, rule in month.policy().retention.items() if name != "R-DOC"}
    made = record(retention=known)
    gap = next(gap for gap in made.gaps if gap.article == "30(1)(f)")
    assert "erased" in gap.missing
    assert not made.coverage.final


def test_every_clause_that_is_cited_stands_in_the_record_with_its_words() -> None:
    made = record()
    for one in made.activities:
        for line in one.lines:
            assert set(line.clauses) <= made.clauses.keys()
    assert made.clauses["c4.1.1"] == month.policy().clauses["c4.1.1"].text.replace("**", "")
    assert "**" not in "".join(made.clauses.values())


def test_a_refusal_is_counted_for_its_rule_and_a_silent_one_for_none() -> None:
    rules = {line.rule: line for line in record().evidence.rules}
    assert (rules["F-CHILD"].kind, rules["F-CHILD"].refused) == ("prohibition", 7)
    assert rules["F-CHILD"].clauses == tuple(month.policy().prohibitions["F-CHILD"].clauses)
    assert (rules["default"].allowed, rules["default"].refused) == (0, 2)


def test_a_record_needs_times_with_a_zone_and_a_period_in_order() -> None:
    naive = month.NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        build_record(month.policy(), month.observed(), number="1", period=month.PERIOD, now=naive)
    with pytest.raises(ValueError, match="before it begins"):
        build_record(month.policy(), month.observed(), number="1", period=month.PERIOD[::-1], now=month.NOW)


# ---- how complete it is --------------------------------------------------------------------------------


def complete() -> ProcessingRecord:
    policy = month.policy()
    controller = policy.controller.model_copy(
        update={
            "legal_entity": "Example Reading Ltd",
            "address": "1 Quay Street, Dublin",
            "dpo": "dpo@example.org",
            "eu_representative": "none needed: established in Ireland",
        }
    )
    recipients = {
        name: replace(one, contract=one.contract or "contract 17", country="Ireland")
        if one.role != "authority"
        else one
        for name, one in policy.recipients.items()
    }
    marketing = {name: one for name, one in policy.activities.items() if "advertiser" not in one.recipients}
    return record(
        replace(month.observed(), place="Ireland"), controller=controller, recipients=recipients, activities=marketing
    )


def test_a_record_with_a_gap_in_article_30_is_provisional_and_one_without_is_final() -> None:
    assert not record().coverage.final
    made = complete()
    assert made.gaps == ()
    assert made.coverage.final
    assert made.coverage.gate_filled == made.coverage.gate_total


def test_coverage_counts_all_47_concepts_and_never_a_missing_or_inapplicable_one_as_filled() -> None:
    for made in (record(), complete()):
        coverage = made.coverage
        assert [row.id for row in coverage.concepts] == [f"K{number:02}" for number in range(1, 48)]
        assert coverage.filled == sum(row.state == "filled" for row in coverage.concepts)
        assert coverage.total == 47
        assert all(row.because for row in coverage.concepts)
        assert coverage.mandatory_filled <= coverage.mandatory_total
        assert {row.state for row in coverage.concepts} <= {"filled", "missing", "not applicable"}
    needs = [row.need for row in record().coverage.concepts]
    assert {need: needs.count(need) for need in ("M", "MC", "R", "O")} == {"M": 9, "MC": 10, "R": 25, "O": 3}


def test_without_security_measures_the_record_says_so() -> None:
    made = record(replace(month.observed(), controls=()))
    assert made.measures_gap in made.gaps
    assert next(row for row in made.coverage.gate if row.article == "30(1)(g)").filled is False


# ---- declared against observed -------------------------------------------------------------------------


def test_a_quiet_month_has_no_contradiction() -> None:
    assert record().contradictions == ()


def contradiction(observed: Observed, **changes: object):
    found = record(observed, **changes).contradictions
    assert len(found) == 1, [one.kind for one in found]
    assert found[0].sentence
    assert found[0].action
    return found[0]


def more(*decisions) -> Observed:
    return replace(month.observed(), decisions=(*month.observed().decisions, *decisions))


def test_overdue_data_is_a_contradiction_with_rule_clauses_and_how_late() -> None:
    held = Held("document.image", 3, 4000.0, "R-DOC", overdue=2, longest_overdue=340.0)
    quiet = month.observed()
    late = record(
        replace(quiet, held=(held,), documents=replace(quiet.documents, held_now=3, carried_in=1))
    ).contradictions
    assert [one.kind for one in late] == ["overdue", "held-too-long"]
    assert late[0].rule == "R-DOC"
    assert late[0].clauses == month.policy().retention["R-DOC"].clauses
    assert "5.67 minutes" in late[0].observed


def test_a_deletion_after_its_deadline_is_a_contradiction() -> None:
    late = DeletionCount("text.extracted", "R-TEXT", lateness([-5.0, 3.0, 86400.0 * 3]))
    found = contradiction(replace(month.observed(), deletions=(late,)))
    assert found.kind == "deleted-late"
    assert "2 of 3" in found.sentence
    assert "3 days after" in found.observed


@pytest.mark.parametrize(
    ("cell", "rule", "kind"),
    [
        ("share text.extracted provide_service data_broker", "A-TEXT-KEEP", "recipient-undeclared"),
        ("read text.extracted profiling", "A-TEXT-KEEP", "purpose-undeclared"),
        ("read document.face provide_service", "A-OCR-PROCESS", "category-undeclared"),
        ("read document.image provide_service", "A-GONE", "rule-missing"),
        ("read document.image marketing", "A-OCR-PROCESS", "cell-undeclared"),
        ("contact account.identity marketing", "A-MARKETING", "not-connected"),
    ],
)
def test_whatever_was_allowed_and_is_not_declared_is_a_contradiction(cell: str, rule: str, kind: str) -> None:
    found = contradiction(more(month.allowed(5, cell, rule)))
    assert found.kind == kind
    assert "5 times" in found.observed


def test_an_activity_that_was_switched_off_counts_as_missing_when_it_is_used() -> None:
    found = contradiction(more(month.allowed(1, "train training.copy model_training", "A-TRAIN-COPY")))
    assert found.kind == "rule-missing"


def test_a_decision_by_a_policy_that_was_never_in_force_is_a_contradiction() -> None:
    stray = replace(month.allowed(1, "read document.image provide_service", "A-OCR-PROCESS"), policy="ff" * 32)
    assert contradiction(more(stray)).kind == "policy-unknown"


def test_a_decision_by_an_earlier_policy_is_not_judged_by_todays_rules() -> None:
    earlier = replace(month.allowed(1, "read document.image old_purpose", "A-OLD"), policy="0a" * 32)
    assert record(more(earlier)).contradictions == ()


def test_a_document_without_an_end_is_a_contradiction() -> None:
    quiet = month.observed()
    lost = replace(quiet, documents=replace(quiet.documents, received=214))
    assert contradiction(lost).sentence == "1 document has no known end."


def test_data_without_a_time_limit_or_a_name_in_the_policy_is_a_contradiction() -> None:
    stray = replace(month.observed(), held=(Held("document.face", 1, 5.0),))
    assert contradiction(stray).kind == "category-undeclared"
    known = {name: rule for name, rule in month.policy().retention.items() if name != "R-TEXT"}
    unlimited = replace(month.observed(), held=(Held("text.extracted", 1, 5.0),))
    assert contradiction(unlimited, retention=known).kind == "retention-missing"


def test_a_broken_ledger_a_failed_safeguard_and_a_spare_permit_are_contradictions() -> None:
    quiet = month.observed()
    control = Control("encryption", "Data is encrypted.", False, "3 blobs were not.", month.NOW)
    broken = replace(
        quiet,
        ledger=LedgerHead(9, "ab" * 32, verified=False),
        controls=(control,),
        permits_spent=quiet.permits_issued + 1,
    )
    kinds = [one.kind for one in record(broken).contradictions]
    assert kinds == ["ledger-broken", "permit-unaccounted", "safeguard-failed"]


def test_contradictions_come_gravest_first() -> None:
    quiet = month.observed()
    held = Held("document.image", 2, 9000.0, "R-DOC", overdue=1, longest_overdue=60.0)
    bad = replace(
        more(month.allowed(1, "share text.extracted provide_service data_broker", "A-TEXT-KEEP")),
        held=(held,),
        ledger=replace(quiet.ledger, verified=False),
    )
    kinds = [one.kind for one in record(bad).contradictions]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert kinds[0] == "ledger-broken"


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
