"""What is held of every kind that the tables' annotations date, and how late what went was: numbers for the record."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, not_, select, true

from governance.processing.observed import DeletionCount, Held
from operations.retention_ports import Kept
from store.holds import holds_at
from store.kept_rows import kept_by_hold
from store.lateness import read_lateness
from store.persons_rows import PersonTable, tables_about_people
from store.tables import HoldRow, table_of
from store.tables.about import Due

_HOLD = table_of(HoldRow)
_COUNTED_APART = frozenset({"document.due_at", "text.due_at", "copy.due_at"})
"""Kinds whose rows say more than their dates; `observations` counts them one by one."""


def held_rows(db: Connection, now: datetime, kept: Kept) -> Iterator[Held]:
    """Count what is held of every other kind, by rule; what a hold keeps beyond its date is not overdue."""
    holding = db.execute(select(_HOLD.c.id).where(holds_at(_HOLD, now)).limit(1)).first() is not None
    for table in tables_about_people():
        for due in table.dues:
            if f"{table.name}.{due.at}" not in _COUNTED_APART:
                # Where no hold stands, no row need be asked whether one keeps it.
                yield from _held(db, table, due, now, not_(kept_by_hold(table, due, kept, now)) if holding else true())


def _held(db: Connection, table: PersonTable, due: Due, now: datetime, free: ColumnElement[bool]) -> Iterator[Held]:
    columns = table.table.c
    at, rule = columns[due.at], columns[due.rule]
    born: Any = columns.get(due.born, at)
    counted = select(rule, func.count(), func.min(born)).where(free)
    late = select(rule, func.count(), func.min(at)).where(free, at <= now)
    if due.ended:
        counted, late = (one.where(columns[due.ended].is_(None)) for one in (counted, late))
    overdue = {row[0]: (int(row[1]), _aware(row[2])) for row in db.execute(late.group_by(rule))}
    for name, count, oldest in db.execute(counted.group_by(rule)):
        since = _aware(oldest) if oldest is not None else now
        past, longest = overdue.get(name, (0, now))
        age = max((now - since).total_seconds(), 0.0)
        yield Held(due.category, int(count), age, name, past, max((now - longest).total_seconds(), 0.0))


def _aware(moment: Any) -> datetime:
    # SQLite gives the smallest of a column back as the text that it keeps.
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def deleted_rows(
    db: Connection, period: tuple[datetime, datetime], categories: Mapping[str, str]
) -> Iterator[DeletionCount]:
    """Count what the sweep deleted on the days of a period, by rule, with its lateness."""
    for rule, late in read_lateness(db, *period).items():
        yield DeletionCount(categories.get(rule, ""), rule, late)
