"""Dates of deletion: the earliest trigger or the ceiling, and dead from the very moment."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import shipped

from governance.retention import RetentionRule, due, overdue

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
RULE = RetentionRule(
    id="R-X", of=("page",), after="ended", keep_seconds=60, also_after=(("asked", 0), ("closed", 600)),
    ceiling_from="received", ceiling_seconds=3600, then="delete", legal_hold="ignored", clauses=("c1.1",),
)  # fmt: skip


def test_without_any_other_event_the_ceiling_is_the_date() -> None:
    assert due(RULE, {"received": NOON}) == NOON + timedelta(hours=1)


def test_the_earliest_of_all_triggers_wins() -> None:
    events = {"received": NOON, "ended": NOON + timedelta(minutes=5), "closed": NOON + timedelta(minutes=1)}
    assert due(RULE, events) == NOON + timedelta(minutes=6)
    assert due(RULE, {**events, "asked": NOON}) == NOON


def test_a_late_event_cannot_move_the_ceiling() -> None:
    assert due(RULE, {"received": NOON, "ended": NOON + timedelta(days=9)}) == NOON + timedelta(hours=1)


def test_an_event_that_the_rule_does_not_name_changes_nothing() -> None:
    assert due(RULE, {"received": NOON, "sneezed": NOON}) == NOON + timedelta(hours=1)


def test_the_ceilings_event_is_needed() -> None:
    with pytest.raises(ValueError, match="received"):
        due(RULE, {"ended": NOON})


@pytest.mark.parametrize("event", ["received", "ended"])
def test_a_time_without_a_zone_is_refused(event: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(RULE, {"received": NOON, event: datetime(2026, 3, 3, 12, 0)})  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        overdue(NOON, datetime(2026, 3, 3, 12, 0))  # noqa: DTZ001


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-2, 2))
def test_data_is_dead_from_the_second_it_is_due(at: datetime, offset: int) -> None:
    if datetime.min.replace(tzinfo=UTC) + timedelta(days=1) < at < datetime.max.replace(tzinfo=UTC) - timedelta(days=1):
        assert overdue(at, at + timedelta(seconds=offset)) == (offset >= 0)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_once_overdue_always_overdue(first: int, later: int) -> None:
    due_at = due(RULE, {"received": NOON})
    now = NOON + timedelta(seconds=first)
    assert not overdue(due_at, now) or overdue(due_at, now + timedelta(seconds=later))


@given(st.dictionaries(st.sampled_from(["ended", "asked", "closed"]), st.integers(0, 10_000)))
def test_more_events_never_make_data_live_longer(after: dict[str, int]) -> None:
    events = {"received": NOON, **{name: NOON + timedelta(seconds=span) for name, span in after.items()}}
    for name in after:
        fewer = {other: at for other, at in events.items() if other != name}
        assert due(RULE, events) <= due(RULE, fewer)


def test_an_event_named_twice_keeps_its_shorter_span() -> None:
    rule = shipped().retention_for("text.extracted")
    assert rule.after == rule.ceiling_from == "data.created"
    assert rule.triggers == {
        "data.created": 30 * 86400, "user.delete": 0, "consent.withdrawn": 0, "account.closed": 30 * 86400,
    }  # fmt: skip


def test_the_shipped_policy_keeps_uploads_a_minute_after_the_end_and_an_hour_in_all() -> None:
    rule = shipped().retention_for("document.image")
    assert rule.id == "R-DOC"
    assert due(rule, {"data.received": NOON}) == NOON + timedelta(hours=1)
    assert due(rule, {"data.received": NOON, "job.ended": NOON}) == NOON + timedelta(minutes=1)
    result = shipped().retention_for("text.result")
    assert due(result, {"data.created": NOON}) == NOON + timedelta(hours=1)
    assert due(result, {"data.created": NOON, "result.decided": NOON}) == NOON


class Nowhere(tzinfo):
    """A time zone that does not know how far it is from anywhere."""

    def utcoffset(self, moment):
        return None


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_a_time_that_is_nowhere_is_refused_in_words(zone):
    with pytest.raises(ValueError, match=r"^a time without a time zone says nothing about when data must be gone$"):
        overdue(datetime(2026, 1, 1, tzinfo=zone), datetime(2026, 1, 1, tzinfo=UTC))
