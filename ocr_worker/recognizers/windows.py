"""Stretches of a text in which a number may stand: up to eight runs of letters and digits, and what parts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"[0-9A-Za-z|!]+")
_MOST_RUNS = 9
_LONGEST = 34
"""An IBAN of 34 letters is the longest number there is."""
_SHORTEST = 7
_LETTERS = 6
"""Most capitals that stand together in a number: the surname in an Italian or Mexican code."""
_LIKE_DIGITS = frozenset("OoQDIliZzSsBbGgq|!")
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
    """Every window with a digit in it, in order of place; a word in small letters is part of no number."""
    runs = [
        (*found.span(), found[0])
        for found in _RUN.finditer(text, start, len(text) if end is None else end)
        if _may_count(found[0])
    ]
    for first, (begin, _, _) in enumerate(runs):
        compact = written = ""
        broken = digit = False
        before = begin
        for run_start, run_end, piece in runs[first : first + _MOST_RUNS]:
            if compact:
                mark = _mark(text[before:run_start])
                if mark is None:
                    break
                broken |= mark == "\n"
                written += "-" if mark == "-" else " "
            compact += piece
            written += piece
            before = run_end
            if len(compact) > _LONGEST:
                break
            digit = digit or any(map(str.isdecimal, piece))
            if digit and len(compact) >= _SHORTEST:
                yield Window(begin, run_end, compact, written, broken)


def _may_count(run: str) -> bool:
    """Whether a run may be part of a number: digits in it, or few letters, all capitals or look-alikes."""
    if run.isalpha():
        return (len(run) <= _LETTERS and run.isupper()) or (len(run) <= 4 and not set(run) - _LIKE_DIGITS)
    return len(run) <= _LONGEST


def _mark(gap: str) -> str | None:
    """What parts two runs of one number; None when too much or something else stands between."""
    if gap in {"\n", " \n", "-\n"}:
        return "\n"
    bare = gap.strip(" ")
    if not bare:
        return " " if len(gap) <= 2 else None
    return bare if bare in {"-", ".", "/", "–", "‐"} and len(gap) <= 3 else None
