"""Checking the whole ledger: every entry against its hash, every checkpoint against the entries and its signature."""

import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy.exc import SQLAlchemyError

from governance.handover import Handover
from governance.ledger import Frontier, checkpoint_body, leaf_hash
from store.keyring import Keyring, read_handover, signers
from store.ledger import BEFORE_ALL, UNREADABLE, Checkpoint, Entry, LedgerRepository, all_checkpoints
from store.problems import Findings, LedgerReport, Problem
from store.unit_of_work import Database

__all__ = ["LedgerReport", "Problem", "handovers", "read_size", "verify"]

ROTATED = "ledger.key-rotated"
_CHUNK = 1000


def verify(database: Database, public_key: Ed25519PublicKey, *witnesses: bytes | None) -> LedgerReport:
    """Recompute the tree from the stored bodies; takes constant memory, and time by the number of entries.

    Finds entries that were changed, deleted, inserted, reordered or cut off below a checkpoint, and tells where.
    `public_key` is one key of the ledger's that is trusted; others count as far as handovers lead to them. A
    witness is a checkpoint's note that was kept elsewhere: with one, a ledger cut back together with its
    checkpoints is found too. Raises ProvisoError storage-unavailable when the database cannot be reached.
    """
    with database.read() as unit:
        walk = _Walk(Keyring(()))
        try:
            walk.keyring = Keyring.anchored(public_key, handovers(unit.entries))
            held = [_held(note) for note in witnesses if note is not None]
            walk.over(unit.entries.entries(after=BEFORE_ALL), all_checkpoints(unit.connection), held)
        except SQLAlchemyError as fault:
            # A table that is gone or a file that is torn is the strongest tampering of all.
            told = f"the ledger's tables cannot be read behind entry {walk.last}: {type(fault).__name__}"
            walk.findings.note("unreadable", walk.last, walk.last, told)
        return walk.report()


def handovers(entries: LedgerRepository) -> list[Handover]:
    """Read the handovers from key to key out of the ledger's own entries; whatever is not one is passed over."""
    found = []
    for entry in entries.of_kind(ROTATED):
        try:
            note = json.loads(entry.body)["fields"]["handover"].encode()
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            continue
        if (handover := read_handover(note)) is not None:
            found.append(handover)
    return found


def read_size(note: bytes) -> int | None:
    """Read off a checkpoint's note over how many entries it speaks; None for what is no checkpoint."""
    lines = note.split(b"\n")
    digits = lines[1] if len(lines) > 1 else b""
    return int(digits) if digits.isdigit() and len(digits) < 19 else None


def _held(note: bytes) -> Checkpoint:
    """Take a note that was kept elsewhere for a checkpoint; its signature is checked like any other."""
    return Checkpoint(read_size(note) or 0, b"", b"", note, UNREADABLE, kept=True)


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
    keyring: Keyring
    origin: str = ""
    frontier: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] = field(default_factory=list)
    last: int = 0
    signed: int = 0
    checkpoints: int = 0
    findings: Findings = field(default_factory=Findings)

    def over(self, entries: Iterable[Entry], checkpoints: Iterator[Checkpoint], held: list[Checkpoint]) -> None:
        """Pass every entry and, where they stand, the checkpoints and the notes kept elsewhere."""
        held.sort(key=lambda found: found.size)
        waiting = _Ahead(heapq.merge(checkpoints, iter(held), key=lambda found: found.size))
        for entry in entries:
            for found in waiting.below(entry.number):
                self.compare(found)
            self.take(entry)
        for found in waiting.below(None):
            self.compare(found)

    def take(self, entry: Entry) -> None:
        """Check one entry by itself and put it on the tree."""
        number = entry.number
        if number != self.last + 1:
            self._note_gap(number)
        leaf = leaf_hash(entry.body)
        if leaf != entry.leaf_hash:
            self.findings.note("changed", number, number, f"entry {number} was changed: it does not fit its hash")
        if not entry.agrees:
            told = f"entry {number} was changed or moved: its columns do not fit what it says of itself"
            self.findings.note("moved", number, number, told)
        self.leaves.append(leaf)
        if len(self.leaves) == _CHUNK:
            self._grow()
        self.last = number

    def compare(self, found: Checkpoint) -> None:
        """Hold the tree against one checkpoint."""
        self._grow()
        self.checkpoints += not found.kept
        size = found.size
        opened = self.keyring.open(found.note)
        # All checkpoints speak of one ledger: the one that the first of them names.
        if opened is None or opened[1] != (self.origin or opened[1]):
            told = f"the checkpoint over {size} entries is not signed by this ledger's key (signed by: "
            self.findings.note("unsigned", 0, size, f"{told}{signers(found.note)})")
            return
        key, self.origin, body = opened
        over = read_size(body)
        if over is not None and (why := key.validity(over)):
            told = f"the checkpoint over {size} entries is signed with the key {key.named(self.origin)}, {why}"
            self.findings.note("key-retired", 0, size, told)
            return
        grown = self._signed_state(found, body)
        # A note kept elsewhere has no columns beside it that could differ from what it signs.
        plain = body == checkpoint_body(self.origin, size, found.root) and found.at != UNREADABLE
        if not found.kept and not (plain and grown is not None):
            told = f"the checkpoint over {size} entries was changed beside what it signs"
            self.findings.note("checkpoint-changed", 0, size, told)
        if over != size:
            return
        if body != checkpoint_body(self.origin, self.frontier.size, self.frontier.root):
            self._note_difference(size)
            if size > self.last or grown is None:
                return
            # From the signed state on, the next difference is told where it is and not again and again.
            self.frontier = grown
        self.signed = max(self.signed, size)

    def report(self) -> LedgerReport:
        """Sum up."""
        self._grow()
        found, untold = tuple(self.findings.told), self.findings.untold
        return LedgerReport(self.last, self.frontier.root.hex(), self.checkpoints, self.signed, found, untold)

    def _grow(self) -> None:
        self.frontier, self.leaves = self.frontier.grow(self.leaves), []

    def _note_gap(self, number: int) -> None:
        first, final = self.last + 1, number - 1
        if number <= self.last:
            self.findings.note("misplaced", number, number, f"entry {number} stands where no entry can be")
        elif first == final:
            self.findings.note("missing", first, first, f"entry {first} is missing")
        else:
            self.findings.note("missing", first, final, f"entries {first} to {final} are missing")

    def _note_difference(self, size: int) -> None:
        if size > self.last:
            told = f"the ledger was cut off: {size} entries were signed, the last one there is {self.last}"
            self.findings.note("cut-off", self.last + 1, size, told)
        else:
            told = f"among entries {self.signed + 1} to {size} are not the ones that were signed"
            self.findings.note("differs", self.signed + 1, size, told)

    def _signed_state(self, found: Checkpoint, body: bytes) -> Frontier | None:
        """Read the tree beside a checkpoint, if it is the one that was signed."""
        try:
            signed = Frontier.from_bytes(found.size, found.peaks)
        except ValueError:
            return None
        return signed if checkpoint_body(self.origin, signed.size, signed.root) == body else None
