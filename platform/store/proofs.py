"""Proofs to hand out: that one entry was signed, and that a later checkpoint goes on from an earlier one."""

import base64
from dataclasses import dataclass

from governance.consistency import consistency_spans, inclusion_spans, roots_of
from governance.errors import ProvisoError
from governance.inclusion import root_by
from governance.ledger import EMPTY_ROOT, checkpoint_body, leaf_hash
from store.ledger import Checkpoint, checkpoint_over, newest_checkpoint
from store.signing import split_note
from store.unit_of_work import Database, UnitOfWork

_FORMAT = "c2sp.org/tlog-proof@v1"
CONSISTENCY = "proviso-consistency/1"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an entry is the one with this number below a checkpoint; `path` as in RFC 9162 section 2.1.3.1."""

    number: int
    body: bytes
    path: tuple[bytes, ...]
    checkpoint: bytes

    def as_text(self) -> str:
        """Write it in C2SP's format for offline proofs, with the entry itself as its extra line."""
        hashes = "".join(f"{_base64(each)}\n" for each in self.path)
        head = f"{_FORMAT}\nextra {_base64(self.body)}\nindex {self.number - 1}\n"
        return f"{head}{hashes}\n{self.checkpoint.decode(errors='replace')}"

    def as_dict(self) -> dict[str, object]:
        """Write it for programs; hashes in base64."""
        return {
            "format": _FORMAT, "number": self.number, "entry": self.body.decode(errors="replace"),
            "path": [_base64(each) for each in self.path], "checkpoint": self.checkpoint.decode(errors="replace"),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the tree of one checkpoint begins with the tree of an earlier one (RFC 9162 section 2.1.4.1)."""

    older: bytes
    newer: bytes
    path: tuple[bytes, ...]

    def as_dict(self) -> dict[str, object]:
        """Write it for programs; hashes in base64."""
        return {
            "format": CONSISTENCY, "older": self.older.decode(errors="replace"),
            "newer": self.newer.decode(errors="replace"), "path": [_base64(each) for each in self.path],
        }  # fmt: skip


def prove_entry(database: Database, number: int) -> Inclusion:
    """Prove an entry against the newest checkpoint; reads the ledger once, in little memory.

    Raises ProvisoError ledger-not-signed, or ledger-no-proof when the entries do not lead to the signed root.
    """
    with database.read() as unit:
        last = newest_checkpoint(unit.connection)
        if last is None or not 0 < number <= last.size:
            raise ProvisoError("ledger-not-signed", number=number)
        entry = next(unit.entries.entries(after=number - 1), None)
        if entry is None or entry.number != number:
            raise ProvisoError("ledger-no-proof", size=last.size)
        path = _roots(unit, inclusion_spans(number - 1, last.size), last.size)
    if root_by(leaf_hash(entry.body), number - 1, last.size, path) != _signed_root(last):
        raise ProvisoError("ledger-no-proof", size=last.size)
    return Inclusion(number, entry.body, path, last.note)


def prove_growth(database: Database, since: int) -> Consistency:
    """Prove that the newest checkpoint goes on from the one over `since` entries; what is raised is the same."""
    with database.read() as unit:
        older, newer = checkpoint_over(unit.connection, since), newest_checkpoint(unit.connection)
        if older is None or newer is None:
            raise ProvisoError("ledger-not-signed", number=since)
        path = _roots(unit, consistency_spans(older.size, newer.size), newer.size)
        spans = [(0, older.size)] if older.size < newer.size else []
        begins = _roots(unit, spans, newer.size) or (_signed_root(older),)
    if begins[0] != _signed_root(older):
        raise ProvisoError("ledger-no-proof", size=older.size)
    return Consistency(older.note, newer.note, path)


def _roots(unit: UnitOfWork, spans: list[tuple[int, int]], size: int) -> tuple[bytes, ...]:
    try:
        return tuple(roots_of(spans, unit.entries.leaves(size)))
    except ValueError:
        raise ProvisoError("ledger-no-proof", size=size) from None


def _signed_root(found: Checkpoint) -> bytes:
    """Take the root from the note and not from the column beside it."""
    body = split_note(found.note)[0]
    return found.root if body.split(b"\n", 1)[-1] == checkpoint_body("", found.size, found.root)[1:] else EMPTY_ROOT


def _base64(part: bytes) -> str:
    return base64.b64encode(part).decode()
