"""The rows of receivers and of what they were given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from operations.sharing_ports import WORD, Disclosure, Receiver
from store.tables import DecisionEntry, DisclosureRow, ReceiverRow, table_of

_TO = table_of(ReceiverRow)
_ROWS = table_of(DisclosureRow)
_DECISIONS = table_of(DecisionEntry)
_RECEIVER = select(*(_TO.c[name] for name in Receiver.__dataclass_fields__))
_SELECT = select(*(_ROWS.c[name] for name in Disclosure.__dataclass_fields__))


class SharingRepository:
    """Implements `operations.sharing_ports.Sharing` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_receiver(self, receiver: Receiver) -> None:
        """Write a new one."""
        values = {name: getattr(receiver, name) for name in Receiver.__dataclass_fields__}
        self._connection.execute(insert(_TO).values(values))

    def receiver(self, receiver: str) -> Receiver | None:
        """Read one."""
        row = self._connection.execute(_RECEIVER.where(_TO.c.id == receiver)).one_or_none()
        return None if row is None else Receiver(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it

    def receivers(self) -> Sequence[Receiver]:
        """Read all, those that ended too, newest first."""
        rows = self._connection.execute(_RECEIVER.order_by(_TO.c.added_at.desc(), _TO.c.id))
        return [Receiver(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it

    def end_receiver(self, receiver: str, at: datetime) -> bool:
        """Give it nothing any more; False when it had ended."""
        ended = update(_TO).where(_TO.c.id == receiver, _TO.c.ended_at.is_(None)).values(ended_at=at)
        return self._connection.execute(ended).rowcount == 1

    def add(self, disclosure: Disclosure) -> None:
        """Write one that is to be sent."""
        values = {name: getattr(disclosure, name) for name in Disclosure.__dataclass_fields__}
        self._connection.execute(insert(_ROWS).values(values))

    def get(self, disclosure: str) -> Disclosure | None:
        """Read one."""
        return next(iter(self._all(_SELECT.where(_ROWS.c.id == disclosure))), None)

    def of_person(self, person: int, limit: int = 100) -> Sequence[Disclosure]:
        """Read what of a person's was given to others, newest first."""
        return self._all(_SELECT.where(_ROWS.c.person == person).order_by(_ROWS.c.asked_at.desc()).limit(limit))

    def with_document(self, person: int, document: str) -> Sequence[Disclosure]:
        """Read what may hold a document's text: it itself, and the answers that went to services."""
        holds = or_(_ROWS.c.document == document, _ROWS.c.request != "")
        return self._all(_SELECT.where(_ROWS.c.person == person, holds).order_by(_ROWS.c.asked_at))

    def tellings(self, item: str) -> Sequence[Disclosure]:
        """Read what tells receivers of one notice or of one request: the decisions behind it name that."""
        asked = select(_DECISIONS.c.id).where(_DECISIONS.c.item == item)
        return self._all(_SELECT.where(_ROWS.c.category.in_(WORD), _ROWS.c.decision.in_(asked)))

    def to_send(self, now: datetime, limit: int) -> Sequence[Disclosure]:
        """Read those that may be tried now."""
        found = _SELECT.where(_ROWS.c.state == "waiting", _ROWS.c.not_before <= now)
        return self._all(found.order_by(_ROWS.c.not_before).limit(limit))

    def claim(self, disclosure: str, *, now: datetime, until: datetime) -> bool:
        """Take one for sending, once among any number of processes; counts as an attempt."""
        mine = (_ROWS.c.id == disclosure, _ROWS.c.state == "waiting", _ROWS.c.not_before <= now)
        taken = update(_ROWS).where(*mine).values(not_before=until, attempts=_ROWS.c.attempts + 1)
        return self._connection.execute(taken).rowcount == 1

    def finish(
        self, disclosure: str, *, state: str, at: datetime | None, not_before: datetime | None = None, bytes_: int = 0
    ) -> bool:
        """Say what became of it."""
        values: dict[str, object] = {"state": state, "byte_count": bytes_}
        if state == "sent":
            values["sent_at"] = at
        if not_before is not None:
            values["not_before"] = not_before
        done = update(_ROWS).where(_ROWS.c.id == disclosure, _ROWS.c.state == "waiting").values(values)
        return self._connection.execute(done).rowcount == 1

    def counts(self) -> Mapping[tuple[str, str], int]:
        """Count what was given, by receiver and category."""
        sent = select(_ROWS.c.receiver, _ROWS.c.category, func.count()).where(_ROWS.c.state == "sent")
        rows = self._connection.execute(sent.group_by(_ROWS.c.receiver, _ROWS.c.category))
        return {(row[0], row[1]): int(row[2]) for row in rows}

    def sweep(self, now: datetime) -> int:
        """Delete what is due; returns how many."""
        return self._connection.execute(delete(_ROWS).where(_ROWS.c.due_at <= now)).rowcount

    def _all(self, statement: Select[Any]) -> list[Disclosure]:
        rows = self._connection.execute(statement)
        return [Disclosure(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name for it
