"""Checking the whole ledger: every entry against its hash, every checkpoint against the entries and its signature."""

import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.ledger import Frontier, checkpoint_body, leaf_hash
from store.ledger import Checkpoint, Entry, all_checkpoints
from store.signing import open_note
from store.unit_of_work import Database

_MOST = 100
"""So many problems are told one by one; who changed a million entries need not fill the memory too."""


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What checking found: `root` in hexadecimal over `size` entries, and problems as sentences; none is sound."""

    size: int
    root: str
    checkpoints: int
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Tell whether everything fits."""
        return not self.problems


def verify(database: Database, public_key: Ed25519PublicKey, witness: bytes | None = None) -> LedgerReport:
    """Recompute the tree from the stored bodies; takes constant memory, and time by the number of entries.

    Finds entries that were changed, deleted, inserted, reordered or cut off below a checkpoint. `witness` is a
    checkpoint's note that was kept elsewhere: with it, a ledger cut back together with its checkpoints is
    found too.
    """
    walk = _Walk(public_key)
    with database.read() as unit:
        held = iter([_held(witness)] if witness is not None else [])
        waiting = _Ahead(heapq.merge(all_checkpoints(unit.connection), held, key=lambda found: found.size))
        for entry in unit.entries.entries(after=_BEFORE_ALL):
            for found in waiting.below(entry.number):
                walk.compare(found)
            walk.take(entry)
        for found in waiting.below(None):
            walk.compare(found)
    return walk.report()


_BEFORE_ALL = -(2**31)


def _held(note: bytes) -> Checkpoint:
    """Read size and root off a note that was kept elsewhere; its signature is checked like any other."""
    lines = note.split(b"\n")
    size = int(lines[1]) if len(lines) > 1 and lines[1].isdigit() else 0
    return Checkpoint(size, b"", b"", note, datetime.min.replace(tzinfo=UTC))


class _Ahead:
    """Checkpoints in order of size, given out as the walk passes them."""

    def __init__(self, checkpoints: Iterator[Checkpoint]) -> None:
        self._checkpoints = checkpoints
        self._next = next(checkpoints, None)

    def below(self, number: int | None) -> Iterator[Checkpoint]:
        while self._next is not None and (number is None or self._next.size < number):
            yield self._next
            self._next = next(self._checkpoints, None)


@dataclass(slots=True)
class _Walk:
    public_key: Ed25519PublicKey
    origin: str = ""
    frontier: Frontier = field(default_factory=Frontier)
    last: int = 0
    signed: int = 0
    checkpoints: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0

    def take(self, entry: Entry) -> None:
        """Check one entry by itself and put it on the tree."""
        if entry.number != self.last + 1:
            self._note_gap(entry.number)
        leaf = leaf_hash(entry.body)
        if leaf != entry.leaf_hash:
            self._note(f"entry {entry.number} was changed: it does not fit its hash")
        if not _agrees(entry):
            self._note(f"entry {entry.number} was changed or moved: its columns do not fit what it says of itself")
        self.frontier = self.frontier.grow([leaf])
        self.last = entry.number

    def compare(self, found: Checkpoint) -> None:
        """Hold the tree against one checkpoint."""
        self.checkpoints += 1
        origin, body = open_note(found.note, self.public_key) or ("", b"")
        # All checkpoints speak of one ledger: the one that the first of them names.
        self.origin = self.origin or origin
        if not body or origin != self.origin:
            self._note(f"the checkpoint over {found.size} entries is not signed by this ledger's key")
            return
        # A note kept elsewhere has no columns beside it that could differ from what it signs.
        row = checkpoint_body(self.origin, found.size, found.root)
        if found.root and body != row:
            self._note(f"the checkpoint over {found.size} entries was changed beside what it signs")
        if body != checkpoint_body(self.origin, self.frontier.size, self.frontier.root):
            self._note_difference(found.size)
            self._go_on_from(found, body)
        self.signed = max(self.signed, found.size)

    def report(self) -> LedgerReport:
        """Sum up."""
        if self.unlisted:
            self.problems.append(f"{self.unlisted} further problems are not listed")
        return LedgerReport(self.last, self.frontier.root.hex(), self.checkpoints, tuple(self.problems))

    def _note_gap(self, number: int) -> None:
        first, final = self.last + 1, number - 1
        if number <= self.last:
            self._note(f"entry {number} stands where no entry can be")
        elif first == final:
            self._note(f"entry {first} is missing")
        else:
            self._note(f"entries {first} to {final} are missing")

    def _note_difference(self, size: int) -> None:
        if size > self.last:
            self._note(f"the ledger was cut off: {size} entries were signed, the last one there is {self.last}")
        else:
            self._note(f"among entries {self.signed + 1} to {size} are not the ones that were signed")

    def _go_on_from(self, found: Checkpoint, body: bytes) -> None:
        """Take up the signed state, so that the next difference is told where it is and not again and again."""
        try:
            signed = Frontier.from_bytes(found.size, found.peaks)
        except ValueError:
            return
        if checkpoint_body(self.origin, signed.size, signed.root) == body and found.size <= self.last:
            self.frontier = signed

    def _note(self, problem: str) -> None:
        if len(self.problems) < _MOST:
            self.problems.append(problem)
        else:
            self.unlisted += 1


def _agrees(entry: Entry) -> bool:
    try:
        said = json.loads(entry.body)
    except ValueError:
        return False
    return isinstance(said, dict) and (said.get("number"), said.get("kind"), said.get("at")) == (
        entry.number,
        entry.kind,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
