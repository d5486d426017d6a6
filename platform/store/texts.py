"""The rows of texts, and apart from them the sealed bytes that only the vault asks for."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, or_, select, update

from governance.texts import PRESENT, HeldText, TextState
from store.tables import TextRow, table_of

_ROWS = table_of(TextRow)
_FIELDS = tuple(HeldText.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class TextRepository:
    """Implements `operations.ports.Texts` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, text: HeldText) -> None:
        """Write a new row."""
        values = {name: getattr(text, name) for name in _FIELDS}
        values |= {"state": text.state.value, "counts": dict(text.counts)}
        self._connection.execute(insert(_ROWS).values(values))

    def get(self, text: str) -> HeldText | None:
        """Read one row."""
        return self._one(_SELECT.where(_ROWS.c.id == text))

    def of_document(self, document: str) -> HeldText | None:
        """Read the text of a document, if one was ever made."""
        return self._one(_SELECT.where(_ROWS.c.document == document))

    def move(
        self,
        text: str,
        *,
        from_states: frozenset[TextState],
        to: TextState,
        at: datetime,
        due_at: datetime | None = None,
        rule: str | None = None,
    ) -> bool:
        """Change the state if it is one of `from_states`; leaving the present ones sets `gone_at`."""
        values: dict[str, object] = {"state": to.value}
        if due_at is not None:
            values["due_at"] = due_at
        if rule is not None:
            values["rule"] = rule
        if to not in PRESENT:
            values["gone_at"] = at
        # Gone is gone: no list of states a caller gives can bring a text back.
        allowed = sorted(state.value for state in from_states & PRESENT)
        changed = update(_ROWS).where(_ROWS.c.id == text, _ROWS.c.state.in_(allowed)).values(values)
        return self._connection.execute(changed).rowcount == 1

    def due(self, now: datetime, limit: int) -> Sequence[HeldText]:
        """Read texts that are present and whose date has come, the longest due first."""
        present = sorted(state.value for state in PRESENT)
        found = _SELECT.where(_ROWS.c.state.in_(present), _ROWS.c.due_at <= now)
        return self._all(found.order_by(_ROWS.c.due_at).limit(limit))

    def waiting(self, limit: int) -> Sequence[HeldText]:
        """Read texts that wait for a choice, oldest first."""
        found = _SELECT.where(_ROWS.c.state == TextState.WAITING.value)
        return self._all(found.order_by(_ROWS.c.created_at).limit(limit))

    def _one(self, statement: Select[Any]) -> HeldText | None:
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _text(row)

    def _all(self, statement: Select[Any]) -> list[HeldText]:
        return [_text(row) for row in self._connection.execute(statement)]


class SealedTexts:
    """Sealed bytes and wrapped keys of kept texts; for the vault alone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, text: str) -> tuple[bytes, bytes] | None:
        """Read sealed bytes and wrapped key; None when either is gone."""
        found = select(_ROWS.c.sealed, _ROWS.c.wrapped_key).where(_ROWS.c.id == text)
        row = self._connection.execute(found).one_or_none()
        return None if row is None or row[0] is None or row[1] is None else (row[0], row[1])

    def put(self, text: str, sealed: bytes, wrapped_key: bytes) -> bool:
        """Write both; tell whether there was a row to write them to."""
        values = {"sealed": sealed, "wrapped_key": wrapped_key}
        return self._connection.execute(update(_ROWS).where(_ROWS.c.id == text).values(values)).rowcount == 1

    def clear(self, text: str) -> bool:
        """Erase both; tell whether there was anything."""
        there = or_(_ROWS.c.sealed.is_not(None), _ROWS.c.wrapped_key.is_not(None))
        erased = update(_ROWS).where(_ROWS.c.id == text, there).values(sealed=None, wrapped_key=None)
        return self._connection.execute(erased).rowcount == 1

    def present(self, text: str) -> bool:
        """Tell whether either is still there."""
        there = or_(_ROWS.c.sealed.is_not(None), _ROWS.c.wrapped_key.is_not(None))
        return self._connection.execute(select(_ROWS.c.id).where(_ROWS.c.id == text, there)).first() is not None


def _text(row: Row[Any]) -> HeldText:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    counts = MappingProxyType(dict(values["counts"]))
    return HeldText(**(values | {"state": TextState(values["state"]), "counts": counts}))
