"""The ledger's rows: appending to the tail, and reading it in order without holding it in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select

from governance.ledger import canonical, leaf_hash
from operations.entries import KINDS
from store.tables import LedgerCheckpoint, LedgerEntry, table_of

_ROWS = table_of(LedgerEntry)
_CHECKPOINTS = table_of(LedgerCheckpoint)
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored entry as it lies in the table, believed in nothing."""

    number: int
    kind: str
    at: datetime
    body: bytes
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement that the first `size` entries have this root; `peaks` is what the tree grows on from."""

    size: int
    root: bytes
    peaks: bytes
    note: bytes
    at: datetime


def entry_body(number: int, kind: str, at: datetime, fields: Mapping[str, object]) -> bytes:
    """Write an entry as the bytes that are hashed; its place, kind and moment are part of them."""
    return canonical({"number": number, "kind": kind, "at": at.astimezone(UTC), "fields": dict(fields)})


class LedgerRepository:
    """Implements `operations.ports.Ledger` on one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, kind: str, at: datetime, fields: Mapping[str, object]) -> int:
        """Write an entry and return its number.

        Numbers have no gaps and follow the commits, because writing transactions follow each other (see
        `unit_of_work`). Raises KeyError for a kind that `operations.entries` does not explain.
        """
        if kind not in KINDS:
            raise KeyError(kind)
        number = self.size() + 1
        body = entry_body(number, kind, at, fields)
        self._connection.execute(
            insert(_ROWS).values(number=number, kind=kind, at=at, body=body, leaf_hash=leaf_hash(body))
        )
        return number

    def size(self) -> int:
        """Tell the number of the last entry; 0 when there is none."""
        return self._connection.execute(select(func.max(_ROWS.c.number))).scalar_one() or 0

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Read the entries behind a number, in order, a thousand rows in memory at a time."""
        columns = (_ROWS.c.number, _ROWS.c.kind, _ROWS.c.at, _ROWS.c.body, _ROWS.c.leaf_hash)
        while True:
            chunk = select(*columns).where(_ROWS.c.number > after).order_by(_ROWS.c.number).limit(_CHUNK)
            rows = self._connection.execute(chunk).all()
            for row in rows:
                yield Entry(row.number, row.kind, row.at, _bytes(row.body), _bytes(row.leaf_hash))
            if len(rows) < _CHUNK:
                return
            after = rows[-1].number


def _bytes(found: object) -> bytes:
    """Take what lies in a column as bytes: whoever changed it on SQLite may have changed its type as well."""
    if isinstance(found, bytes):
        return found
    return str(found).encode()


def newest_checkpoint(connection: Connection) -> Checkpoint | None:
    """Read the checkpoint over the most entries."""
    found = select(_CHECKPOINTS).order_by(_CHECKPOINTS.c.size.desc()).limit(1)
    row = connection.execute(found).first()
    return None if row is None else Checkpoint(row.size, row.root, row.peaks, row.note, row.at)


def all_checkpoints(connection: Connection) -> Iterator[Checkpoint]:
    """Read every checkpoint by size, a thousand in memory at a time."""
    after = -1
    while True:
        chunk = select(_CHECKPOINTS).where(_CHECKPOINTS.c.size > after).order_by(_CHECKPOINTS.c.size).limit(_CHUNK)
        rows = connection.execute(chunk).all()
        for row in rows:
            yield Checkpoint(row.size, row.root, row.peaks, row.note, row.at)
        if len(rows) < _CHUNK:
            return
        after = rows[-1].size
