"""The rows of registers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from operations.register_ports import RegisterEntry
from store.tables import RegisterRow, table_of

_ROWS = table_of(RegisterRow)
_FIELDS = tuple(RegisterEntry.__dataclass_fields__)
_COLUMNS = {name: _ROWS.c["kind" if name == "register" else name] for name in _FIELDS}
_SELECT = select(*(column.label(name) for name, column in _COLUMNS.items()))


class RegistersRepository:
    """Implements `operations.register_ports.Registers` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: RegisterEntry) -> None:
        """Write a version."""
        self._connection.execute(
            insert(_ROWS).values({column: getattr(entry, name) for name, column in _COLUMNS.items()})
        )

    def get(self, entry: str) -> RegisterEntry | None:
        """Read the newest version of an entry."""
        found = self._all(_SELECT.where(_ROWS.c.entry == entry).order_by(_ROWS.c.version.desc()).limit(1))
        return found[0] if found else None

    def versions(self, entry: str) -> Sequence[RegisterEntry]:
        """Read every version, oldest first."""
        return self._all(_SELECT.where(_ROWS.c.entry == entry).order_by(_ROWS.c.version))

    def current(self, register: str = "") -> Sequence[RegisterEntry]:
        """Read the newest version of every entry."""
        newest = select(func.max(_ROWS.c.number)).group_by(_ROWS.c.entry)
        found = _SELECT.where(_ROWS.c.number.in_(newest))
        if register:
            found = found.where(_ROWS.c.kind == register)
        return self._all(found.order_by(_ROWS.c.serial.desc()))

    def next_serial(self, letter: str, year: int) -> str:
        """Tell the next free number of the year; writing transactions follow each other, so it stays free."""
        prefix = f"{letter}-{year:04d}-"
        taken = self._connection.execute(select(_ROWS.c.serial).where(_ROWS.c.serial.startswith(prefix))).scalars()
        last = max((int(serial.removeprefix(prefix)) for serial in taken), default=0)
        return f"{prefix}{last + 1:04d}"

    def _all(self, statement: Select[Any]) -> list[RegisterEntry]:
        rows = self._connection.execute(statement)
        return [RegisterEntry(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it
