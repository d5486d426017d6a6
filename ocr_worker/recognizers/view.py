"""A page as recognizers look at it: text, words, lines and, where the reading has boxes, cells of rows."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from governance.findings import PageText
from ocr_worker.recognizers.windows import Window, windows

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LINE = re.compile(r"[^\n\f]+")
_CELL_GAP = 1.1
"""A gap this many times the height of the letters divides two cells; a blank is a third of it."""


@dataclass(frozen=True, slots=True)
class Token:
    """One run of letters and digits, `low` in small letters."""

    start: int
    end: int
    low: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of one line that stands apart, with its box: left, top, right, bottom in pixels."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Height of the letters."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """How far down the page the cell's middle stands."""
        return (self.top + self.bottom) / 2


class View:
    """What every recognizer needs of a page, worked out once and only when asked for."""

    def __init__(self, page: PageText) -> None:
        self.text = page.text
        self._words = page.words

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Every run of letters and digits, in order."""
        return tuple(Token(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(self.text))

    @cached_property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every line that is not empty."""
        return tuple(m.span() for m in _LINE.finditer(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.lines]

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Every stretch in which a number may stand."""
        return tuple(windows(self.text))

    def line_number(self, at: int) -> int:
        """Which of `lines` holds a place of the text; the one before, between two."""
        return max(0, bisect_right(self._starts, at) - 1)

    def line(self, at: int) -> tuple[int, int]:
        """Start and end of the line that holds a place of the text."""
        return self.lines[self.line_number(at)] if self.lines else (0, 0)

    def next_line(self, at: int, step: int = 1) -> tuple[int, int] | None:
        """The line that follows, by `step`, the one that holds a place of the text."""
        number = self.line_number(at) + step
        return self.lines[number] if 0 <= number < len(self.lines) else None

    @property
    def has_boxes(self) -> bool:
        """Whether the reading says where its words stand."""
        return bool(self._words)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The page's lines cut where a wide gap stands between two words; empty without boxes."""
        cells: list[Cell] = []
        open_cell: Cell | None = None
        for word in self._words:
            left, top, right, bottom = word.box
            if open_cell is not None:
                height = max(open_cell.height, bottom - top, 1)
                near = -height < left - open_cell.right <= _CELL_GAP * height
                if near and "\n" not in self.text[open_cell.end : word.start]:
                    open_cell = Cell(
                        open_cell.start, word.end, open_cell.left, min(open_cell.top, top),
                        max(open_cell.right, right), max(open_cell.bottom, bottom),
                    )  # fmt: skip
                    continue
                cells.append(open_cell)
            open_cell = Cell(word.start, word.end, left, top, right, bottom)
        return (*cells, open_cell) if open_cell is not None else ()

    def box(self, start: int, end: int) -> Cell | None:
        """The box around the words of a stretch of the text, as a cell; None without boxes."""
        words = self._words[self._first_word(start) : bisect_right(self._word_starts, end)]
        boxes = [word.box for word in words if word.start < end and word.end > start]
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return Cell(start, end, min(lefts), min(tops), max(rights), max(bottoms))

    def clip(self, cell: Cell, left: float, right: float) -> tuple[int, int] | None:
        """The stretch of a cell's words whose middles stand between two places across the page."""
        inside = [
            w
            for w in self._words[self._first_word(cell.start) : bisect_right(self._word_starts, cell.end)]
            if w.start < cell.end and w.end > cell.start and left <= (w.box[0] + w.box[2]) / 2 < right
        ]
        return (inside[0].start, inside[-1].end) if inside else None

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self._words]

    def _first_word(self, at: int) -> int:
        return max(0, bisect_right(self._word_starts, at) - 1)
