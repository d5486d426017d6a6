"""Decisions counted beforehand: with what is not counted yet they come to the same as every row counted one by one."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from governance.policy.decision import Cell, Decision, Obligations, Request
from operations.rows import DecisionRow
from store.tables import DecisionEntry, DecisionTallyRow, table_of
from store.tally import count_new, counted_up_to, decisions_of, rules_of
from store.unit_of_work import Database

BEGIN = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
ENTRY = table_of(DecisionEntry)
LONGEST_POLL = 0.1
"""Seconds after which SQLite asks for its lock again, at most (`sqliteDefaultBusyCallback`)."""
STEPS = (("upload", False, ()), ("upload", True, ("A-1",)), ("page", True, ("A-1", "A-2")), ("read", False, ("F-1",)))


def take(database: Database, first: int, many: int) -> None:
    """Take decisions, one each seven hours, now and then one that is a little earlier than the one before."""
    with database.begin() as unit:
        for number in range(first, first + many):
            step, allow, rules = STEPS[number * number % 4]
            at = BEGIN + timedelta(hours=7 * number) - (timedelta(hours=8) if number % 5 == 0 else timedelta(0))
            decision = Decision(
                allow=allow, request=Request(Cell("process", "document.image", "provide_service"), {}),
                permits=rules if allow else (), denied_by=() if allow else rules, missing=(), bases=(),
                obligations=Obligations({}, frozenset()), clauses=("c1",) if number % 3 else ("c1", "c2"),
                policy="p" * 64,
            )  # fmt: skip
            expires = at + timedelta(seconds=30) if allow else None
            unit.decisions.add(DecisionRow(f"{number:032x}", at, step, "", "", decision, expires), {})


def one_by_one(database: Database, period: tuple[datetime, datetime]) -> tuple[Counter, int, int]:
    with database.read() as unit:
        rows = unit.connection.execute(select(ENTRY).where(ENTRY.c.at.between(*period))).all()
    counted = Counter(
        (row.allow, tuple(row.permits if row.allow else row.denied_by), tuple(row.clauses)) for row in rows
    )
    permits = sum(row.permit_expires_at is not None for row in rows)
    return counted, permits, sum(row.step == "upload" and not row.allow for row in rows)


def beforehand(database: Database, period: tuple[datetime, datetime], now: datetime) -> tuple[Counter, int, int]:
    with database.read() as unit:
        found = decisions_of(unit.connection, period, now)
    return Counter({(c.allowed, c.rules, c.clauses): c.count for c in found.decisions}), found.permits, found.at_door


DAY = datetime(2026, 11, 1, tzinfo=UTC)
PERIODS = (
    (DAY, DAY + timedelta(days=40)),
    (DAY + timedelta(days=2), DAY + timedelta(days=9)),
    (DAY + timedelta(days=2, hours=5), DAY + timedelta(days=9, hours=16)),
    (DAY + timedelta(days=3, hours=5), DAY + timedelta(days=3, hours=21)),
    (DAY + timedelta(days=3, hours=5), DAY + timedelta(days=4, hours=2)),
    (BEGIN + timedelta(hours=70), BEGIN + timedelta(hours=700)),
    (DAY + timedelta(days=50), DAY + timedelta(days=60)),
)


@pytest.mark.parametrize("counted", [0, 40, 90])
def test_any_period_comes_to_the_same(database: Database, counted: int) -> None:
    take(database, 1, counted)
    assert count_new(database) == counted
    take(database, counted + 1, 90 - counted)
    later = DAY + timedelta(days=41)
    for period in PERIODS:
        assert beforehand(database, period, later) == one_by_one(database, period), period
    # A look back from now, in the middle of a day that goes on.
    last = BEGIN + timedelta(hours=7 * 90)
    assert beforehand(database, (DAY, last), last) == one_by_one(database, (DAY, last))


def test_rules_are_counted_since_the_first_time(database: Database) -> None:
    take(database, 1, 30)
    with database.read() as unit:
        before = {one.rule: one for one in rules_of(unit.connection)}
    assert count_new(database) == 30
    assert count_new(database) == 0
    with database.read() as unit:
        assert {one.rule: one for one in rules_of(unit.connection)} == before
        assert {one.since for one in before.values()} <= {DAY + timedelta(days=days) for days in range(40)}
        assert counted_up_to(unit.connection) > 0
    take(database, 31, 2)
    with database.read() as unit:
        assert sum(one.count for one in rules_of(unit.connection)) > sum(one.count for one in before.values())


def test_others_write_between_two_batches_of_a_long_past(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    take(database, 1, 30)
    seen: list[int] = []

    def another_writes(seconds: float) -> None:
        assert seconds > LONGEST_POLL
        with database.begin() as unit:
            seen.append(counted_up_to(unit.connection))
        take(database, 31 + len(seen), 1)

    monkeypatch.setattr("store.tally.sleep", another_writes)
    with database.read() as unit:
        numbers = list(unit.connection.execute(select(ENTRY.c.number).order_by(ENTRY.c.number)).scalars())
    assert count_new(database, batch=7) == 34
    assert seen == [numbers[6], numbers[13], numbers[20], numbers[27]]


def test_a_call_leaves_the_rest_to_the_next(database: Database) -> None:
    take(database, 1, 30)
    assert [count_new(database, batch=7, seconds=0) for _ in range(6)] == [7, 7, 7, 7, 2, 0]
    assert beforehand(database, PERIODS[0], DAY + timedelta(days=41)) == one_by_one(database, PERIODS[0])


def test_counts_stay_when_decisions_reach_their_date_and_say_nothing_of_anybody(database: Database) -> None:
    take(database, 1, 30)
    count_new(database)
    with database.begin() as unit:
        unit.connection.execute(delete(ENTRY))
    now = DAY + timedelta(days=41)
    assert beforehand(database, PERIODS[0], now)[0].total() == 30
    with database.read() as unit:
        rows = unit.connection.execute(select(table_of(DecisionTallyRow))).mappings().all()
    assert all(f"{number:032x}" not in str(dict(row)) for number in range(1, 31) for row in rows)
