"""Proofs that one entry is in the ledger: the hashes beside its way to the root (RFC 9162 section 2.1.3)."""

from collections.abc import Iterable, Sequence

from governance.ledger import node_hash


class Tree:
    """A Merkle tree held in memory, for any number of proofs; takes 64 bytes a leaf and as many hashes as leaves."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels: list[list[bytes]] = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            above = [node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
            # A node without a partner stands on the next level as it is.
            self._levels.append(above + below[len(below) - len(below) % 2 :])

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0])

    def path(self, index: int) -> tuple[bytes, ...]:
        """Give the proof for the leaf at a place, counted from 0; raises IndexError where there is none."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        path = []
        for level in self._levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                path.append(level[beside])
            index >>= 1
        return tuple(path)


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Compute the root that a proof leads to from a leaf hash; None for a proof of the wrong length."""
    if not 0 <= index < size:
        return None
    root, last, left = leaf, size - 1, list(path)
    while last:
        if index & 1 or index < last:
            if not left:
                return None
            beside = left.pop(0)
            root = node_hash(beside, root) if index & 1 else node_hash(root, beside)
        index >>= 1
        last >>= 1
    return None if left else root
