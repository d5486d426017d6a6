"""Registers: what fits, what is missing, when a contract binds, a transfer holds, a clock runs."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.registers import REGISTERS, letters
from governance.registers.adequacy import ADEQUACY, EEA
from governance.registers.assessments import ASSESSMENTS
from governance.registers.breaches import BREACHES, deadline, is_open, was_late
from governance.registers.chosen import for_policy
from governance.registers.contracts import CONTRACTS, POINTS, in_force
from governance.registers.demands import DEMANDS, legal_facts
from governance.registers.field import CHOICE, DAY, MANY, MOMENT, YES, Field, read_day, read_moment
from governance.registers.screenings import CRITERIA, SCREENINGS, met, suggested, unanswered
from governance.registers.transfers import MECHANISMS, TRANSFERS, holds, zone
from observations import policy

POLICY = policy()
DAY_OF_TEST = date(2026, 11, 1)


def test_every_register_has_fields_of_its_own_and_a_letter_of_its_own():
    assert len({one.letter for one in REGISTERS.values()}) == len(REGISTERS)
    for register in REGISTERS.values():
        keys = [one.key for one in register.fields]
        assert len(keys) == len(set(keys))
        assert all(one.when is None or one.when[0] in keys for one in register.fields)
        assert all(one.label and one.law for one in register.fields)


def test_nothing_that_may_tell_of_people_stands_in_a_record():
    for register, key in ((BREACHES, "what"), (BREACHES, "people"), (DEMANDS, "account"), (DEMANDS, "reference")):
        assert register.shown({key: "Ada Lovelace"}) == {}


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (Field("a", "A", "1", DAY), "2026-02-28", "2026-02-30"),
        (Field("a", "A", "1", MOMENT), "2026-02-28T10:00", "2026-02-28 at ten"),
        (Field("a", "A", "1", YES), "yes", "perhaps"),
        (Field("a", "A", "1", CHOICE, (("x", "X"),)), "x", "y"),
        (Field("a", "A", "1", MANY, (("x", "X"), ("y", "Y"))), "x,y", "x,z"),
        (Field("a", "A", "1"), "words", "w" * 201),
        (Field("a", "A", "1"), "words", "a\x00b"),
    ],
)
def test_a_value_fits_its_kind_or_is_named(field, good, bad):
    assert field.fits(good)
    assert not field.fits(bad)


def test_days_and_moments_are_read_in_one_way_only():
    assert read_day("20260228") is None
    assert read_day("2026-02-31") is None
    assert read_moment("2026-02-28T1000Z") is None
    assert read_moment("2026-02-28T25:00") is None
    assert read_moment("20260228T10:00+0") is None
    assert read_moment("2026-02-28T10+01") is None


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=300), max_size=5))
def test_whatever_is_sent_is_judged(values):
    for register in REGISTERS.values():
        assert set(register.wrong(values)) <= set(values)
        assert set(register.gaps(values)) <= set(register.fields)


def test_a_key_that_is_none_is_wrong():
    assert CONTRACTS.wrong({"colour": "red"}) == ("colour",)


def test_the_policy_gives_the_choices():
    firms = for_policy(CONTRACTS, POLICY).fields[1].choices
    assert ("cloud_hosting") in [code for code, _ in firms]
    assert "authority" not in [code for code, _ in firms]
    tests = [code for code, _ in for_policy(ASSESSMENTS, POLICY).fields[0].choices]
    assert "lia-security-2025" in tests


BINDING = {**dict.fromkeys(POINTS, "yes"), "since": "2026-01-01"}


def test_a_contract_binds_while_it_runs_and_only_with_every_point():
    assert in_force(BINDING, DAY_OF_TEST)
    assert in_force({**BINDING, "until": "2026-11-01"}, DAY_OF_TEST)
    assert not in_force({**BINDING, "until": "2026-10-31"}, DAY_OF_TEST)
    assert not in_force({**BINDING, "since": "2026-11-02"}, DAY_OF_TEST)
    assert not in_force({**BINDING, "since": ""}, DAY_OF_TEST)


@given(st.sampled_from(POINTS), st.sampled_from(["no", "", None]))
def test_a_contract_without_one_point_binds_nobody(point, word):
    assert not in_force({**BINDING, point: word}, DAY_OF_TEST)


def test_an_adequacy_decision_holds_for_its_time_and_on_its_condition():
    british = {"country": "gb", "mechanism": "ADEQUACY"}
    assert holds(british, date(2031, 12, 27))
    assert not holds(british, date(2031, 12, 28))
    assert not holds({"country": "BR", "mechanism": "ADEQUACY"}, date(2026, 1, 25))
    american = {"country": "US", "mechanism": "ADEQUACY"}
    assert not holds(american, DAY_OF_TEST)
    assert holds({**american, "condition_met": "yes"}, DAY_OF_TEST)
    assert not holds({"country": "XX", "mechanism": "ADEQUACY"}, DAY_OF_TEST)
    assert holds({"country": "IN", "mechanism": "SCC_EC_M2"}, DAY_OF_TEST)
    assert not holds({"country": "IN"}, DAY_OF_TEST)
    assert not set(ADEQUACY) & EEA


def test_where_a_transfer_goes_is_said_in_the_policys_words():
    assert zone({"country": "FR"}, DAY_OF_TEST) == "local"
    assert zone({"country": "JP", "mechanism": "ADEQUACY"}, DAY_OF_TEST) == "adequate"
    assert zone({"country": "JP", "mechanism": "SCC_EC_M2"}, DAY_OF_TEST) == "third"
    assert zone({"country": "GB", "mechanism": "ADEQUACY"}, date(2032, 1, 1)) == "third"


def test_standard_clauses_need_an_assessment_and_adequacy_needs_none():
    keys = {one.key for one in TRANSFERS.gaps({"mechanism": "SCC_EC_M2", "country": "IN"})}
    assert {"assessed", "assessment"} <= keys
    keys = {one.key for one in TRANSFERS.gaps({"mechanism": "ADEQUACY", "country": "JP"})}
    assert not {"assessed", "assessment", "condition_met"} & keys
    assert "documents" in {one.key for one in TRANSFERS.gaps({"mechanism": "DEROG_LI"})}
    assert len({code for code, _, _ in MECHANISMS}) == 23


@given(st.lists(st.booleans(), min_size=9, max_size=9))
def test_two_criteria_ask_for_an_assessment(met_or_not):
    values = {key: "yes" if hit else "no" for (key, _), hit in zip(CRITERIA, met_or_not, strict=True)}
    assert met(values) == sum(met_or_not)
    assert (suggested(values) == "required") == (sum(met_or_not) >= 2)
    assert unanswered(values) == 0


def test_what_nobody_answered_is_no_criterion_that_is_not_met():
    assert unanswered({}) == len(CRITERIA)
    assert unanswered({"scoring": "no", "large_scale": "yes"}) == len(CRITERIA) - 2


def test_whoever_says_that_none_is_required_has_to_say_why():
    assert "why_not" in {one.key for one in SCREENINGS.gaps({"outcome": "not_required"})}
    assert "risks" not in {one.key for one in SCREENINGS.gaps({"outcome": "not_required"})}
    assert "risks" in {one.key for one in SCREENINGS.gaps({"outcome": "required"})}


KNOWN = {"aware": "2026-10-30T16:00", "risk": "risk", "role": "controller"}


def test_the_clock_runs_72_hours_weekend_or_not():
    assert deadline(KNOWN) == datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
    assert is_open(KNOWN)
    assert not is_open({**KNOWN, "told_authority": "2026-11-02T15:59"})
    assert not was_late({**KNOWN, "told_authority": "2026-11-02T16:00"})
    assert was_late({**KNOWN, "told_authority": "2026-11-02T16:01"})
    assert not was_late(KNOWN)


def test_the_clock_runs_before_the_risk_is_judged_and_stops_when_there_is_none():
    assert is_open({"aware": "2026-10-30T16:00"})
    assert deadline({**KNOWN, "risk": "none"}) is None
    assert deadline({**KNOWN, "role": "processor"}) is None
    assert deadline({"risk": "high"}) is None


def test_the_letters_say_what_is_known_and_that_the_rest_follows():
    values = {**KNOWN, "what": "A letter went astray.", "kind": "confidentiality", "authority": "the CNIL"}
    text = letters.to_authority(POLICY, "B-2026-0001", values)
    for part in (
        "(a) Nature",
        "(b) Contact",
        "(c) Likely",
        "(d) Measures",
        "first phase",
        "secrecy",
        "2026-11-02 16:00",
    ):
        assert part in text
    assert "will follow in a further phase" in text
    late = letters.to_authority(
        POLICY, "B-2026-0001", {**values, "told_authority": "2026-11-09T10:00", "phases": "Numbers on Monday."}
    )
    assert "Reasons for the delay" in late
    assert "further phase)" in late
    assert "The 72 hours" not in letters.to_authority(POLICY, "B-2026-0001", {"risk": "none"})
    people = letters.to_people(POLICY, values)
    assert "A letter went astray." in people
    assert POLICY.controller.name in people


def test_how_a_notification_stands_is_said_in_a_line():
    assert "by 2026-11-02 16:00" in letters.clock(KNOWN)
    assert "in time" in letters.clock({**KNOWN, "told_authority": "2026-11-01T10:00"})
    assert "late" in letters.clock({**KNOWN, "told_authority": "2026-11-09T10:00"})
    assert "need not" in letters.clock({"risk": "none"})


def test_a_demand_compels_only_with_the_law_it_names_and_is_examined_only_in_writing():
    assert legal_facts({"compelled": "yes", "law": "Code"}) == {"legal.compelled": "true", "legal.reviewed": "false"}
    assert legal_facts({"compelled": "yes"})["legal.compelled"] == "false"
    assert legal_facts({"examined": "yes", "necessity": "why"})["legal.reviewed"] == "true"
    assert legal_facts({"examined": "yes"})["legal.reviewed"] == "false"
