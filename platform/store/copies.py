"""The rows of copies; every change is a counted UPDATE that names the state it may start from."""

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from governance.copies import CopyKind, CopyOrder, CopyState, HeldCopy
from governance.dating import Dated
from store.tables import CopyRow, table_of

_ROWS = table_of(CopyRow)
_FIELDS = tuple(HeldCopy.__dataclass_fields__)
_SELECT = select(*(_ROWS.c[name] for name in _FIELDS))


class CopyRepository:
    """Implements `operations.copying.Copies` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, document: str, person: int, orders: Sequence[CopyOrder]) -> None:
        """Write a row for every copy that is asked for with an upload."""
        for order in orders:
            asked = HeldCopy(document, person, order.kind, CopyState.ASKED, order.spared)
            self._connection.execute(insert(_ROWS).values(_values(asked)))

    def of_document(self, document: str) -> list[HeldCopy]:
        """Read the copies of a document, in the order in which they were asked for."""
        return self._all(_SELECT.where(_ROWS.c.document == document).order_by(_ROWS.c.number))

    def get(self, copy: str) -> HeldCopy | None:
        """Read the finished copy that is sealed under this id."""
        row = self._connection.execute(_SELECT.where(_ROWS.c.id == copy)).one_or_none()
        return None if row is None else _copy(row)

    def finish(self, copy: HeldCopy, counts: Dated | None = None) -> bool:
        """Make an asked copy ready, with everything its row says; `counts` is when its counts go."""
        when = (
            {"counts_due_at": counts.due_at, "counts_rule": counts.rule, "counts_policy": counts.policy}
            if counts
            else {}
        )
        return self._from_asked(copy, _values(copy) | {"state": CopyState.READY.value} | when)

    def refuse(self, copy: HeldCopy, *, code: str, at: datetime) -> bool:
        """Note that an asked copy could not be made; the counts of the attempt stay, and nothing else of it."""
        counts = {name: _values(copy)[name] for name in ("painted", "left", "passes", "confirmed")}
        return self._from_asked(copy, {"state": CopyState.REFUSED.value, "end_code": code, "gone_at": at} | counts)

    def give_up(self, document: str, *, code: str, at: datetime) -> int:
        """Note the same of every copy of a document that is still asked for."""
        asked = update(_ROWS).where(_ROWS.c.document == document, _ROWS.c.state == CopyState.ASKED.value)
        values = {"state": CopyState.REFUSED.value, "end_code": code, "gone_at": at}
        return self._connection.execute(asked.values(values)).rowcount

    def end(self, copy: str, *, to: CopyState, at: datetime) -> bool:
        """Bring a ready copy to an end; nothing leads back."""
        ready = update(_ROWS).where(_ROWS.c.id == copy, _ROWS.c.state == CopyState.READY.value)
        return self._connection.execute(ready.values(state=to.value, gone_at=at)).rowcount == 1

    def due(self, now: datetime, limit: int) -> list[HeldCopy]:
        """Read ready copies whose date has come, the longest due first."""
        found = _SELECT.where(_ROWS.c.state == CopyState.READY.value, _ROWS.c.due_at <= now)
        return self._all(found.order_by(_ROWS.c.due_at).limit(limit))

    def ready(self, limit: int) -> list[HeldCopy]:
        """Read copies that are ready, oldest first."""
        found = _SELECT.where(_ROWS.c.state == CopyState.READY.value)
        return self._all(found.order_by(_ROWS.c.number).limit(limit))

    def _from_asked(self, copy: HeldCopy, values: dict[str, object]) -> bool:
        asked = update(_ROWS).where(
            _ROWS.c.document == copy.document,
            _ROWS.c.kind == copy.kind.value,
            _ROWS.c.state == CopyState.ASKED.value,
        )
        return self._connection.execute(asked.values(values)).rowcount == 1

    def _all(self, statement: Select[Any]) -> list[HeldCopy]:
        return [_copy(row) for row in self._connection.execute(statement)]


def _values(copy: HeldCopy) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(copy, name) for name in _FIELDS}
    return values | {
        "id": copy.id or None,
        "kind": copy.kind.value,
        "state": copy.state.value,
        "spared": list(copy.spared),
        "painted": dict(copy.painted),
        "left": dict(copy.left),
    }


def _copy(row: Row[Any]) -> HeldCopy:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return HeldCopy(
        **values
        | {
            "id": values["id"] or "",
            "kind": CopyKind(values["kind"]),
            "state": CopyState(values["state"]),
            "spared": tuple(values["spared"]),
            "painted": MappingProxyType(dict(values["painted"])),
            "left": MappingProxyType(dict(values["left"])),
        }
    )
