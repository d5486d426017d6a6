"""What is handed over with requests: rows here, sealed bytes and wrapped keys for the vault alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, or_, select, update

from operations.requests import Enclosed, Paper
from store.tables import RequestPaperRow, table_of

_ROWS = table_of(RequestPaperRow)
_FIELDS = tuple(Paper.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class PaperRepository:
    """Implements `operations.requests.Papers` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, paper: Paper, content: Enclosed) -> None:
        """Write one, in place of another of its kind."""
        self._connection.execute(delete(_ROWS).where(_ROWS.c.request == paper.request, _ROWS.c.kind == paper.kind))
        values = {name: getattr(paper, name) for name in _FIELDS}
        self._connection.execute(
            insert(_ROWS).values(values | {"sealed": content.sealed, "wrapped_key": content.wrapped_key})
        )

    def get(self, paper: str) -> Paper | None:
        """Read one."""
        found = self._all(_SELECT.where(_ROWS.c.id == paper))
        return found[0] if found else None

    def of_request(self, request: str) -> Sequence[Paper]:
        """Read those of a request that are not gone, in order."""
        found = _SELECT.where(_ROWS.c.request == request, _ROWS.c.gone_at.is_(None))
        return self._all(found.order_by(_ROWS.c.created_at, _ROWS.c.kind))

    def taken(self, paper: str, at: datetime) -> None:
        """Note that it was fetched."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == paper).values(taken_at=at))

    def due(self, now: datetime, limit: int) -> Sequence[Paper]:
        """Read those whose date has come and that are not gone."""
        found = _SELECT.where(_ROWS.c.due_at <= now, _ROWS.c.gone_at.is_(None))
        return self._all(found.order_by(_ROWS.c.due_at).limit(limit))

    def gone(self, paper: str, at: datetime) -> bool:
        """Note that key and bytes are destroyed; False when that was noted before."""
        here = update(_ROWS).where(_ROWS.c.id == paper, _ROWS.c.gone_at.is_(None))
        return self._connection.execute(here.values(gone_at=at)).rowcount == 1

    def _all(self, statement: Select[Any]) -> list[Paper]:
        rows = self._connection.execute(statement)
        return [Paper(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it


class SealedPapers:
    """Sealed bytes and wrapped keys of papers; for the vault alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, paper: str) -> tuple[bytes, bytes] | None:
        """Read sealed bytes and wrapped key; None when either is gone."""
        row = self._connection.execute(
            select(_ROWS.c.sealed, _ROWS.c.wrapped_key).where(_ROWS.c.id == paper)
        ).one_or_none()
        return None if row is None or row[0] is None or row[1] is None else (row[0], row[1])

    def clear(self, paper: str) -> bool:
        """Erase both; tell whether there was anything."""
        there = or_(_ROWS.c.sealed.is_not(None), _ROWS.c.wrapped_key.is_not(None))
        erased = update(_ROWS).where(_ROWS.c.id == paper, there).values(sealed=None, wrapped_key=None)
        return self._connection.execute(erased).rowcount == 1

    def present(self, paper: str) -> bool:
        """Tell whether either is still there."""
        there = or_(_ROWS.c.sealed.is_not(None), _ROWS.c.wrapped_key.is_not(None))
        return self._connection.execute(select(_ROWS.c.id).where(_ROWS.c.id == paper, there)).first() is not None
