"""Words of a line that was read letter by letter: where they part, and where their ink stands.

A net that reads whole lines leaves out blanks between narrow words; the gaps in the ink are still there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from governance.findings import Box

_LEAST_CONTRAST = 40
_STAIN = 0.05
"""A column counts as empty while no more than this share of it is dark."""
_NARROWEST = 0.2
"""A gap narrower than this many heights of the line is none between words."""
_LIKE_BLANKS = 0.7
"""How much of the width of the line's other blanks a gap must have to be one, too."""
_LIKE_LETTERS = 3.0
"""How many times the gap between two letters one between words is at least."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: its middle across the line (0 to 1), how sure it is (0 to 1), and whether it follows a blank."""

    text: str
    place: float
    sure: float
    after_blank: bool


@dataclass(frozen=True, slots=True)
class LineWord:
    """A word of a line with its box in the line's picture, and its confidence."""

    text: str
    box: Box
    confidence: float


def words_of(line: NDArray[np.uint8], letters: Sequence[Letter]) -> list[LineWord]:
    """Part the letters of a line into words; `line` is its picture in grey."""
    if not letters:
        return []
    dark = _ink(line)
    gaps = [_gap(dark, one, two) for one, two in pairwise(letters)]
    parted = _parted(letters, gaps, line.shape[0])
    words: list[LineWord] = []
    begin, left = 0, 0
    for end in range(1, len(letters) + 1):
        if end < len(letters) and not parted[end - 1]:
            continue
        right = _cut(gaps[end - 1]) if end < len(letters) else line.shape[1]
        words.append(_word(letters[begin:end], dark, left, max(right, left + 1)))
        begin, left = end, right
    return words


def _ink(line: NDArray[np.uint8]) -> NDArray[np.bool_]:
    low, high = np.percentile(line, (3, 85))
    if high - low < _LEAST_CONTRAST:
        return np.zeros(line.shape, np.bool_)
    return np.asarray(line < (low + high) / 2)


def _gap(dark: NDArray[np.bool_], one: Letter, two: Letter) -> tuple[int, int]:
    """The widest run of empty columns between the middles of two letters; start and end are the same for none."""
    width = dark.shape[1]
    first, last = round(one.place * width), max(round(one.place * width) + 1, round(two.place * width))
    most = int(_STAIN * dark.shape[0])
    empty = dark[:, first:last].sum(axis=0) <= most
    edges = np.flatnonzero(np.diff(np.concatenate(([0], empty.astype(np.int8), [0]))))
    if not len(edges):
        middle = (first + last) // 2
        return middle, middle
    starts, ends = edges[::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    return first + int(starts[widest]), first + int(ends[widest])


def _parted(letters: Sequence[Letter], gaps: Sequence[tuple[int, int]], height: int) -> list[bool]:
    """Whether a word ends after each letter but the last."""
    read = [two.after_blank for _, two in pairwise(letters)]
    wide = [end - start for start, end in gaps]
    blanks = [width for width, blank in zip(wide, read, strict=True) if blank]
    within = [width for width, blank in zip(wide, read, strict=True) if not blank]
    least = max(
        _NARROWEST * height,
        _LIKE_BLANKS * float(np.median(blanks)) if blanks else 0.0,
        _LIKE_LETTERS * float(np.median(within)) if within else 0.0,
    )
    return [blank or width >= least for width, blank in zip(wide, read, strict=True)]


def _cut(gap: tuple[int, int]) -> int:
    return (gap[0] + gap[1]) // 2


def _word(letters: Sequence[Letter], dark: NDArray[np.bool_], left: int, right: int) -> LineWord:
    sure = [letter.sure for letter in letters]
    # One letter that was guessed makes a word doubtful, however plain the others are.
    confidence = (sum(sure) / len(sure) + min(sure)) / 2
    top, bottom = 0, dark.shape[0]
    part = dark[:, left:right]
    rows = np.flatnonzero(part.any(axis=1))
    columns = np.flatnonzero(part.any(axis=0))
    if len(rows) and len(columns):
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        left, right = left + int(columns[0]), left + int(columns[-1]) + 1
    return LineWord("".join(letter.text for letter in letters), (left, top, right, bottom), confidence)
