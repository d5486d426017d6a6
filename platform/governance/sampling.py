"""A sample that nobody could have chosen: who knows the seed draws the same one again, with nothing but SHA-256."""

import hashlib
import heapq
from collections.abc import Iterable, Sequence


def rank(seed: str, number: int) -> str:
    """Give the rank of a number under a seed: SHA-256 of `SEED:NUMBER`, hexadecimal."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(seed: str, numbers: Iterable[int], count: int) -> Sequence[int]:
    """Draw `count` numbers, those of the lowest rank, by rank; fewer where there are not so many."""
    return heapq.nsmallest(count, numbers, key=lambda number: rank(seed, number))
