"""Due dates: the vectors of the law's readers, and thousands more against a walk through the calendar."""

from datetime import date, timedelta

import pytest
from calendar_walk import (
    business_due,
    calendar_due,
    california_holidays,
    common_holidays,
    european_due,
    same_day_months_on,
)
from hypothesis import given
from hypothesis import strategies as st

from governance.clocks import Clock, Place, clock_of
from governance.deadlines import (
    EXTENDED_MONTHS,
    Term,
    british_complaint_term,
    british_term,
    business_days_later,
    california_business_term,
    california_term,
    days_left,
    european_term,
    is_working_day,
    months_later,
    paused,
)
from governance.rights import Kind, Regime

YEARS = range(2019, 2036)
EUROPE, CALIFORNIA = common_holidays(YEARS), california_holidays(YEARS)
HOLIDAYS = {Place.CONTROLLER: EUROPE, Place.CALIFORNIA: CALIFORNIA}
DAYS = st.dates(date(2020, 1, 1), date(2034, 6, 30))
SOME_HOLIDAYS = st.frozensets(DAYS, max_size=200)
BOTH = frozenset(Regime)


@pytest.mark.parametrize(
    ("received", "nominal", "due", "extended"),
    [
        ("2026-03-05", "2026-04-05", "2026-04-07", "2026-06-05"),
        ("2026-01-31", "2026-02-28", "2026-03-02", "2026-04-30"),
        ("2026-01-30", "2026-02-28", "2026-03-02", "2026-04-30"),
        ("2026-08-31", "2026-09-30", "2026-09-30", "2026-11-30"),
        ("2025-11-30", "2025-12-30", "2025-12-30", "2026-03-02"),
        ("2024-01-31", "2024-02-29", "2024-02-29", "2024-04-30"),
        ("2027-01-29", "2027-02-28", "2027-03-01", "2027-04-29"),
    ],
)
def test_european_months_are_counted_as_the_regulation_says(received, nominal, due, extended):
    day = date.fromisoformat(received)
    assert months_later(day, 1) == date.fromisoformat(nominal)
    assert european_term(day, EUROPE) == Term(date.fromisoformat(due), date.fromisoformat(due))
    assert european_term(day, EUROPE, 3).limit == date.fromisoformat(extended)


@pytest.mark.parametrize(
    ("received", "acknowledge", "stop", "respond", "extended"),
    [
        ("2026-02-27", ("2026-03-11", "2026-03-13"), None, ("2026-04-12", "2026-04-13"), "2026-05-28"),
        (
            "2026-11-20",
            ("2026-12-04", "2026-12-08"),
            ("2026-12-10", "2026-12-15"),
            ("2027-01-03", "2027-01-04"),
            "2027-02-18",
        ),
    ],
)
def test_californian_days_are_counted_as_the_regulations_say(received, acknowledge, stop, respond, extended):
    day = date.fromisoformat(received)
    assert california_business_term(day, 10, CALIFORNIA) == Term(*map(date.fromisoformat, acknowledge))
    if stop:
        assert california_business_term(day, 15, CALIFORNIA) == Term(*map(date.fromisoformat, stop))
    assert california_term(day) == Term(*map(date.fromisoformat, respond))
    assert california_term(day, 90).limit == date.fromisoformat(extended)


def test_every_day_of_four_years_agrees_with_a_walk_through_the_calendar():
    counted = 0
    for number in range(4 * 365 + 1):
        day = date(2024, 1, 1) + timedelta(days=number)
        for months in (1, 3):
            assert european_term(day, EUROPE, months).limit == european_due(day, months, EUROPE)
        for count in (10, 15):
            term = california_business_term(day, count, CALIFORNIA)
            assert term.target == business_due(day, count, CALIFORNIA, saturdays=True)
            assert term.limit == business_due(day, count, CALIFORNIA, saturdays=False)
        for days in (45, 90):
            assert california_term(day, days) == Term(calendar_due(day, days - 1), calendar_due(day, days))
        counted += 6
    assert counted == 8766


@given(DAYS, st.integers(1, 30), SOME_HOLIDAYS)
def test_any_months_agree_with_a_walk(day, months, holidays):
    assert months_later(day, months) == same_day_months_on(day, months)
    assert european_term(day, holidays, months).limit == european_due(day, months, holidays)


@given(DAYS, st.integers(1, 3), SOME_HOLIDAYS)
def test_a_european_date_is_a_working_day_with_none_between_it_and_the_nominal_day(day, months, holidays):
    nominal, due = months_later(day, months), european_term(day, holidays, months).limit
    assert nominal <= due
    assert is_working_day(due, holidays)
    between = (nominal + timedelta(days=n) for n in range((due - nominal).days))
    assert not any(is_working_day(one, holidays) for one in between)


@given(DAYS, st.integers(1, 20), SOME_HOLIDAYS)
def test_the_promised_business_day_is_never_later_than_either_way_of_counting(day, count, holidays):
    term = california_business_term(day, count, holidays)
    assert day + timedelta(days=count) <= term.target <= term.limit
    assert business_days_later(day, 0, lambda _: True) == day


@given(DAYS, st.integers(0, 60), SOME_HOLIDAYS)
def test_a_pause_moves_what_is_lawful_and_never_what_is_promised(day, waited, holidays):
    term = european_term(day, holidays)
    moved = paused(term, waited, holidays)
    assert moved.target == term.target
    assert moved.limit >= term.limit + timedelta(days=waited)
    assert is_working_day(moved.limit, holidays)
    assert paused(term, 0, holidays) == term


@given(DAYS, st.integers(0, 60), st.sampled_from([1, 3]), SOME_HOLIDAYS)
def test_a_house_in_the_kingdom_is_never_late_by_the_clock_that_runs_for_everybody(day, waited, months, holidays):
    runs = european_term(day, holidays, months)
    assert runs.target == european_due(day, months, holidays)
    assert runs.limit <= british_term(day, holidays, waited, months).limit


def test_a_negative_pause_is_a_mistake():
    with pytest.raises(ValueError, match="negative"):
        paused(Term(date(2026, 1, 1), date(2026, 1, 1)), -1, frozenset())


def lawful(kind: Kind, regime: Regime, day: date, *, extended: bool) -> tuple[date, date]:
    """The earliest day on which an answer could be called late by one law, and the latest on which it is not."""
    if regime is Regime.GDPR:
        due = european_due(day, 3 if extended else 1, EUROPE)
        return due, due
    if kind in {Kind.OPT_OUT, Kind.LIMIT}:
        return tuple(business_due(day, 15, CALIFORNIA, saturdays=s) for s in (True, False))
    return calendar_due(day, 89 if extended else 44), calendar_due(day, 90 if extended else 45)


@given(st.sampled_from(list(Kind)), st.sets(st.sampled_from(list(Regime)), min_size=1), DAYS)
def test_no_date_is_earlier_than_lawful_or_later_than_the_strictest_law_safely_counted(kind, regimes, day):
    applying = sorted(regimes & kind.regimes)
    if not applying:
        with pytest.raises(ValueError, match="exists under none"):
            clock_of(kind, frozenset(regimes), day, HOLIDAYS)
        return
    clock = clock_of(kind, frozenset(regimes), day, HOLIDAYS)
    safe = min(lawful(kind, regime, day, extended=False)[0] for regime in applying)
    latest = min(lawful(kind, regime, day, extended=False)[1] for regime in applying)
    assert clock.respond == Term(safe, latest)
    assert day < clock.acknowledge.target <= clock.acknowledge.limit
    assert clock.extend_by <= clock.respond.limit
    assert (clock.extended is None) == kind.at_once
    if clock.extended is not None:
        assert clock.extended == Term(
            min(lawful(kind, regime, day, extended=True)[0] for regime in applying),
            min(lawful(kind, regime, day, extended=True)[1] for regime in applying),
        )


def test_where_both_laws_may_apply_the_first_date_of_either_counts():
    clock = clock_of(Kind.DELETION, BOTH, date(2026, 11, 20), HOLIDAYS)
    assert clock == Clock(
        acknowledge=Term(date(2026, 12, 4), date(2026, 12, 8)),
        respond=Term(date(2026, 12, 21), date(2026, 12, 21)),
        extend_by=date(2026, 12, 21),
        extended=Term(date(2027, 2, 17), date(2027, 2, 18)),
    )


def test_waiting_for_identity_stops_the_european_clock_and_not_the_californian():
    day = date(2026, 3, 2)
    alone = clock_of(Kind.ACCESS, frozenset({Regime.GDPR}), day, HOLIDAYS, identity_days=20)
    assert (alone.respond.target, alone.respond.limit) == (date(2026, 4, 2), date(2026, 4, 22))
    both = clock_of(Kind.ACCESS, BOTH, day, HOLIDAYS, identity_days=20)
    assert both.respond == Term(date(2026, 4, 2), date(2026, 4, 16))


def test_days_left_run_down_through_nought():
    due = date(2026, 4, 7)
    assert [days_left(date(2026, 4, day), due) for day in (5, 7, 8)] == [2, 0, -1]


def test_a_british_month_ends_on_the_same_day_or_the_months_last_and_stands_while_proof_is_waited_for():
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    assert british_term(date(2026, 9, 3), set()).target == date(2026, 10, 5)  # the 3rd is a Saturday
    assert british_term(date(2027, 1, 31), set()).target == date(2027, 3, 1)  # 28 February is a Sunday
    assert british_term(date(2026, 11, 25), holidays).limit == date(2026, 12, 29)
    waited = british_term(date(2026, 9, 1), set(), 10)
    assert (waited.target, waited.limit) == (date(2026, 10, 1), date(2026, 10, 12))
    assert british_term(date(2026, 9, 1), set(), months=EXTENDED_MONTHS).target == date(2026, 12, 1)
    assert british_complaint_term(date(2026, 9, 1)).limit == date(2026, 10, 1)
