"""Files taken apart at random go through the decoder: whatever they do, it ends in time, in memory, with a known error.

`FUZZ_MINUTES` says for how long (30), `FUZZ_SEED` repeats a run, HOSTILE_FILES brings more files to take apart.
"""

import os
import random
import time
from collections import Counter
from pathlib import Path

import pytest

from below import decoders
from governance.errors import ProvisoError
from hostile_files import brought, made, seeds
from store.decoder import Decoder, DecoderLimits

LIMITS = DecoderLimits(bytes=2_000_000, pages=20, pixels=4_000_000, seconds=30, memory=1 << 29, dpi=72, unseen=20_000)
EXPECTED = {
    "file-empty", "file-too-large", "file-type-unknown", "file-encrypted", "file-damaged", "file-too-many-pages",
    "page-too-many-pixels", "file-memory",
}  # fmt: skip
BROKEN_DOWN = {"file-hostile", "file-too-slow"}
WORDS = (
    b"\0" * 4,
    b"\xff" * 4,
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"-1",
    b"99999999999",
    b"%%EOF",
    b"endobj",
    b"/Kids[1 0 R]",
)


def mutated(luck: random.Random, corpus: list[bytes]) -> bytes:
    """One file of the corpus with some of it changed, cut out, doubled, or grown together with another."""
    data = bytearray(luck.choice(corpus))
    for _ in range(luck.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        at = luck.randrange(len(data))
        how = luck.randrange(7)
        if how == 0:
            data[at] ^= 1 << luck.randrange(8)
        elif how == 1:
            data[at] = luck.randrange(256)
        elif how == 2:
            word = luck.choice(WORDS)
            data[at : at + len(word)] = word
        elif how == 3:
            del data[at : at + luck.randrange(1, 200)]
        elif how == 4:
            data[at:at] = data[at : at + luck.randrange(1, 400)]
        elif how == 5:
            other = luck.choice(corpus)
            start = luck.randrange(len(other) + 1)
            data[at : at + 100] = other[start : start + 100]
        else:
            # Sizes and offsets are numbers: a small step from them is where mistakes are.
            number = int.from_bytes(data[at : at + 4], "big") + luck.choice((-1, 1, 256, 1 << 16))
            data[at : at + 4] = (number % (1 << 32)).to_bytes(4, "big")[: len(data) - at]
    return bytes(data)


def outcome(decoder: Decoder, data: bytes) -> str:
    try:
        decoder.inspect(data)
        for page in decoder.pages(data):
            assert len(page.pixels) == page.width * page.height <= LIMITS.pixels
            assert sum(len(part.text) for part in page.unseen) <= LIMITS.unseen
    except ProvisoError as refused:
        return refused.code if refused.sentence and refused.next_step else "speechless"
    return "read"


@pytest.mark.long
@pytest.mark.timeout(0)
def test_files_taken_apart_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    minutes = float(os.environ.get("FUZZ_MINUTES", "30"))
    seed = int(os.environ.get("FUZZ_SEED", time.time_ns() % 10**9))
    luck = random.Random(seed)
    decoder = Decoder(LIMITS)
    corpus = [
        data for data in (*seeds().values(), *made().values(), *(data for _, data in brought())) if len(data) < 300_000
    ]
    counts: Counter[str] = Counter()
    slowest = 0.0
    until = time.monotonic() + 60 * minutes

    while time.monotonic() < until:
        data = mutated(luck, corpus)
        began = time.monotonic()
        code = outcome(decoder, data)
        took = time.monotonic() - began
        slowest = max(slowest, took)
        counts[code] += 1
        if code in BROKEN_DOWN and (kept := os.environ.get("FUZZ_KEEP")):
            (Path(kept) / f"{code}-{seed}-{counts.total()}").write_bytes(data)
        assert code in EXPECTED | BROKEN_DOWN | {"read"}
        # Two programs may each use their seconds, and starting them takes some on a busy machine.
        assert took < 2 * LIMITS.seconds * LIMITS.pages

    print(f"seed {seed}: {counts.total()} files, slowest {slowest:.1f} s, {dict(counts.most_common())}")
    assert decoders() == []
    assert list(tmp_path.iterdir()) == []
    assert counts["read"] > 0


def test_the_mutations_change_and_the_seeds_are_good() -> None:
    luck, decoder = random.Random(4), Decoder(LIMITS)
    files = seeds()

    assert {name: outcome(decoder, data) for name, data in files.items()} == dict.fromkeys(files, "read")
    assert sum(mutated(luck, list(files.values())) not in files.values() for _ in range(100)) > 80


@pytest.mark.parametrize("name", sorted(made()))
def test_bombs_liars_and_disguises_end_with_a_known_answer(name: str) -> None:
    assert outcome(Decoder(LIMITS), made()[name]) in EXPECTED | BROKEN_DOWN | {"read"}
