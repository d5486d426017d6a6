"""The rows of recipients to be told of one text or of a hold."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from operations.notice_ports import RecipientNotice
from store.erasures import passed_on
from store.tables import DecisionEntry, RecipientNoticeRow, table_of

_ROWS = table_of(RecipientNoticeRow)
_DECISIONS = table_of(DecisionEntry)
_FIELDS = tuple(RecipientNotice.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class RecipientNoticeRepository:
    """Implements `operations.notice_ports.RecipientNotices` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: RecipientNotice) -> None:
        """Write one."""
        self._connection.execute(insert(_ROWS).values({name: getattr(notice, name) for name in _FIELDS}))

    def named(self, notice: str) -> RecipientNotice | None:
        """Read one by its id."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == notice)).one_or_none()
        return None if row is None else RecipientNotice(*row)

    def untold(self) -> Sequence[RecipientNotice]:
        """Read those that nobody was told of yet, oldest first."""
        found = _SELECT.where(_ROWS.c.told_at.is_(None)).order_by(_ROWS.c.noted_at, _ROWS.c.recipient)
        return [RecipientNotice(*row) for row in self._connection.execute(found)]

    def tell(self, notice: str, *, at: datetime, by: str) -> bool:
        """Note that a recipient was told, and by which way; False when that was noted before."""
        told = update(_ROWS).where(_ROWS.c.id == notice, _ROWS.c.told_at.is_(None))
        return self._connection.execute(told.values(told_at=at, told_by=by)).rowcount == 1

    def got(self, document: str) -> Sequence[tuple[str, str, datetime]]:
        """Read what the gate let pass to somebody outside, from the decisions about this document."""
        rows = self._connection.execute(passed_on().where(_DECISIONS.c.document == document))
        return [(row[0], row[1], row[2]) for row in rows]

    def owner_asked(self, text: str) -> bool:
        """Tell whether its owner had a text deleted, from the gate's decision."""
        d = _DECISIONS.c
        asked = select(d.id).where(
            d.item == text, d.step == "delete-text", d.purpose == "subject_rights", d.allow.is_(True)
        )
        return self._connection.execute(asked.limit(1)).first() is not None
