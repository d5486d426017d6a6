"""Decisions by day, cell and answer: those counted beforehand, and the newest ones read as they are.

The clock counts what is new once a minute. Numbers of decisions follow the commits (see `unit_of_work`), so what is
counted is everything up to the greatest number that was; who counts a period adds the rest. The counts stay when the
decisions reach their date: they are about nobody.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, Text, and_, case, cast, func, insert, select, update

from governance.processing.observed import DecisionCount
from operations.decision_ports import RuleCount
from store.tables import DecisionEntry, DecisionTallyRow, table_of

if TYPE_CHECKING:
    from store.unit_of_work import Database

_ROWS, _TALLY = table_of(DecisionEntry), table_of(DecisionTallyRow)
_BATCH: Final = 1_000
# SQLite lets nobody queue: who waits for the lock asks for it again every tenth of a second.
_PAUSE_SECONDS: Final = 0.15
_SECONDS: Final = 4.0
_INSTANT: Final = timedelta(microseconds=1)
_CELL: Final = ("action", "category", "purpose", "recipient", "allow")
Answer = tuple[Any, ...]
"""Cell, whether it was allowed, the rules behind the answer, its clauses and the policy."""


@dataclass(slots=True)
class _Count:
    count: int = 0
    permits: int = 0
    at_door: int = 0
    last: int = 0

    def add(self, row: Any) -> None:
        """Count one decision."""
        self.last = row.number
        self.count += 1
        self.permits += row.permit_expires_at is not None
        self.at_door += row.step == "upload" and not row.allow


@dataclass(frozen=True, slots=True)
class Counted:
    """The decisions of a period by cell and answer, the permits they gave out, and the uploads that were refused."""

    decisions: tuple[DecisionCount, ...]
    permits: int
    at_door: int


def count_new(database: "Database", *, batch: int = _BATCH, seconds: float = _SECONDS) -> int:
    """Count the decisions that are not counted yet, a batch a transaction; returns how many were counted.

    Other writers get their turn between two batches, and after so many seconds the rest is left to the next call.
    """
    counted, until = 0, monotonic() + seconds
    while True:
        with database.begin() as unit:
            found = _count_some(unit.connection, batch)
        counted += found
        if found < batch or monotonic() >= until:
            return counted
        sleep(_PAUSE_SECONDS)


def _count_some(db: Connection, batch: int) -> int:
    new = _answers().where(_ROWS.c.number > counted_up_to(db)).order_by(_ROWS.c.number)
    rows = db.execute(new.limit(batch)).all()
    found: dict[tuple[date, Answer], _Count] = {}
    for row in rows:
        found.setdefault((row.at.astimezone(UTC).date(), _answer(row)), _Count()).add(row)
    for (day, answer), count in found.items():
        _add(db, day, answer, count)
    return len(rows)


def _add(db: Connection, day: date, answer: Answer, count: _Count) -> None:
    key = hashlib.sha256(json.dumps(answer).encode()).hexdigest()
    t = _TALLY.c
    sums = {name: getattr(count, name) for name in ("count", "permits", "at_door")}
    added = {name: t[name] + more for name, more in sums.items()} | {"last": count.last}
    if not db.execute(update(_TALLY).where(t.day == day, t.key == key).values(added)).rowcount:
        *cell, rules, clauses, policy = answer
        new = {"rules": list(rules), "clauses": list(clauses), "policy": policy}
        db.execute(
            insert(_TALLY).values(
                dict(zip(_CELL, cell, strict=True)) | sums | new | {"day": day, "key": key, "last": count.last}
            )
        )


def counted_up_to(db: Connection) -> int:
    """Give the number of the last decision that is counted; 0 before the first."""
    return int(db.execute(select(func.max(_TALLY.c.last))).scalar_one() or 0)


def decisions_of(db: Connection, period: tuple[datetime, datetime], now: datetime) -> Counted:
    """Count a period, both ends part of it, by cell and answer.

    Whole days are taken from the counts; a part of a day at either end is read row by row.
    """
    counted: Counter[Answer] = Counter()
    permits = at_door = 0
    since, until = (moment.astimezone(UTC) for moment in period)
    first = since.date() if since.time() == time() else since.date() + timedelta(days=1)
    # Nothing was decided after now, so a day that goes on is whole as far as it went.
    behind = until.date() + timedelta(days=until >= now)
    if first < behind:
        whole = and_(_TALLY.c.day >= first, _TALLY.c.day < behind)
        for row in db.execute(select(_TALLY, _TALLY.c.count.label("how_many")).where(whole)):
            cell = (getattr(row, name) for name in _CELL)
            counted[*cell, tuple(row.rules), tuple(row.clauses), row.policy] += row.how_many
            permits += row.permits
            at_door += row.at_door
    for rows, begins, ends in _uncounted(db, (since, until), first, behind):
        for row in db.execute(_answers().where(rows).execution_options(yield_per=2000)):
            if not begins <= row.at <= ends:
                continue
            counted[_answer(row)] += 1
            permits += row.permit_expires_at is not None
            at_door += row.step == "upload" and not row.allow
    found = (DecisionCount(*answer, count=count) for answer, count in sorted(counted.items()))  # type: ignore[misc]
    return Counted(tuple(found), permits, at_door)


def _uncounted(
    db: Connection, period: tuple[datetime, datetime], first: date, behind: date
) -> Iterator[tuple[ColumnElement[bool], datetime, datetime]]:
    """Say which rows of a period are in no count that was taken, piece by piece, and between which moments they lie.

    Each piece has an index of its own; the new ones are few, so that their moments need none.
    """
    r, (since, until) = _ROWS.c, period
    if first >= behind:
        yield r.at.between(since, until), since, until
        return
    begins = datetime.combine(first, time(), UTC)
    if since < begins:
        yield r.at.between(since, begins - _INSTANT), since, begins - _INSTANT
    ends = datetime.combine(behind, time(), UTC)
    yield r.number > counted_up_to(db), begins, min(until, ends - _INSTANT)
    if ends <= until:
        yield r.at.between(ends, until), ends, until


def rules_of(db: Connection) -> Sequence[RuleCount]:
    """Count how often each rule had its way, since which day (midnight UTC)."""
    rules = cast(_TALLY.c.rules, Text)
    counted = select(rules, func.sum(_TALLY.c.count), func.min(_TALLY.c.day)).group_by(rules)
    # The lists of rules are JSON in the database, so they are grouped by their text.
    had = case((_ROWS.c.allow, cast(_ROWS.c.permits, Text)), else_=cast(_ROWS.c.denied_by, Text))
    new = select(had, func.count(), func.min(_ROWS.c.at)).where(_ROWS.c.number > counted_up_to(db)).group_by(had)
    days = ((names, count, at.astimezone(UTC).date()) for names, count, at in db.execute(new))
    return summed(
        (rule, int(count), datetime.combine(since, time(), UTC))
        for rules_text, count, since in (*db.execute(counted), *days)
        for rule in json.loads(rules_text)
    )


def summed(found: Iterable[tuple[str, int, datetime]]) -> Sequence[RuleCount]:
    """Sum counts up by rule, each since its earliest moment."""
    totals: dict[str, RuleCount] = {}
    for rule, count, since in found:
        before = totals.get(rule, RuleCount(rule, 0, since))
        totals[rule] = RuleCount(rule, before.count + count, min(before.since, since))
    return list(totals.values())


def _answers() -> Any:
    r = _ROWS.c
    return select(
        r.number,
        r.at,
        r.step,
        *(r[name] for name in _CELL),
        r.permits,
        r.denied_by,
        r.clauses,
        r.policy,
        r.permit_expires_at,
    )


def _answer(row: Any) -> Answer:
    rules = row.permits if row.allow else row.denied_by
    return (*(getattr(row, name) for name in _CELL), tuple(rules), tuple(row.clauses), row.policy)
