"""From Tesseract's words to a page's text: one space in a line, one newline a line, a blank line a paragraph."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.findings import Box, PageText, Word

SMALLEST_SIDE = 8
"""A page narrower or lower than this many pixels holds no letter; Tesseract would only complain about it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as an engine reports it: `line` and `paragraph` are any values that change where a new one begins."""

    text: str
    box: Box
    confidence: float
    line: object
    paragraph: object


def lay_out(page: int, width: int, height: int, seen: Iterable[Seen]) -> PageText:
    """Join words in reading order to text, so that `text[word.start:word.end] == word.text` for every word.

    Blanks inside or around a word and characters that are not for the eye are dropped; a word of which
    nothing is left is left out. Boxes are cut to the page.
    """
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    before: Seen | None = None
    for word in seen:
        text = "".join(letter for letter in word.text if letter.isprintable() and not letter.isspace())
        if not text:
            continue
        if before is not None:
            gap = _gap(before, word)
            parts.append(gap)
            length += len(gap)
        parts.append(text)
        confidence = min(1.0, max(0.0, word.confidence))
        words.append(Word(text, length, length + len(text), _cut(word.box, width, height), confidence))
        length += len(text)
        before = word
    return PageText(page, width, height, "".join(parts), tuple(words))


def _gap(before: Seen, after: Seen) -> str:
    if before.paragraph != after.paragraph:
        return "\n\n"
    return "\n" if before.line != after.line else " "


def _cut(box: Box, width: int, height: int) -> Box:
    left, top, right, bottom = box
    left, top = min(max(0, left), width - 1), min(max(0, top), height - 1)
    return left, top, min(max(left + 1, right), width), min(max(top + 1, bottom), height)
