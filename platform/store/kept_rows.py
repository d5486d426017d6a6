"""Which rows a hold keeps, as a condition for statements: the sweep never sees them, and nothing has to be undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select

from governance.holds import KEEPING, HoldKind
from operations.retention_ports import Kept
from store.holds import holds_at
from store.persons_rows import PersonTable
from store.tables import HoldRow, table_of
from store.tables.about import Due

_HOLD = table_of(HoldRow).alias("held")


def kept_by_hold(table: PersonTable, due: Due, kept: Kept, now: datetime) -> ColumnElement[bool]:
    """Give the condition that a hold keeps a row beyond its date.

    A hold on an item keeps the row of that key and what names it as its document. A hold's own row is kept by none:
    its date lies years after its end.
    """
    rule = table.table.c[due.rule]
    ways = (
        (kept.legal, _HOLD.c.kind == HoldKind.LEGAL.value),
        (
            kept.restriction,
            and_(_HOLD.c.kind == HoldKind.RESTRICTION.value, _HOLD.c.ground.in_(sorted(KEEPING))),
        ),
    )
    return or_(*(and_(rule.in_(sorted(rules)), _holds(table, now, kind)) for rules, kind in ways))


def _holds(table: PersonTable, now: datetime, kind: ColumnElement[bool]) -> ColumnElement[bool]:
    key: Any = cast(table.key, String)
    items = [_HOLD.c.item == "", _HOLD.c.item == key]
    if "document" in table.table.c and table.name != "document":
        items.append(_HOLD.c.item == table.table.c.document)
    return exists(select(_HOLD.c.id).where(_HOLD.c.person == table.owner, holds_at(_HOLD, now), kind, or_(*items)))
