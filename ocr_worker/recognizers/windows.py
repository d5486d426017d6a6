"""Stretches of a text in which a number may stand: up to eight runs of letters and digits, and what parts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"[0-9A-Za-z|!]+")
_MOST_RUNS = 9
_LONGEST = 34
"""An IBAN of 34 letters is the longest number there is."""
_MASK = str.maketrans(
    "0123456789" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz|!",
    "d" * 10 + "L" * 26 + "l" * 28,
)


@dataclass(frozen=True, slots=True)
class Window:
    """Runs that follow each other: `compact` without separators, `written` with one sign for each.

    A hyphen stands for itself in `written`, any other separator is a blank. `broken` says a line ends inside.
    """

    start: int
    end: int
    compact: str
    written: str
    broken: bool

    @property
    def mask(self) -> str:
        """`written` with digits as d, capitals as L, small letters as l."""
        return self.written.translate(_MASK)


def windows(text: str, start: int = 0, end: int | None = None) -> Iterator[Window]:
    """Every window with a digit in it, or with a letter that may be a misread one, in order of place."""
    runs = [match.span() for match in _RUN.finditer(text, start, len(text) if end is None else end)]
    for first in range(len(runs)):
        compact = written = ""
        broken = False
        before = None
        begin = runs[first][0]
        for number in range(first, min(first + _MOST_RUNS, len(runs))):
            run_start, run_end = runs[number]
            if before is not None:
                mark = _mark(text[before:run_start])
                if mark is None:
                    break
                broken |= mark == "\n"
                written += "-" if mark == "-" else " "
            piece = text[run_start:run_end]
            compact += piece
            written += piece
            before = run_end
            if len(compact) > _LONGEST:
                break
            yield Window(begin, run_end, compact, written, broken)


def _mark(gap: str) -> str | None:
    """What parts two runs of one number; None when too much or something else stands between."""
    if gap == "\n" or gap == " \n" or gap == "-\n":
        return "\n"
    bare = gap.strip(" ")
    if not bare:
        return " " if len(gap) <= 2 else None  # noqa: PLR2004
    return bare if bare in {"-", ".", "/", "–", "‐"} and len(gap) <= 3 else None  # noqa: PLR2004
