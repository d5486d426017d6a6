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
_NARROWEST = 0.2
"""A gap narrower than this many heights of the line is none between words."""
_LIKE_BLANKS = 1.0
"""How many times as wide as the line's other blanks a gap must be to be one, too; figures stand wider than letters."""
_LIKE_LETTERS = 4.0
"""How many times the gap between two letters one between words is at least."""
_ASTRAY = 0.5
"""How many heights of the line the net may be mistaken about where a letter stands."""

Run = tuple[int, int]
"""Empty columns of a line: the first, and one past the last."""


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
    cuts = _cuts(_gaps(dark), letters, line.shape)
    words: list[LineWord] = []
    begin, left = 0, 0
    for end in range(1, len(letters) + 1):
        if end < len(letters) and end not in cuts:
            continue
        right = max(left + 1, cuts[end] if end in cuts else int(line.shape[1]))
        words.append(_word(letters[begin:end], dark, left, right))
        begin, left = end, right
    return words


def _ink(line: NDArray[np.uint8]) -> NDArray[np.bool_]:
    low, high = np.percentile(line, (3, 85))
    if high - low < _LEAST_CONTRAST:
        return np.zeros(line.shape, np.bool_)
    dark = np.asarray(line < (low + high) / 2)
    around = np.pad(dark, 1)
    # A dark point by itself is a speck; the thinnest stroke has a neighbour.
    beside = around[:-2, 1:-1] | around[2:, 1:-1] | around[1:-1, :-2] | around[1:-1, 2:]
    return np.asarray(dark & beside)


def _gaps(dark: NDArray[np.bool_]) -> list[Run]:
    """The runs of empty columns between the first ink and the last."""
    inked = np.flatnonzero(dark.any(axis=0))
    return [(int(one) + 1, int(two)) for one, two in pairwise(inked) if two - one > 1]


def _cuts(gaps: Sequence[Run], letters: Sequence[Letter], size: tuple[int, ...]) -> dict[int, int]:
    """Where words part: the number of the letter that begins the next word, and the column to cut at.

    First each blank that was read takes the widest gap near it; a wide gap that is left is a blank that was not.
    """
    height, width = size
    middles = [width * (one.place + two.place) / 2 for one, two in pairwise(letters)]
    free = list(gaps)
    cuts: dict[int, int] = {}
    blanks: list[int] = []
    for number, letter in enumerate(letters[1:], 1):
        if not letter.after_blank:
            continue
        middle = middles[number - 1]
        near = [gap for gap in free if abs(sum(gap) / 2 - middle) <= _ASTRAY * height]
        cuts[number] = round(middle)
        if near:
            gap = max(near, key=_width)
            free.remove(gap)
            blanks.append(_width(gap))
            cuts[number] = sum(gap) // 2
    within = [_width(gap) for gap in free]
    least = max(
        _NARROWEST * height,
        _LIKE_BLANKS * float(np.median(blanks)) if blanks else 0.0,
        _LIKE_LETTERS * float(np.median(within)) if within else 0.0,
    )
    for gap in free:
        if _width(gap) >= least:
            middle = sum(gap) / 2
            number = 1 + min(range(len(middles)), key=lambda n: abs(middles[n] - middle)) if middles else 0
            if number and number not in cuts:
                cuts[number] = round(middle)
    return cuts


def _width(gap: Run) -> int:
    return gap[1] - gap[0]


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
