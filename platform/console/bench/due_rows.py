"""Rows for `proviso bench retention`: consents of many accounts, some due now and the others over the coming years."""

from datetime import timedelta

from sqlalchemy import func, insert, select, text
from sqlalchemy.schema import CreateIndex, DropIndex

from governance.dating import dated
from store.build import House
from store.tables import ConsentRow, User, table_of

PEOPLE = 1000
CATEGORY, CONSENT = "record.consent", "store_text"
_ROWS, _PEOPLE = table_of(ConsentRow), table_of(User)
_PARTS = 10
_STRETCH = 500_000
_AN_HOUR = 3600.0
_COLUMNS = '(person, consent, given, at, policy, document, due_at, rule, due_policy, language, "by", shown)'
_FILL = {
    "sqlite": f"""with recursive n(i) as (select :low union all select i + 1 from n where i < :high - 1)
        insert into consent {_COLUMNS}
        select :first + i % {PEOPLE}, :consent, i % 2, datetime(:due - :lived + i * :step, 'unixepoch') || '.000000',
        :policy, '', datetime(:due + i * :step, 'unixepoch') || printf('.%06d', i % 1000000), :rule, :policy,
        'en', 'portal', '' from n""",  # noqa: S608
    "postgresql": f"""insert into consent {_COLUMNS}
        select :first + i % {PEOPLE}, :consent, i % 2 = 1, to_timestamp(:due - :lived + i * :step), :policy, '',
        to_timestamp(:due + i * :step) + i % 1000000 * interval '1 microsecond', :rule, :policy,
        'en', 'portal', '' from generate_series(:low, :high - 1) as n(i)""",  # noqa: S608
}
"""The database makes the rows itself: the date of each is `step` seconds after that of the one before."""


def fill(house: House, rows: int, due: int) -> None:
    """Write so many consents as people would have given them, of which so many are due; then let the database settle.

    What is due lies in ten places of the table, as what was written in ten busy weeks would.
    """
    first = _accounts(house)
    now = house.services.now()
    with house.database.engine.begin() as connection:
        for index in _ROWS.indexes:
            connection.execute(DropIndex(index))
    lives = dated(house.services.policy, CATEGORY, {"data.created": now}).due_at - now
    later, soon = rows - due, int(now.timestamp())
    for part in range(_PARTS):
        _write(house, first, lives, later * part // _PARTS, later * (part + 1) // _PARTS,
               due=soon + _AN_HOUR, step=lives.total_seconds() / max(later, 1))  # fmt: skip
        _write(house, first, lives, due * part // _PARTS, due * (part + 1) // _PARTS, due=soon - 1.0, step=0.0)
    with house.database.engine.begin() as connection:
        for index in _ROWS.indexes:
            connection.execute(CreateIndex(index))
    _settle(house)


def count(house: House) -> int:
    """Count the consents there are."""
    with house.database.read() as unit:
        return int(unit.connection.execute(select(func.count()).select_from(_ROWS)).scalar_one())


def _accounts(house: House) -> int:
    """Open the accounts, and give the number of the first."""
    now = house.services.now()
    row = {"active": True, "create_datetime": now, "update_datetime": now, "age_band": "of_age", "ledger_salt": b"\x07"}
    with house.database.begin() as unit:
        begin = int(unit.connection.execute(select(func.coalesce(func.max(_PEOPLE.c.id), 0) + 1)).scalar_one())
        names = [f"{number}@bench.example" for number in range(PEOPLE)]
        unit.connection.execute(insert(_PEOPLE), [row | {"email": name, "fs_uniquifier": name} for name in names])
        return begin


def _write(house: House, first: int, lives: timedelta, low: int, high: int, *, due: float, step: float) -> None:
    rule = house.services.policy.retention_for(CATEGORY).id
    values = {"first": first, "consent": CONSENT, "policy": house.services.policy.digest, "rule": rule}
    values |= {"lived": lives.total_seconds(), "due": due, "step": step}
    statement = text(_FILL["sqlite" if house.database.on_sqlite else "postgresql"])
    for start in range(low, high, _STRETCH):
        with house.database.engine.begin() as connection:
            connection.execute(statement, values | {"low": start, "high": min(start + _STRETCH, high)})


def _settle(house: House) -> None:
    """Let the database do first what filling it left to do, so that it does not fall into the measurement."""
    with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if house.database.on_sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql("VACUUM (ANALYZE) consent")
            connection.exec_driver_sql("CHECKPOINT")
