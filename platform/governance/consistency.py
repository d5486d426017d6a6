"""Proofs by subtrees: that an entry is in the ledger, and that a ledger grew out of an earlier one (RFC 9162).

A proof is a list of roots of consecutive stretches of leaves. Which stretches is a matter of numbers alone, so their
roots can be computed in one pass over the leaves, in memory that grows with the logarithm of their number.
"""

from collections.abc import Iterable, Sequence

from governance.ledger import EMPTY_ROOT, Frontier, node_hash

Span = tuple[int, int]
"""A stretch of leaves: the first one's place, counted from 0, and the place behind the last one."""


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Name the subtrees beside an entry's way to the root (RFC 9162 section 2.1.3.1), the nearest first.

    Raises IndexError where there is no such entry.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    spans: list[Span] = []
    first, behind = 0, size
    while behind - first > 1:
        middle = first + split(behind - first)
        if index < middle:
            spans.append((middle, behind))
            behind = middle
        else:
            spans.append((first, middle))
            first = middle
    return spans[::-1]


def consistency_spans(older: int, newer: int) -> list[Span]:
    """Name the subtrees that show how a larger tree grew out of a smaller one (RFC 9162 section 2.1.4.1).

    Raises IndexError where the older one is the larger one.
    """
    if not 0 <= older <= newer:
        raise IndexError(older)
    if older == 0:
        return []
    spans: list[Span] = []
    first, behind, whole = 0, newer, True
    while older != behind:
        middle = first + split(behind - first)
        if older <= middle:
            spans.append((middle, behind))
            behind = middle
        else:
            spans.append((first, middle))
            first, whole = middle, False
    return [*([] if whole else [(first, behind)]), *reversed(spans)]


def roots_of(spans: Sequence[Span], leaves: Iterable[bytes]) -> list[bytes]:
    """Compute the root of each stretch in one pass over the leaf hashes; stretches may not overlap.

    Raises ValueError when there are fewer leaves than a stretch needs.
    """
    grown: dict[Span, bytes] = {}
    waiting = sorted(spans, reverse=True)
    chunk: list[bytes] = []
    tree = Frontier()
    for place, leaf in enumerate(leaves, 1):
        if not waiting:
            break
        first, behind = waiting[-1]
        if place > first:
            chunk.append(leaf)
        if chunk and (place == behind or len(chunk) == _CHUNK):
            tree, chunk = tree.grow(chunk), []
        if place == behind:
            grown[waiting.pop()] = tree.root
            tree = Frontier()
    if waiting:
        raise ValueError("there are not that many leaves")
    return [grown[span] for span in spans]


def extends(older: int, older_root: bytes, newer: int, newer_root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the newer tree begins with the older one (RFC 9162 section 2.1.4.2)."""
    if older in (0, newer):
        return not path and older <= newer and older_root == (newer_root if older else EMPTY_ROOT)
    if not 0 < older < newer or not path:
        return False
    # A perfect older tree is a subtree of the newer one; its root is then left out of the proof.
    first, *rest = (older_root, *path) if older & (older - 1) == 0 else path
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    small = large = first
    for beside in rest:
        if last == 0:
            return False
        if at & 1 or at == last:
            small, large = node_hash(beside, small), node_hash(beside, large)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            large = node_hash(large, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and (small, large) == (older_root, newer_root)


_CHUNK = 1024


def split(size: int) -> int:
    """Give the largest power of two below a size, where RFC 6962 splits a tree."""
    return 1 << (size - 1).bit_length() - 1
