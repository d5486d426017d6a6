from dataclasses import replace

import pytest

import observations as month
from governance.processing import (
    Gap,
    ProcessingRecord,
    Stated,
    build_record,
)
from governance.processing.observed import Statement
from governance.processing.record import DECLARED_ONLY, EXERCISED, READY, ErasureLimit
from governance.processing.statements import QUESTIONS
from observations import inside, record


def row(made: ProcessingRecord, key: str):
    return next(row for row in made.activities if row.key == key)


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
    everywhere = set(inside((made.cover, made.activities, made.measures_gap, made.answers), Gap))
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
    said = {one.key: Statement(f"an answer to {one.key}", month.NOW) for one in QUESTIONS}
    return record(
        replace(month.observed(), place="Ireland", statements=said),
        controller=controller,
        recipients=recipients,
        activities=marketing,
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
