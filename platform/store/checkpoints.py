"""Sealing the ledger's tail with signed checkpoints; `verify` holds everything against them."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import insert

from governance.errors import ProvisoError
from governance.ledger import Frontier, checkpoint_body, leaf_hash
from store.keyring import Keyring
from store.ledger import Checkpoint, Entry, checkpoint_over, newest_checkpoint
from store.signing import Signer, split_note
from store.tables import LedgerCheckpoint, table_of
from store.unit_of_work import Database, UnitOfWork
from store.verify import LedgerReport, handovers, read_size, verify

__all__ = ["Checkpoint", "LedgerReport", "checkpoint", "newest", "seal", "verify"]

_ROWS = table_of(LedgerCheckpoint)
_CHUNK = 1000


def checkpoint(database: Database, signer: Signer, now: datetime, witness: bytes | None = None) -> Checkpoint | None:
    """Sign what has been written since the last checkpoint; None when there is nothing new.

    Costs as much as there are new entries; others may write meanwhile. Raises ProvisoError instead of signing:
    ledger-damaged an entry that does not fit its own hash, a tail with a gap, or a last checkpoint that is not
    the ledger's; ledger-rolled-back when the note kept elsewhere (`witness`) speaks of more than is there;
    ledger-key-retired when another key signs by now.
    """
    with database.read() as unit:
        last, frontier = _tail(unit, signer, witness)
    if last == frontier.size:
        return None
    with database.begin() as unit:
        newest = newest_checkpoint(unit.connection)
        if (newest.size if newest else 0) != last:
            return None
        return _write(unit, signer, frontier, now)


def seal(unit: UnitOfWork, signer: Signer, now: datetime) -> Checkpoint | None:
    """Do the same inside a transaction; what it can raise is the same too."""
    last, frontier = _tail(unit, signer, None)
    return None if last == frontier.size else _write(unit, signer, frontier, now)


def newest(database: Database) -> Checkpoint | None:
    """Read the last checkpoint."""
    with database.read() as unit:
        return newest_checkpoint(unit.connection)


def _tail(unit: UnitOfWork, signer: Signer, witness: bytes | None) -> tuple[int, Frontier]:
    """Grow the signed tree by what came since; give its size before as well."""
    last = newest_checkpoint(unit.connection)
    frontier = Frontier()
    if last is not None:
        frontier = _signed_state(unit, signer, last)
    if witness is not None:
        _hold_against(unit, witness)
    size, leaves = frontier.size, []
    for entry in _fitting(unit.entries.entries(after=size), size):
        leaves.append(entry.leaf_hash)
        if len(leaves) == _CHUNK:
            frontier, leaves = frontier.grow(leaves), []
    return size, frontier.grow(leaves)


def _fitting(entries: Iterator[Entry], last: int) -> Iterator[Entry]:
    for number, entry in enumerate(entries, last + 1):
        if entry.number != number or leaf_hash(entry.body) != entry.leaf_hash or not entry.agrees:
            raise ProvisoError("ledger-damaged", number=number)
        yield entry


def _signed_state(unit: UnitOfWork, signer: Signer, last: Checkpoint) -> Frontier:
    """Believe the last checkpoint only as far as its signature: what grows on it will be signed as well."""
    opened = Keyring.anchored(signer.public_key, handovers(unit.entries)).open(last.note)
    try:
        frontier = Frontier.from_bytes(last.size, last.peaks)
    except ValueError:
        opened = None
    if opened is None or opened[2] != checkpoint_body(opened[1], frontier.size, frontier.root):
        raise ProvisoError("ledger-damaged", number=last.size)
    return frontier


def _hold_against(unit: UnitOfWork, witness: bytes) -> None:
    size = read_size(witness)
    there = checkpoint_over(unit.connection, size) if size is not None else None
    if there is None or split_note(there.note)[0] != split_note(witness)[0]:
        raise ProvisoError("ledger-rolled-back", size=size or 0)


def _write(unit: UnitOfWork, signer: Signer, frontier: Frontier, now: datetime) -> Checkpoint:
    handed = handovers(unit.entries)
    if handed and handed[-1].new != signer.public_key.public_bytes_raw():
        raise ProvisoError("ledger-key-retired")
    note = signer.sign(checkpoint_body(signer.origin, frontier.size, frontier.root))
    row = {"size": frontier.size, "root": frontier.root, "peaks": frontier.as_bytes(), "note": note, "at": now}
    unit.connection.execute(insert(_ROWS).values(row))
    return Checkpoint(frontier.size, frontier.root, frontier.as_bytes(), note, now)
