"""A tree's leaves, folded: the roots of every so many of them, from which the root of any subtree is near.

Of a ledger of ten million entries ten thousand hashes are kept; what lies within one fold is read again when it is
asked for.
"""

from collections.abc import Callable, Sequence

from governance.consistency import Span, split
from governance.ledger import Frontier, node_hash

FOLD = 1024
"""How many leaves a fold has; a power of two, so that it is a subtree wherever it lies (RFC 6962 section 2.1)."""

Leaves = Callable[[int, int], Sequence[bytes]]
"""Reads the leaf hashes from one place, counted from 0, to before another."""


class Folded:
    """Takes leaf hashes in order, and then gives the roots of subtrees; `size` counts the leaves."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []
        self._open: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf hash."""
        self.size += 1
        self._open.append(leaf)
        if len(self._open) == FOLD:
            self._roots.append(Frontier().grow(self._open).root)
            self._open = []

    def root(self, span: Span, leaves: Leaves) -> bytes:
        """Compute the root of a subtree of RFC 6962's tree; `leaves` is asked for no more than a fold at a time.

        Raises ValueError where there are fewer leaves.
        """
        first, behind = span
        if behind > self.size:
            raise ValueError("there are not that many leaves")
        width = behind - first
        if width == FOLD and first % FOLD == 0:
            return self._roots[first // FOLD]
        if width <= FOLD:
            return Frontier().grow(leaves(first, behind)).root
        # A subtree wider than a fold begins where a fold begins, and splits between two.
        middle = first + split(width)
        return node_hash(self.root((first, middle), leaves), self.root((middle, behind), leaves))
