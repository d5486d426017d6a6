"""Sealing the ledger's tail with signed checkpoints; `verify` holds everything against them."""

from datetime import datetime

from sqlalchemy import insert

from governance.errors import ProvisoError
from governance.ledger import Frontier, checkpoint_body, leaf_hash
from store.ledger import Checkpoint, newest_checkpoint
from store.signing import Signer
from store.tables import LedgerCheckpoint, table_of
from store.unit_of_work import Database
from store.verify import LedgerReport, verify

__all__ = ["Checkpoint", "LedgerReport", "checkpoint", "newest", "verify"]

_ROWS = table_of(LedgerCheckpoint)


def checkpoint(database: Database, signer: Signer, now: datetime) -> Checkpoint | None:
    """Sign what has been written since the last checkpoint; None when there is nothing new.

    Costs as much as there are new entries. Raises ProvisoError ledger-damaged instead of signing an entry
    that does not fit its own hash, or a tail with a gap.
    """
    with database.begin() as unit:
        last = newest_checkpoint(unit.connection)
        frontier = Frontier() if last is None else Frontier.from_bytes(last.size, last.peaks)
        if unit.entries.size() == frontier.size:
            return None
        for entry in unit.entries.entries(after=frontier.size):
            if entry.number != frontier.size + 1 or leaf_hash(entry.body) != entry.leaf_hash:
                raise ProvisoError("ledger-damaged", number=frontier.size + 1)
            frontier = frontier.grow([entry.leaf_hash])
        note = signer.sign(checkpoint_body(signer.origin, frontier.size, frontier.root))
        unit.connection.execute(
            insert(_ROWS).values(size=frontier.size, root=frontier.root, peaks=frontier.as_bytes(), note=note, at=now)
        )
        return Checkpoint(frontier.size, frontier.root, frontier.as_bytes(), note, now)


def newest(database: Database) -> Checkpoint | None:
    """Read the last checkpoint."""
    with database.read() as unit:
        return newest_checkpoint(unit.connection)
