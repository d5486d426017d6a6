"""The outbox: messages that wait, were sent, or could not be."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from governance.messages import MessageState
from operations.messages import Message
from store.tables import MessageRow, table_of

_ROWS = table_of(MessageRow)
_FIELDS = tuple(Message.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class MessageRepository:
    """Implements `operations.messages.Messages` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, message: Message) -> None:
        """Write one."""
        values = {name: getattr(message, name) for name in _FIELDS} | {"state": message.state.value}
        self._connection.execute(insert(_ROWS).values(values))

    def get(self, message: str) -> Message | None:
        """Read one."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == message)).one_or_none()
        return None if row is None else _message(row)

    def of_person(self, person: int, limit: int = 50) -> Sequence[Message]:
        """Read the messages to somebody with an account, newest first."""
        return self._all(_SELECT.where(_ROWS.c.person == person).order_by(_ROWS.c.created_at.desc()).limit(limit))

    def of_address(self, address: str, limit: int = 50) -> Sequence[Message]:
        """Read the messages to somebody without an account, newest first."""
        found = _SELECT.where(_ROWS.c.address == address.lower(), _ROWS.c.address != "")
        return self._all(found.order_by(_ROWS.c.created_at.desc()).limit(limit))

    def to_send(self, now: datetime, limit: int) -> Sequence[Message]:
        """Read those that may be tried now, and those whose sender has not come back."""
        states = [MessageState.WAITING.value, MessageState.SENDING.value]
        found = _SELECT.where(_ROWS.c.state.in_(states), _ROWS.c.not_before <= now)
        return self._all(found.order_by(_ROWS.c.created_at).limit(limit))

    def claim(self, message: str, *, now: datetime, until: datetime) -> bool:
        """Take one for sending, once among any number of processes; counts as an attempt."""
        states = [MessageState.WAITING.value, MessageState.SENDING.value]
        taken = (
            update(_ROWS)
            .where(_ROWS.c.id == message, _ROWS.c.state.in_(states), _ROWS.c.not_before <= now)
            .values(state=MessageState.SENDING.value, not_before=until, attempts=_ROWS.c.attempts + 1)
        )
        return self._connection.execute(taken).rowcount == 1

    def finish(self, message: str, *, state: MessageState, at: datetime, not_before: datetime | None = None) -> bool:
        """Say what became of one that was being sent."""
        values: dict[str, object] = {"state": state.value}
        if state is MessageState.SENT:
            values["sent_at"] = at
        if not_before is not None:
            values["not_before"] = not_before
        sending = _ROWS.c.state == MessageState.SENDING.value
        changed = update(_ROWS).where(_ROWS.c.id == message, sending).values(values)
        return self._connection.execute(changed).rowcount == 1

    def due(self, now: datetime, limit: int) -> Sequence[Message]:
        """Read those whose date has come."""
        return self._all(_SELECT.where(_ROWS.c.due_at <= now).order_by(_ROWS.c.due_at).limit(limit))

    def readdress(self, message: str, sealed: bytes) -> None:
        """Take the address out of the row; the sealed text holds it from then on."""
        self._connection.execute(update(_ROWS).where(_ROWS.c.id == message).values(address="", sealed=sealed))

    def erase(self, message: str) -> bool:
        """Take the row out; the database overwrites what it held."""
        return self._connection.execute(delete(_ROWS).where(_ROWS.c.id == message)).rowcount == 1

    def _all(self, found: Select[Any]) -> Sequence[Message]:
        return [_message(row) for row in self._connection.execute(found)]


def _message(row: Row[Any]) -> Message:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return Message(**values | {"state": MessageState(values["state"])})
