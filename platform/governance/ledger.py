"""The ledger's arithmetic: canonical entries, Merkle hashes, checkpoints.

Hashes follow RFC 6962 section 2.1 (0x00 before a leaf, 0x01 before a node). A checkpoint is the text of the
C2SP transparency-log checkpoint: origin, size, root in base64, one a line.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

EMPTY_ROOT = hashlib.sha256(b"").digest()


def canonical(fields: Mapping[str, object]) -> bytes:
    """Write an entry as the one sequence of bytes it has: JSON, sorted keys, no spaces, UTF-8."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"a ledger entry cannot hold {type(value).__name__}")


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry as a leaf (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees to their parent (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree reduced to the roots of its perfect subtrees, largest first: enough to grow it and to know its root."""

    size: int = 0
    peaks: tuple[bytes, ...] = field(default=())

    def grow(self, leaves: Iterable[bytes]) -> "Frontier":
        """Add leaf hashes at the end; costs as many hashes as there are leaves, whatever the tree's size."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            # Every trailing zero bit of the new size says that two equal subtrees now stand side by side.
            for _ in range((size & -size).bit_length() - 1):
                right = peaks.pop()
                peaks.append(node_hash(peaks.pop(), right))
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The Merkle tree hash (RFC 6962 section 2.1)."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def as_bytes(self) -> bytes:
        """The peaks one after the other, for keeping beside a checkpoint."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> "Frontier":
        """Read back what `as_bytes` wrote; raises ValueError when the length does not fit the size."""
        if len(peaks) != 32 * size.bit_count():
            raise ValueError("the peaks do not fit the size")
        return cls(size, tuple(peaks[at : at + 32] for at in range(0, len(peaks), 32)))


def checkpoint_body(origin: str, size: int, root: bytes) -> bytes:
    """Write the three lines of a checkpoint that are signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()
