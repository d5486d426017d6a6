"""A zip file written straight on: the same bytes each time, pieces of a megabyte, digests of what went in."""

import hashlib
import io
import os
import zipfile
from datetime import UTC, datetime

from store.parcel import PART_BYTES, Parcel

AT = datetime(2026, 11, 29, 10, 30, 2, tzinfo=UTC)
NOISE = os.urandom(5 * PART_BYTES // 2)


def parcel(at: datetime = AT) -> tuple[list[bytes], Parcel]:
    pieces: list[bytes] = []
    with Parcel(pieces.append, at) as made:
        made.put("a.txt", b"one")
        with made.open("b/noise.bin") as add:
            for start in range(0, len(NOISE), 10_000):
                add(NOISE[start : start + 10_000])
    return pieces, made


def test_what_went_in_comes_out_and_its_digests_are_noted():
    pieces, made = parcel()
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as package:
        assert package.testzip() is None
        assert package.namelist() == ["a.txt", "b/noise.bin"]
        assert package.read("b/noise.bin") == NOISE
    assert made.files["b/noise.bin"] == {"sha256": hashlib.sha256(NOISE).hexdigest(), "bytes": len(NOISE)}


def test_the_same_files_at_the_same_moment_are_the_same_bytes(monkeypatch):
    first = b"".join(parcel()[0])
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert b"".join(parcel()[0]) == first
    assert b"".join(parcel(AT.replace(hour=11))[0]) != first


def test_it_is_passed_on_by_the_megabyte():
    pieces, _ = parcel()
    assert len(pieces) == 3
    assert all(len(piece) <= PART_BYTES + 100_000 for piece in pieces)


def test_what_broke_off_is_not_passed_on_to_its_end():
    pieces: list[bytes] = []
    made = Parcel(pieces.append, AT)
    with made.open("a.txt") as add:
        add(b"one")
    made.__exit__(RuntimeError, RuntimeError(), None)
    assert pieces == []
