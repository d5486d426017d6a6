"""When a policy decides: the line of terms, the days of notice, and consents that a change overtakes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.publishing import FROM, DraftState, Term, coming, deciding, earliest, outdated, postponed

START = datetime(2026, 11, 28, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def a_term(number: int, *, hours: float = 0, **values) -> Term:
    at = START + timedelta(hours=hours)
    return replace(Term(number, f"{number}" * 64, "", START, at), **values)


FIRST = a_term(1, taken_at=START)


def test_nothing_decides_before_the_first_term() -> None:
    assert deciding([], START) is None
    assert deciding([a_term(1, hours=1)], START) is None


def test_a_term_decides_from_its_moment_whether_or_not_it_was_taken_up() -> None:
    second = a_term(2, hours=1)
    assert deciding([FIRST, second], START + timedelta(minutes=59)) == FIRST
    assert deciding([FIRST, second], START + timedelta(hours=1)) == second


def test_what_was_taken_up_stays_even_where_a_clock_goes_back() -> None:
    second = a_term(2, hours=1, taken_at=START + timedelta(hours=1))
    assert deciding([FIRST, second], START) == second


def test_a_recalled_term_never_decides() -> None:
    second = a_term(2, hours=1, recalled_at=START)
    assert deciding([FIRST, second], START + timedelta(days=9)) == FIRST
    assert coming([FIRST, second]) is None


def test_a_material_change_waits_until_people_were_told() -> None:
    second = a_term(2, material=True, notice_days=30)
    assert deciding([FIRST, second], START) == FIRST
    assert coming([FIRST, second]) == second
    told = replace(second, announced_at=START)
    assert deciding([FIRST, told], START) == told


def test_a_consent_is_overtaken_by_a_change_that_came_after_it() -> None:
    second = a_term(2, hours=1, taken_at=START + timedelta(hours=1), stale=("marketing",))
    waiting = a_term(3, hours=2, stale=("marketing",))
    terms = [FIRST, second, waiting]
    assert outdated(terms, "marketing", START) == second
    assert outdated(terms, "marketing", START + timedelta(hours=1, seconds=1)) is None
    assert outdated(terms, "cookies_analytics", START) is None


def test_what_is_not_material_may_count_at_once() -> None:
    assert earliest(START, material=False, notice_days=30) == START


@given(MOMENTS, st.integers(0, 365))
def test_a_material_change_counts_at_a_midnight_after_the_days_of_notice(now: datetime, days: int) -> None:
    first = earliest(now, material=True, notice_days=days)
    assert now + timedelta(days=days) < first <= now + timedelta(days=days + 2)
    assert (first.hour, first.minute, first.second, first.microsecond) == (0, 0, 0, 0)


@given(MOMENTS, MOMENTS, st.integers(0, 365))
def test_the_days_of_notice_are_kept_however_long_telling_took(planned: datetime, told: datetime, days: int) -> None:
    day = postponed(planned, told, days)
    assert day >= max(planned, told + timedelta(days=days))
    assert day == planned or planned < told + timedelta(days=days)


@pytest.mark.parametrize("state", DraftState)
def test_a_draft_that_is_over_comes_back_in_no_way(state: DraftState) -> None:
    assert not {DraftState.PUBLISHED, DraftState.WITHDRAWN} & FROM[state]
