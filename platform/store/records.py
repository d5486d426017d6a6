"""Issued records of processing, from the asking to the finished paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from operations.rows import IssuedRecord
from store.tables import RecordPartRow, RecordRow, table_of

_ROWS, _PARTS = table_of(RecordRow), table_of(RecordPartRow)
_FIELDS = tuple(IssuedRecord.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class RecordRepository:
    """Implements `operations.ports.Records` on one transaction; states go asked, making, issued or failed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: IssuedRecord) -> None:
        """Write one that was asked for."""
        self._connection.execute(insert(_ROWS).values({name: getattr(record, name) for name in _FIELDS}))

    def get(self, record: str) -> IssuedRecord | None:
        """Read one."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == record)).one_or_none()
        return None if row is None else _record(row)

    def newest(self, limit: int = 50) -> Sequence[IssuedRecord]:
        """Read the newest, newest first."""
        found = _SELECT.order_by(_ROWS.c.asked_at.desc(), _ROWS.c.number.desc()).limit(limit)
        return [_record(row) for row in self._connection.execute(found)]

    def claim(self, record: str) -> bool:
        """Take an asked-for record for making."""
        return self._change(record, _ROWS.c.state == "asked", {"state": "making"})

    def advance(self, record: str, step: str) -> bool:
        """Note how far the making has come."""
        return self._change(record, _ROWS.c.state == "making", {"step": step})

    def add_part(self, record: str, place: int, content: bytes) -> bool:
        """Keep a part of a package, counted from 0; False when it is not being made any more."""
        making = select(_ROWS.c.id).where(_ROWS.c.id == record, _ROWS.c.state == "making")
        if self._connection.execute(making).first() is None:
            return False
        self._connection.execute(insert(_PARTS).values(record=record, place=place, content=content))
        return True

    def finish(self, record: str, *, at: datetime, sha256: str, byte_count: int, pdf: bytes | None) -> bool:
        """Keep digest and size of what was made, and the paper itself; of a package the parts are there."""
        return self._change(
            record,
            _ROWS.c.state == "making",
            {
                "state": "issued",
                "made_at": at,
                "sha256": sha256,
                "byte_count": byte_count,
                "pdf": pdf,
            },
        )

    def fail(self, record: str) -> bool:
        """Note that it could not be made; the parts that were made go."""
        failed = self._change(record, _ROWS.c.state.in_(["asked", "making"]), {"state": "failed"})
        if failed:
            self._connection.execute(delete(_PARTS).where(_PARTS.c.record == record))
        return failed

    def unmade(self, state: str, before: datetime, limit: int) -> Sequence[str]:
        """Find those in a state that were asked for before a moment."""
        found = select(_ROWS.c.id).where(_ROWS.c.state == state, _ROWS.c.asked_at < before).limit(limit)
        return list(self._connection.execute(found).scalars())

    def over(self, kind: str, period: tuple[datetime, datetime]) -> bool:
        """Tell whether a record of a kind over exactly this period was issued."""
        found = select(_ROWS.c.id).where(
            _ROWS.c.kind == kind, _ROWS.c.state == "issued", _ROWS.c.period_from == period[0],
            _ROWS.c.period_to == period[1],
        )  # fmt: skip
        return self._connection.execute(found.limit(1)).first() is not None

    def pdf(self, record: str) -> bytes | None:
        """Read the finished paper; None for a package."""
        found = select(_ROWS.c.pdf).where(_ROWS.c.id == record)
        paper: bytes | None = self._connection.execute(found).scalar_one_or_none()
        return paper

    def part(self, record: str, place: int) -> bytes | None:
        """Read a part of what was made, counted from 0; None behind the last."""
        if place == 0 and (paper := self.pdf(record)) is not None:
            return paper
        found = select(_PARTS.c.content).where(_PARTS.c.record == record, _PARTS.c.place == place)
        content: bytes | None = self._connection.execute(found).scalar_one_or_none()
        return content

    def next_number(self, year: int) -> str:
        """Tell the next free number of the year; writing transactions follow each other, so it stays free."""
        prefix = f"R-{year:04d}-"
        taken = self._connection.execute(select(_ROWS.c.number).where(_ROWS.c.number.startswith(prefix))).scalars()
        last = max((int(number.removeprefix(prefix)) for number in taken), default=0)
        return f"{prefix}{last + 1:04d}"

    def _change(self, record: str, condition: ColumnElement[bool], values: dict[str, object]) -> bool:
        changed = update(_ROWS).where(_ROWS.c.id == record, condition).values(values)
        return self._connection.execute(changed).rowcount == 1


def _record(row: Row[Any]) -> IssuedRecord:
    return IssuedRecord(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
