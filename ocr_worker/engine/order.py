"""Reading order of lines that were found one by one: rows from the top, columns of prose one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from governance.findings import Box
from ocr_worker.engine.ink import LineWord
from ocr_worker.engine.layout import Seen

_SAME_ROW = 0.5
"""Two pieces stand in one row when their middles lie closer than this many heights where they meet."""
_NEW_PARAGRAPH = 0.85
"""A gap between two rows of more than this many heights begins a paragraph."""
_GUTTER = 0.7
"""A gap between columns is at least this many heights wide."""
_COLUMN_ROWS, _PROSE_WORDS, _PROSE_WIDTH = 4, 4, 0.6
"""Prose in a column: so many rows, words a row, and share of the column's width that a row fills."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line, found and read as one: its words with boxes on the page, and its ends.

    `from_y` and `to_y` are the heights of its middle at its left and right end; a page is never quite straight.
    """

    words: tuple[LineWord, ...]
    left: float
    right: float
    from_y: float
    to_y: float
    height: float

    @classmethod
    def placed(cls, quad: NDArray[np.float32], size: tuple[int, int], words: Sequence[LineWord]) -> "Segment":
        """Lay the words of a line's picture, `size` wide and high, back onto the page it was cut from."""
        origin, across, down = quad[0], (quad[1] - quad[0]) / size[0], (quad[3] - quad[0]) / size[1]

        def back(box: Box) -> Box:
            left, top, right, bottom = box
            corners = [origin + x * across + y * down for x in (left, right) for y in (top, bottom)]
            xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
            return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))

        laid = tuple(LineWord(word.text, back(word.box), word.confidence) for word in words)
        tops, bottoms = [word.box[1] for word in laid], [word.box[3] for word in laid]
        starts, ends = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        # A line that runs up the page is a row of its own wherever it stands.
        level = abs(float(starts[1] - ends[1])) < abs(float(starts[0] - ends[0]))
        return cls(
            laid,
            min(word.box[0] for word in laid),
            max(word.box[2] for word in laid),
            float(starts[1]) if level else float(min(tops)),
            float(ends[1]) if level else float(min(tops)),
            max(1.0, float(median(b - t for t, b in zip(tops, bottoms, strict=True)) if level else 1.0)),
        )

    @property
    def middle(self) -> float:
        """How far down the page it stands."""
        return (self.from_y + self.to_y) / 2


Row = list[Segment]


def in_order(segments: Sequence[Segment]) -> Iterator[Seen]:
    """Give all words in the order in which a person would read them."""
    line = paragraph = 0
    for block in _blocks(_rows([segment for segment in segments if segment.words])):
        before: Row | None = None
        for row in block:
            line += 1
            paragraph += before is None or _apart(before, row)
            for segment in row:
                for word in segment.words:
                    yield Seen(word.text, word.box, word.confidence, line, paragraph)
            before = row


def _rows(segments: Sequence[Segment]) -> list[Row]:
    """Join pieces that stand beside each other; rows from the top, pieces from the left."""
    rows: list[Row] = []
    for piece in sorted(segments, key=lambda s: s.left):
        beside = [row for row in rows if _meets(row[-1], piece)]
        if beside:
            min(beside, key=lambda row: abs(row[-1].to_y - piece.from_y)).append(piece)
        else:
            rows.append([piece])
    return sorted(rows, key=lambda row: row[0].middle)


def _meets(before: Segment, piece: Segment) -> bool:
    low, high = sorted((before.height, piece.height))
    alike = high < 2.5 * low
    within = piece.left >= before.right - 0.5 * low
    return alike and within and abs(before.to_y - piece.from_y) < _SAME_ROW * low


def _apart(before: Row, row: Row) -> bool:
    heights = [median(segment.height for segment in one) for one in (before, row)]
    gap = row[0].middle - before[0].middle - sum(heights) / 2
    return gap > _NEW_PARAGRAPH * min(heights) or max(heights) > 1.6 * min(heights)


def _blocks(rows: list[Row]) -> Iterator[list[Row]]:
    """Cut where prose runs in columns: what stands above, then each column, then what stands below."""
    found = _columns(rows)
    if found is None:
        if rows:
            yield rows
        return
    first, last, gutter = found
    yield from _blocks(rows[:first])
    pieces = [segment for row in rows[first:last] for segment in row]
    for side in ([s for s in pieces if s.right <= gutter], [s for s in pieces if s.right > gutter]):
        yield from _blocks(_rows(side))
    yield from _blocks(rows[last:])


def _columns(rows: list[Row]) -> tuple[int, int, float] | None:
    """The longest run of rows with prose on both sides of a gutter: first row, one past the last, and the gutter."""
    best: tuple[int, int, float] | None = None
    for gutter in _gutters(rows):
        first = 0
        while first < len(rows):
            last = first
            while last < len(rows) and not _crossed(rows[last], gutter):
                last += 1
            longer = best is None or last - first > best[1] - best[0]
            if longer and last - first >= _COLUMN_ROWS and _is_prose(rows[first:last], gutter):
                best = (first, last, gutter)
            first = last + 1
    return best


def _gutters(rows: list[Row]) -> Iterator[float]:
    """Middles of wide gaps between two pieces of a row, one for each place across the page."""
    seen: set[int] = set()
    for row in rows:
        for one, two in pairwise(row):
            height = min(one.height, two.height)
            middle = (one.right + two.left) / 2
            if two.left - one.right > _GUTTER * height and (place := round(middle / height)) not in seen:
                seen.add(place)
                yield middle


def _crossed(row: Row, gutter: float) -> bool:
    return any(segment.left < gutter < segment.right for segment in row)


def _is_prose(rows: list[Row], gutter: float) -> bool:
    pieces = [segment for row in rows for segment in row]
    for side in ([s for s in pieces if s.right <= gutter], [s for s in pieces if s.right > gutter]):
        if len(side) < _COLUMN_ROWS or median(len(segment.words) for segment in side) < _PROSE_WORDS:
            return False
        width = max(s.right for s in side) - min(s.left for s in side)
        if median(s.right - s.left for s in side) < _PROSE_WIDTH * width:
            return False
    return True
