"""The house in numbers, for those who run it: read from the database and the queue at the moment of asking.

So every web process tells the same, whichever is asked and however many there are. No number is about a person.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.serializers import JSONSerializer
from sqlalchemy import Connection, Table, and_, case, func, select

from governance.copies import CopyState
from governance.documents import LIVE
from governance.rights import OPEN
from governance.texts import PRESENT
from store.build import House
from store.ledger import newest_checkpoint
from store.persons_rows import tables_about_people
from store.queue import BY_URGENCY, connect_queue
from store.tables import CopyRow, DecisionEntry, DocumentRow, RecordRow, RequestRow, TextRow, table_of

DAY = timedelta(days=1)
_PRESENT: Mapping[str, tuple[str, frozenset[str]]] = {
    str(DocumentRow.__tablename__): ("stage", frozenset(stage.value for stage in LIVE)),
    str(TextRow.__tablename__): ("state", frozenset(state.value for state in PRESENT)),
    str(CopyRow.__tablename__): ("state", frozenset({CopyState.READY.value})),
}
"""Tables whose rows stay after their end: the column that says whether what they speak of is still there."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its name without the prefix, what it counts, and its value for each set of labels."""

    name: str
    help: str
    labels: tuple[str, ...]
    values: Mapping[tuple[str, ...], float]


def numbers(house: House, now: datetime) -> Iterator[Number]:
    """Count everything; raises ProvisoError storage-unavailable. A queue that is away counts as down."""
    with house.database.read() as unit:
        yield from _work(unit.connection, now)
        yield from _lateness(unit.connection, now)
        yield from _gate(unit.connection, now)
        yield from _ledger(unit.connection, unit.entries.size(), now)
    yield from _queue(house)


def _work(connection: Connection, now: datetime) -> Iterator[Number]:
    rows = table_of(DocumentRow)
    waiting = select(rows.c.stage, func.count(), func.min(rows.c.received_at)).where(
        rows.c.stage.in_(sorted(stage.value for stage in LIVE))
    )
    found = connection.execute(waiting.group_by(rows.c.stage)).all()
    counts: dict[tuple[str, ...], float] = {(stage.value,): 0.0 for stage in LIVE}
    counts |= {(row[0],): float(row[1]) for row in found}
    yield Number("documents", "Documents on their way, by stage.", ("stage",), counts)
    oldest = max((_seconds(now, row[2]) for row in found), default=0.0)
    yield Number("oldest_document_seconds", "Age of the oldest document on its way.", (), {(): oldest})
    yield from _requests(connection, now)
    records = table_of(RecordRow)
    made = connection.execute(select(records.c.state, func.count()).group_by(records.c.state))
    yield Number("records", "Records of processing, by state.", ("state",), {(row[0],): float(row[1]) for row in made})


def _requests(connection: Connection, now: datetime) -> Iterator[Number]:
    """Count requests about rights that wait for an answer, and those whose day has passed."""
    rows = table_of(RequestRow)
    waiting = rows.c.state.in_(sorted(state.value for state in OPEN))
    day = case((rows.c.extended_on.is_not(None), rows.c.extended_by), else_=rows.c.respond_by)
    for name, text, condition in (
        ("requests_open", "Requests about rights without an answer.", waiting),
        ("requests_overdue", "Those of them whose day has passed.", and_(waiting, day < now.date())),
    ):
        found = connection.execute(select(func.count()).select_from(rows).where(condition)).scalar_one()
        yield Number(name, text, (), {(): float(found)})


def _lateness(connection: Connection, now: datetime) -> Iterator[Number]:
    """What should be gone and is not: the number that must be 0, for every table with dates."""
    counts: dict[tuple[str, ...], float] = {}
    late: dict[tuple[str, ...], float] = {}
    for each in tables_about_people():
        table: Table = each.table
        for due in each.dues:
            past = select(func.count(), func.min(table.c[due.at])).where(table.c[due.at] <= now)
            if due.ended:
                past = past.where(table.c[due.ended].is_(None))
            if present := _PRESENT.get(each.name):
                past = past.where(table.c[present[0]].in_(sorted(present[1])))
            count, oldest = connection.execute(past).one()
            counts[(each.name, due.category)] = float(count)
            late[(each.name, due.category)] = _seconds(now, oldest)
    yield Number("overdue_rows", "Rows past their date of deletion, by table.", ("table", "category"), counts)
    yield Number("lateness_seconds", "How long the oldest of them is overdue.", ("table", "category"), late)


def _gate(connection: Connection, now: datetime) -> Iterator[Number]:
    rows = table_of(DecisionEntry)
    since = rows.c.at > now - DAY
    counted = connection.execute(select(rows.c.allow, func.count()).where(since).group_by(rows.c.allow)).all()
    outcomes: dict[tuple[str, ...], float] = {("allowed",): 0.0, ("refused",): 0.0}
    outcomes |= {("allowed" if row[0] else "refused",): float(row[1]) for row in counted}
    yield Number("decisions_last_day", "Answers of the gate in the last 24 hours.", ("outcome",), outcomes)
    clauses: dict[tuple[str, ...], float] = {}
    for cited in connection.execute(select(rows.c.clauses).where(since, rows.c.allow.is_(False))).scalars():
        for clause in cited:
            clauses[(clause,)] = clauses.get((clause,), 0.0) + 1
    yield Number("refusals_last_day", "Refusals in the last 24 hours, by clause behind them.", ("clause",), clauses)


def _ledger(connection: Connection, size: int, now: datetime) -> Iterator[Number]:
    last = newest_checkpoint(connection)
    yield Number("ledger_entries", "Entries of the ledger.", (), {(): float(size)})
    unsigned = float(size - (last.size if last else 0))
    yield Number("ledger_unsigned_entries", "Entries that no checkpoint covers yet.", (), {(): unsigned})
    age = _seconds(now, last.at if last else None)
    yield Number("checkpoint_age_seconds", "Age of the newest signed checkpoint.", (), {(): age})


def _queue(house: House) -> Iterator[Number]:
    jobs: dict[tuple[str, ...], float] = {}
    workers, up = 0.0, 1.0
    try:
        redis = connect_queue(house.settings)
        for name in BY_URGENCY:
            jobs[(name,)] = float(len(Queue(name, connection=redis, serializer=JSONSerializer)))
        workers = float(Worker.count(connection=redis))
    except RedisError:
        up = 0.0
    yield Number("queue_up", "Whether the queue answers.", (), {(): up})
    yield Number("queue_jobs", "Jobs in the queue that nobody has taken.", ("queue",), jobs)
    yield Number("workers", "Workers that are registered.", (), {(): workers})


def _seconds(now: datetime, then: Any) -> float:
    return max(0.0, (now - then).total_seconds()) if isinstance(then, datetime) else 0.0
