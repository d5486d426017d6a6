"""A stretch of a ledger's entries, and what a stranger needs beside it to compute the signed root.

The leaves before and behind the stretch are named as perfect subtrees, which is as few as there can be (a compact
range); whoever has their roots and the stretch itself grows the whole tree again.
"""

from collections.abc import Sequence

from governance.consistency import Span


def before(first: int) -> Sequence[Span]:
    """Name the perfect subtrees over the leaves before place `first` (from 0), the largest first."""
    spans, start = [], 0
    for bit in reversed(range(first.bit_length())):
        if first >> bit & 1:
            spans.append((start, start + (1 << bit)))
            start += 1 << bit
    return spans


def behind(last: int, size: int) -> Sequence[Span]:
    """Name the perfect subtrees over the leaves from place `last` on, in the order in which a tree takes them up.

    Each is as large as its place allows, so that it meets subtrees of its own size only. Raises IndexError where the
    tree is smaller than the stretch.
    """
    if last > size:
        raise IndexError(last)
    spans, start = [], last
    while start < size:
        width = start & -start or 1 << (size.bit_length() - 1)
        while start + width > size:
            width >>= 1
        spans.append((start, start + width))
        start += width
    return spans
