"""The clock stopped across a due time: nothing is missed, nothing happens twice, with two clocks and with kill -9."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select
from test_clock_process import clocks, until

from store.build import House
from store.tables import ConsentRow, table_of
from storeroom import make_person

ROWS = table_of(ConsentRow)


def write(house: House, person: int, count: int, due: datetime) -> None:
    row = {"person": person, "consent": "marketing", "given": True, "at": due, "policy": "p", "document": ""}
    row |= {"due_at": due, "rule": "R-RECORD", "due_policy": house.services.policy.digest}
    with house.database.begin() as unit:
        unit.connection.execute(insert(ROWS), [row] * count)


def left(house: House) -> int:
    with house.database.read() as unit:
        return int(unit.connection.execute(select(func.count()).select_from(ROWS)).scalar_one())


def deleted(house: House) -> int:
    """How many rows the ledger says were deleted."""
    with house.database.read() as unit:
        bodies = [entry.body for entry in unit.entries.entries(after=0) if entry.kind == "retention.deleted"]
    told = [json.loads(body) for body in bodies]
    return sum(int(each.get("count") or each["fields"]["count"]) for each in told)


def test_a_stopped_clock_catches_up_and_two_do_nothing_twice(house: House, tmp_path: Path) -> None:
    person = make_person(house.database)
    write(house, person, 1200, datetime.now(UTC) - timedelta(days=3))
    write(house, person, 50, datetime.now(UTC) + timedelta(days=3))
    with clocks(house, tmp_path, 2):
        until(lambda: left(house) == 50)
    assert deleted(house) == 1200


def test_a_clock_killed_in_the_middle_leaves_nothing_half_done(house: House, tmp_path: Path) -> None:
    person = make_person(house.database)
    write(house, person, 6000, datetime.now(UTC) - timedelta(days=3))
    with clocks(house, tmp_path, 2) as both:
        until(lambda: left(house) < 6000)
        (leader,) = [clock for clock in both if clock.leads]
        leader.process.kill()
        assert deleted(house) == 6000 - left(house)
        until(lambda: left(house) == 0)
    assert deleted(house) == 6000
