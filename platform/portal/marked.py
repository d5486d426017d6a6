"""A text cut into pieces for the page: plain, personal data, and words the engine was not sure of."""

from collections.abc import Iterator
from dataclasses import dataclass

from governance.findings import PAGE_BREAK, Finding, PageText, Reading
from portal.words import Kind, kind

UNSURE = 0.6
"""Words below this confidence (0 to 1) are underlined with dots."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind of certainty."""

    text: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page: inside a finding (`type` and `kind` are set) or between two."""

    runs: tuple[Run, ...]
    type: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """One page of the text; `sure` is its mean confidence in percent."""

    page: int
    pieces: tuple[Piece, ...]
    sure: int
    empty: bool


def marked(reading: Reading) -> tuple[MarkedPage, ...]:
    """Cut a reading into pages of pieces; joined together the pieces are exactly the text."""
    pages = []
    offset = 0
    for page in reading.pages:
        own = [f for f in reading.findings if f.page == page.page]
        pages.append(
            MarkedPage(page.page, tuple(pieces(page, offset, own)), round(page.confidence * 100), not page.text.strip())
        )
        offset += len(page.text) + len(PAGE_BREAK)
    return tuple(pages)


def pieces(page: PageText, offset: int, findings: list[Finding]) -> Iterator[Piece]:
    """Cut one page; `findings` count from `offset` letters before it."""
    at = 0
    # Of findings that overlap, the one that begins first is shown, the longer and surer one before others.
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, -f.score)):
        start, end = finding.start - offset, min(finding.end - offset, len(page.text))
        if start < at or end <= start:
            continue
        if start > at:
            yield Piece(_runs(page, at, start))
        yield Piece(_runs(page, start, end), finding.type, kind(finding.type))
        at = end
    if at < len(page.text):
        yield Piece(_runs(page, at, len(page.text)))


def _runs(page: PageText, start: int, end: int) -> tuple[Run, ...]:
    runs = []
    at = start
    for word in page.words:
        first, last = max(word.start, at), min(word.end, end)
        if word.confidence >= UNSURE or first >= last:
            continue
        if first > at:
            runs.append(Run(page.text[at:first], unsure=False))
        runs.append(Run(page.text[first:last], unsure=True))
        at = last
    if at < end:
        runs.append(Run(page.text[at:end], unsure=False))
    return tuple(runs)
