"""The pages that both sides of `proviso bench ocr` read, and how well a reading fits what stands on them."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

from console.bench_pages import DAMAGES, LAYOUTS, make_scan

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_SIDEWAYS = frozenset({"left", "right", "head-down"})
"""Pages that lie wrong: plain Tesseract reads nonsense from them, which is no fair race."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file with one page or more, and what stands on it; empty when nobody says."""

    data: bytes
    suffix: str
    text: str


def drawn(number: int) -> list[Page]:
    """Draw pages of every layout and damage in turn; always the same ones."""
    damages = [name for name in DAMAGES if name not in _SIDEWAYS]
    kinds = [(layout, damage, dpi) for damage, dpi, layout in product(damages, (200, 300), LAYOUTS)]
    # A stride that has no factor in common with their number mixes the kinds however few are drawn.
    mixed = [kinds[(place * 5) % len(kinds)] for place in range(len(kinds))]
    several = (kind for _ in range(1 + number // len(mixed)) for kind in mixed)
    scans = [
        make_scan(layout, damage, seed=seed, dpi=dpi)
        for seed, (layout, damage, dpi) in enumerate(islice(several, number), 1)
    ]
    return [Page(scan.data, ".jpg", scan.text) for scan in scans]


def bring(folder: Path) -> list[Page]:
    """Read the pages of a folder that Tesseract's own program can open, with the text beside them."""
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES)
    return [Page(file.read_bytes(), file.suffix, _truth(file)) for file in files]


def _truth(file: Path) -> str:
    plain, told = file.with_suffix(".txt"), file.with_suffix(".json")
    if plain.is_file():
        return plain.read_text(encoding="utf-8")
    if told.is_file():
        found = json.loads(told.read_text(encoding="utf-8"))
        return str(found.get("text", "")) if isinstance(found, dict) else ""
    return ""


def word_f1(read: Sequence[str], truths: Sequence[str]) -> float | None:
    """The harmonic mean of precision and recall of words, whatever their order; None when nobody says what is right."""
    hits = said = wanted = 0
    for text, truth in zip(read, truths, strict=True):
        if truth:
            ours, theirs = _words(text), _words(truth)
            hits += (ours & theirs).total()
            said += ours.total()
            wanted += theirs.total()
    return round(2 * hits / (said + wanted), 4) if wanted else None


def _words(text: str) -> Counter[str]:
    return Counter(filter(None, (re.sub(r"[\W_]+", "", word).casefold() for word in text.split())))
