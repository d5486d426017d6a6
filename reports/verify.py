"""Verify a ledger package, or a proof out of one, alone: one file, Python 3.8 or newer, nothing else installed.

    python3 -I -S verify.py FILE [--key VKEY]... [--witness CHECKPOINT]... [--json]

FILE is a package (zip), a proof of an entry (C2SP tlog-proof) or a proof of growth (JSON). Exit codes: 0 everything
fits, 1 something does not (each thing is named with its place), 2 the file or the command cannot be used.
The format is described in docs/ledger.md; hashes follow RFC 6962, signatures RFC 8032, notes C2SP signed-note.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import heapq
import json
import sys
import zipfile
from functools import lru_cache
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_LINE = 1 << 24
_MOST = 100
Point = Tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    t, z = 2 * _D * a[3] * b[3] % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _point(encoded: bytes) -> Optional[Point]:
    """Decode a point (RFC 8032 section 5.1.3); None for what is none."""
    y = int.from_bytes(encoded, "little") & (1 << 255) - 1
    if len(encoded) != 32 or y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * _ROOT_OF_MINUS_ONE % _P
    odd = encoded[31] >> 7
    if x * x % _P != square or (x == 0 and odd):
        return None
    x = x if x & 1 == odd else _P - x
    return x, y, 1, x * y % _P


def _multiples(point: Point) -> List[Point]:
    table: List[Point] = [(0, 1, 1, 0)]
    while len(table) < 16:
        table.append(_add(table[-1], point))
    return table


_BASE = _multiples(_point(bytes([0x58]) + bytes([0x66]) * 31) or (0, 1, 1, 0))


@lru_cache(maxsize=64)
def _minus(public: bytes) -> Optional[List[Point]]:
    point = _point(public)
    return None if point is None else _multiples((-point[0] % _P, point[1], 1, -point[3] % _P))


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is good (RFC 8032 section 5.1.7, without the cofactor)."""
    table = _minus(public)
    if table is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= _L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    sum_: Point = (0, 1, 1, 0)
    for shift in range(252, -1, -4):
        for _ in range(4):
            sum_ = _add(sum_, sum_)
        sum_ = _add(_add(sum_, _BASE[s >> shift & 15]), table[k >> shift & 15])
    inverse = pow(sum_[2], _P - 2, _P)
    x, y = sum_[0] * inverse % _P, sum_[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def leaf(entry: bytes) -> bytes:
    """Hash an entry (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A Merkle tree reduced to the roots of its perfect subtrees, largest first."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.size, self.peaks = size, list(peaks)

    def add(self, hashed: bytes) -> None:
        """Put one leaf at the end."""
        self.peaks.append(hashed)
        self.size += 1
        size = self.size
        while not size & 1:
            right = self.peaks.pop()
            self.peaks.append(node(self.peaks.pop(), right))
            size >>= 1

    def root(self) -> bytes:
        """Give the tree hash."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node(peak, root)
        return root


def included(hashed: bytes, index: int, size: int, path: Sequence[bytes]) -> Optional[bytes]:
    """Compute the root that a proof leads to (RFC 9162 section 2.1.3.2); None for one of the wrong length."""
    at, last, root = index, size - 1, hashed
    if not 0 <= index < size:
        return None
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node(beside, root)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = node(root, beside)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def consistent(older: int, older_root: bytes, newer: int, newer_root: bytes, path: Sequence[bytes]) -> bool:
    """Check a proof of growth (RFC 9162 section 2.1.4.2)."""
    if older == newer:
        return not path and older_root == newer_root
    if not 0 < older < newer or not path:
        return False
    hashes = list(path) if older & (older - 1) else [older_root, *path]
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    small = large = hashes[0]
    for beside in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            small, large = node(beside, small), node(beside, large)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            large = node(large, beside)
        at, last = at >> 1, last >> 1
    return last == 0 and small == older_root and large == newer_root
