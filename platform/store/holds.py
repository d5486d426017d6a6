"""The rows of holds; ending one is a counted UPDATE."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, insert, or_, select, update

from governance.dating import Dated
from governance.holds import Hold, HoldKind
from store.tables import HoldRow, table_of

_ROWS = table_of(HoldRow)
_FIELDS = tuple(Hold.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class HoldRepository:
    """Implements `operations.retention_ports.Holds` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, hold: Hold, dated: Dated) -> None:
        """Write one."""
        values = {name: getattr(hold, name) for name in _FIELDS} | {"kind": hold.kind.value}
        when = {"due_at": dated.due_at, "rule": dated.rule, "policy": dated.policy}
        self._connection.execute(insert(_ROWS).values(values | when))

    def get(self, hold: str) -> Hold | None:
        """Read one."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == hold)).one_or_none()
        return None if row is None else _hold(row)

    def active(self, now: datetime, limit: int = 1000) -> Sequence[Hold]:
        """Read those that hold now, oldest first."""
        return self._all(_SELECT.where(holds_at(_ROWS, now)).order_by(_ROWS.c.placed_at).limit(limit))

    def on(self, person: int, items: Sequence[str], now: datetime) -> Sequence[Hold]:
        """Read those that hold now on everything of a person or on one of these things."""
        found = _SELECT.where(_ROWS.c.person == person, holds_at(_ROWS, now))
        return self._all(found.where(_ROWS.c.item.in_(["", *items])))

    def of_ground(self, person: int, ground: str) -> Sequence[Hold]:
        """Read those that were ever placed on everything of a person on a ground, newest first."""
        found = _SELECT.where(_ROWS.c.person == person, _ROWS.c.ground == ground, _ROWS.c.item == "")
        return self._all(found.order_by(_ROWS.c.placed_at.desc()))

    def release(self, hold: str, at: datetime) -> bool:
        """End one; False when it had ended."""
        held = update(_ROWS).where(_ROWS.c.id == hold, _ROWS.c.released_at.is_(None))
        return self._connection.execute(held.values(released_at=at)).rowcount == 1

    def expired(self, now: datetime, limit: int) -> Sequence[Hold]:
        """Read those whose end has come and that nobody has released."""
        found = _SELECT.where(_ROWS.c.released_at.is_(None), _ROWS.c.until <= now)
        return self._all(found.order_by(_ROWS.c.until).limit(limit))

    def _all(self, statement: Select[Any]) -> list[Hold]:
        return [_hold(row) for row in self._connection.execute(statement)]


def holds_at(rows: FromClause, now: datetime) -> ColumnElement[bool]:
    """Give the condition that a hold holds at a moment, as `Hold.active` tells it."""
    lasting = or_(rows.c.kind == HoldKind.RESTRICTION.value, rows.c.until > now)
    return and_(rows.c.released_at.is_(None), lasting)


def _hold(row: Row[Any]) -> Hold:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Hold(**(values | {"kind": HoldKind(values["kind"])}))
