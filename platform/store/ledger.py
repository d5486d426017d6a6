"""The ledger's rows: appending to the tail, and reading it in order without holding it in memory."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Row, Select, cast, func, insert, select, true

from governance.ledger import canonical, leaf_hash
from operations.entries import KINDS, SEALING
from operations.rows import SealedDigest
from store.tables import LedgerCheckpoint, LedgerEntry, table_of

_ROWS = table_of(LedgerEntry)
_CHECKPOINTS = table_of(LedgerCheckpoint)
_INSERT = insert(_ROWS)
_NEWEST = select(func.max(_ROWS.c.number))
_CHUNK = 1000
BEFORE_ALL = -(2**63)
"""The least number that a table can hold; reading behind it begins with it, so that nothing is passed over."""
UNREADABLE = datetime(1, 1, 3, tzinfo=UTC)
"""Stands for a moment that somebody overwrote with something else; far enough from the first to be shown anywhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored entry as it lies in the table, believed in nothing."""

    number: int
    kind: str
    at: datetime
    body: bytes
    leaf_hash: bytes

    @property
    def agrees(self) -> bool:
        """Tell whether the columns say what the body says of itself."""
        try:
            said = json.loads(self.body)
        except (ValueError, RecursionError):
            return False
        return isinstance(said, dict) and (said.get("number"), said.get("kind"), said.get("at")) == (
            self.number,
            self.kind,
            self.at.isoformat(timespec="microseconds"),
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement that the first `size` entries have this root; `peaks` is what the tree grows on from.

    One that was `kept` elsewhere is its note alone.
    """

    size: int
    root: bytes
    peaks: bytes
    note: bytes
    at: datetime
    kept: bool = False


def entry_body(number: int, kind: str, at: datetime, fields: Mapping[str, object]) -> bytes:
    """Write an entry as the bytes that are hashed; its place, kind and moment are part of them."""
    return canonical({"number": number, "kind": kind, "at": at.astimezone(UTC), "fields": dict(fields)})


class LedgerRepository:
    """Implements `operations.ports.Ledger` on one transaction."""

    def __init__(self, connection: Connection, last: int | None = None) -> None:
        self._connection = connection
        self._last = last

    def append(self, kind: str, at: datetime, fields: Mapping[str, object]) -> int:
        """Write an entry and return its number.

        Numbers have no gaps and follow the commits, because writing transactions follow each other (see
        `unit_of_work`). Raises KeyError for a kind that `operations.entries` does not explain.
        """
        if kind not in KINDS:
            raise KeyError(kind)
        # Nobody else can append before this transaction ends, so one look at the table is enough.
        number = (self.size() if self._last is None else self._last) + 1
        body = entry_body(number, kind, at, fields)
        row = {"number": number, "kind": kind, "at": at, "body": body, "leaf_hash": leaf_hash(body)}
        self._connection.execute(_INSERT, row)
        self._last = number
        return number

    def size(self) -> int:
        """Tell the number of the last entry; 0 when there is none."""
        return self._connection.execute(_NEWEST).scalar_one() or 0

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Read the entries behind a number, in order, a thousand rows in memory at a time."""
        columns = _raw(self._connection, _ROWS, "kind", "at", "body", "leaf_hash")
        while True:
            chunk = select(_ROWS.c.number, *columns).where(_behind(_ROWS.c.number, after)).order_by(_ROWS.c.number)
            rows = self._connection.execute(chunk.limit(_CHUNK)).all()
            for row in rows:
                yield Entry(row.number, _text(row.kind), _moment(row.at), _bytes(row.body), _bytes(row.leaf_hash))
            if len(rows) < _CHUNK:
                return
            after = rows[-1].number

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Read the entries of one kind, in order, all in memory at once: for rare kinds."""
        columns = _raw(self._connection, _ROWS, "kind", "at", "body", "leaf_hash")
        found = select(_ROWS.c.number, *columns).where(_ROWS.c.kind == kind).order_by(_ROWS.c.number)
        for row in self._connection.execute(found).all():
            yield Entry(row.number, _text(row.kind), _moment(row.at), _bytes(row.body), _bytes(row.leaf_hash))

    def sealed(self, digest: str) -> SealedDigest | None:
        """Find the entry that names the SHA-256 of a file (64 hexadecimal digits)."""
        for kind in sorted(SEALING):
            for entry in self.of_kind(kind):
                if digest.encode() in entry.body and entry.agrees:
                    fields = json.loads(entry.body)["fields"]
                    if isinstance(fields, dict) and fields.get("sha256") == digest:
                        return SealedDigest(entry.number, entry.kind, entry.at, fields)
        return None

    def about_decision(self, decision: str, at: datetime) -> tuple[int, bytes] | None:
        """Find number and body of the entry about a decision; entries of other moments are not looked at."""
        found = select(_ROWS.c.number, _ROWS.c.body).where(
            _ROWS.c.at == at, _ROWS.c.kind.in_(["decision.allowed", "decision.refused"])
        )
        for row in self._connection.execute(found.order_by(_ROWS.c.number)):
            try:
                if json.loads(row.body)["fields"]["decision"] == decision:
                    return row.number, row.body
            except (ValueError, RecursionError, LookupError, TypeError):
                continue
        return None

    def numbers(self, since: datetime, until: datetime) -> list[int]:
        """Give the numbers of the entries of a period, in order."""
        found = select(_ROWS.c.number).where(_ROWS.c.at >= since, _ROWS.c.at < until).order_by(_ROWS.c.number)
        return list(self._connection.execute(found).scalars())

    def page(self, limit: int, *, kind: str = "", before: int = 0) -> list[Entry]:
        """Read up to `limit` entries, newest first: of one kind, and before a number, where these are given."""
        found = select(_ROWS.c.number, *_raw(self._connection, _ROWS, "kind", "at", "body", "leaf_hash"))
        if kind:
            found = found.where(_ROWS.c.kind == kind)
        if before:
            found = found.where(_ROWS.c.number < before)
        rows = self._connection.execute(found.order_by(_ROWS.c.number.desc()).limit(limit))
        return [
            Entry(row.number, _text(row.kind), _moment(row.at), _bytes(row.body), _bytes(row.leaf_hash)) for row in rows
        ]

    def leaves(self, size: int) -> Iterator[bytes]:
        """Hash the bodies of the first `size` entries, in order."""
        for entry in self.entries():
            if entry.number > size:
                return
            yield leaf_hash(entry.body)


def newest_checkpoint(connection: Connection) -> Checkpoint | None:
    """Read the checkpoint over the most entries."""
    row = connection.execute(_checkpoints(connection).order_by(_CHECKPOINTS.c.size.desc()).limit(1)).first()
    return None if row is None else _checkpoint(row)


def checkpoint_over(connection: Connection, size: int) -> Checkpoint | None:
    """Read the checkpoint over exactly so many entries."""
    row = connection.execute(_checkpoints(connection).where(_CHECKPOINTS.c.size == size)).first()
    return None if row is None else _checkpoint(row)


def all_checkpoints(connection: Connection) -> Iterator[Checkpoint]:
    """Read every checkpoint by size, a thousand in memory at a time."""
    after = BEFORE_ALL
    while True:
        chunk = _checkpoints(connection).where(_behind(_CHECKPOINTS.c.size, after)).order_by(_CHECKPOINTS.c.size)
        rows = connection.execute(chunk.limit(_CHUNK)).all()
        for row in rows:
            yield _checkpoint(row)
        if len(rows) < _CHUNK:
            return
        after = rows[-1].size


def _behind(column: Any, after: int) -> ColumnElement[bool]:
    return true() if after == BEFORE_ALL else column > after


def _checkpoints(connection: Connection) -> Select[Any]:
    return select(_CHECKPOINTS.c.size, *_raw(connection, _CHECKPOINTS, "root", "peaks", "note", "at"))


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(row.size, _bytes(row.root), _bytes(row.peaks), _bytes(row.note), _moment(row.at))


def _raw(connection: Connection, table: Any, *names: str) -> list[ColumnElement[Any]]:
    """Ask for columns so that whatever somebody put there comes out as bytes or text, and nothing raises.

    SQLite keeps any value in any column, text that is no UTF-8 too; PostgreSQL has moments that Python has not.
    """
    if connection.dialect.name == "sqlite":
        return [cast(table.c[name], LargeBinary).label(name) for name in names]
    moment = 'YYYY-MM-DD"T"HH24:MI:SS.US BC'
    return [
        (func.to_char(func.timezone("UTC", table.c.at), moment) if name == "at" else table.c[name]).label(name)
        for name in names
    ]


def _bytes(found: object) -> bytes:
    return found if isinstance(found, bytes) else str(found or "").encode()


def _text(found: object) -> str:
    return _bytes(found).decode(errors="replace")


def _moment(found: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(found).removesuffix(" AD"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return UNREADABLE
