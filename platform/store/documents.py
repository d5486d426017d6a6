"""The rows of documents; each change is one UPDATE that names where it may start from and is counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, insert, or_, select, update

from governance.documents import ENDED, LIVE, Document, Stage, may_step
from store.tables import DocumentRow, table_of

_ROWS = table_of(DocumentRow)
_FIELDS = tuple(Document.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))
_ONE = _SELECT.where(_ROWS.c.id == bindparam("document"))


def _words(stages: frozenset[Stage]) -> list[str]:
    return sorted(stage.value for stage in stages)


def _held(document: str, attempt: int) -> list[ColumnElement[bool]]:
    return [_ROWS.c.id == document, _ROWS.c.stage == Stage.PROCESSING.value, _ROWS.c.attempt == attempt]


def _may_begin(now: datetime) -> ColumnElement[bool]:
    return or_(_ROWS.c.not_before.is_(None), _ROWS.c.not_before <= now)


class DocumentRepository:
    """Implements `operations.ports.Documents` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, document: Document) -> None:
        """Write a new row."""
        values = {name: getattr(document, name) for name in _FIELDS}
        values |= {"stage": document.stage.value, "stage_at": document.received_at}
        self._connection.execute(insert(_ROWS).values(values))

    def get(self, document: str) -> Document | None:
        """Read one row."""
        row = self._connection.execute(_ONE, {"document": document}).one_or_none()
        return None if row is None else _document(row)

    def of_person(
        self, person: int, limit: int = 100, before: tuple[datetime, str] | None = None
    ) -> Sequence[Document]:
        """Read the person's documents, newest first; `before` is the arrival and id of the one that came last."""
        found = _SELECT.where(_ROWS.c.person == person)
        if before is not None:
            at, last = before
            same_moment = and_(_ROWS.c.received_at == at, _ROWS.c.id > last)
            found = found.where(or_(_ROWS.c.received_at < at, same_moment))
        return self._all(found.order_by(_ROWS.c.received_at.desc(), _ROWS.c.id).limit(limit))

    def move(
        self,
        document: str,
        *,
        from_stages: frozenset[Stage],
        to: Stage,
        at: datetime,
        attempt: int | None = None,
        end_code: str = "",
    ) -> bool:
        """Change the stage if it is one of `from_stages`, the transition table allows it, and the attempt fits."""
        allowed = frozenset(stage for stage in from_stages if may_step(stage, to))
        values: dict[str, object] = {"stage": to.value, "stage_at": at}
        if to in ENDED:
            values |= {"ended_at": at, "end_code": end_code, "lease_until": None}
        conditions = [_ROWS.c.id == document, _ROWS.c.stage.in_(_words(allowed))]
        if attempt is not None:
            conditions.append(_ROWS.c.attempt == attempt)
        return self._change(conditions, values)

    def give_back(self, document: str, *, attempt: int, at: datetime, fault: bool, not_before: datetime) -> bool:
        """Put a document in processing back in the queue; False when the attempt no longer holds it."""
        return self._change(
            _held(document, attempt),
            {
                "stage": Stage.QUEUED.value,
                "stage_at": at,
                "lease_until": None,
                "faults": _ROWS.c.faults + int(fault),
                "not_before": not_before,
            },
        )

    def claim(self, document: str, *, now: datetime, lease_until: datetime) -> Document | None:
        """Take a queued document for reading; None when another was faster."""
        taken = self._change(
            [_ROWS.c.id == document, _ROWS.c.stage == Stage.QUEUED.value, _may_begin(now)],
            {
                "stage": Stage.PROCESSING.value,
                "stage_at": now,
                "attempt": _ROWS.c.attempt + 1,
                "lease_until": lease_until,
                "pages_read": 0,
                "not_before": None,
            },
        )
        return self.get(document) if taken else None

    def progress(self, document: str, *, attempt: int, pages_read: int, page_count: int, lease_until: datetime) -> bool:
        """Note a page and lengthen the lease; False when the attempt no longer holds the document."""
        return self._change(
            _held(document, attempt),
            {"pages_read": pages_read, "page_count": page_count, "lease_until": lease_until},
        )

    def hold(self, document: str, *, attempt: int, lease_until: datetime) -> bool:
        """Lengthen the lease; False when the attempt no longer holds the document."""
        return self._change(_held(document, attempt), {"lease_until": lease_until})

    def mark_deleted(self, document: str, at: datetime) -> bool:
        """Set `deleted_at` once, and only on a document that has ended."""
        return self._change(
            [
                _ROWS.c.id == document,
                _ROWS.c.deleted_at.is_(None),
                _ROWS.c.stage.in_(_words(ENDED)),
            ],
            {"deleted_at": at},
        )

    def overdue(self, now: datetime, limit: int) -> Sequence[Document]:
        """Read live documents whose ceiling has come, the longest overdue first."""
        found = _SELECT.where(_ROWS.c.stage.in_(_words(LIVE)), _ROWS.c.due_at <= now)
        return self._all(found.order_by(_ROWS.c.due_at).limit(limit))

    def to_delete(self, limit: int) -> Sequence[Document]:
        """Read ended documents that are not deleted yet."""
        found = _SELECT.where(_ROWS.c.deleted_at.is_(None), _ROWS.c.stage.in_(_words(ENDED)))
        return self._all(found.order_by(_ROWS.c.ended_at).limit(limit))

    def to_ring(self, before: datetime, now: datetime, limit: int) -> Sequence[Document]:
        """Read documents that wait since before a moment, and those whose delay is over; the urgent ones first."""
        waiting = _ROWS.c.stage.in_([Stage.RECEIVED.value, Stage.QUEUED.value])
        delayed = _ROWS.c.not_before > _ROWS.c.stage_at
        found = _SELECT.where(waiting, _may_begin(now), or_(_ROWS.c.stage_at < before, delayed))
        return self._all(found.order_by(_ROWS.c.batch, _ROWS.c.stage_at).limit(limit))

    def abandoned(self, now: datetime, limit: int) -> Sequence[Document]:
        """Read documents in processing whose lease has run out."""
        found = _SELECT.where(_ROWS.c.stage == Stage.PROCESSING.value, _ROWS.c.lease_until <= now)
        return self._all(found.order_by(_ROWS.c.lease_until).limit(limit))

    def live(self, limit: int) -> Sequence[Document]:
        """Read live documents, oldest first."""
        found = _SELECT.where(_ROWS.c.stage.in_(_words(LIVE)))
        return self._all(found.order_by(_ROWS.c.received_at).limit(limit))

    def _change(self, conditions: list[ColumnElement[bool]], values: dict[str, object]) -> bool:
        return self._connection.execute(update(_ROWS).where(*conditions).values(values)).rowcount == 1

    def _all(self, statement: Select[Any]) -> list[Document]:
        return [_document(row) for row in self._connection.execute(statement)]


def _document(row: Row[Any]) -> Document:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Document(**(values | {"stage": Stage(values["stage"])}))
