"""The ledger's rows: entries, and the signed checkpoints over them."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import SQLModel

from store.tables.about import about_nobody
from store.tables.columns import NONE, column

ENTRY = "record.decision"


class LedgerEntry(SQLModel, table=True):
    """One entry: `body` is its one sequence of bytes and says everything; the other columns are for finding it."""

    __tablename__ = "ledger_entry"
    __table_args__ = about_nobody("an entry names a person by a pseudonym whose salt goes with the account's row")

    number: int = column(NONE, primary_key=True, counted=False)
    kind: str = column(ENTRY, max_length=32, index=True)
    at: datetime = column(ENTRY, index=True)
    body: bytes = column(ENTRY, sa_type=LargeBinary)
    leaf_hash: bytes = column(NONE, sa_type=LargeBinary(32))


class LedgerCheckpoint(SQLModel, table=True):
    """A signed statement about the first `size` entries; `peaks` lets the next one go on from here."""

    __tablename__ = "ledger_checkpoint"
    __table_args__ = about_nobody("a checkpoint is hashes and a signature")

    size: int = column(NONE, primary_key=True, counted=False)
    root: bytes = column(NONE, sa_type=LargeBinary(32))
    peaks: bytes = column(NONE, sa_type=LargeBinary)
    note: bytes = column(NONE, sa_type=LargeBinary)
    at: datetime = column(NONE)
