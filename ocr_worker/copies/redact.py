"""Paint a page over and have it read again, until a reading finds nothing any more that was to be painted."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageDraw

from governance.findings import Box, Finding, PageText
from ocr_worker.copies.paper import Leaf
from ocr_worker.copies.plan import (
    Marks,
    bars,
    covered,
    marks_of,
    remaining,
    repeated,
    settle,
    touched,
    unsure,
)
from ocr_worker.engine import Pixels

_PAINT = 0


class Looking(Protocol):
    """The eyes of the confirmation: the same engine and detector that read the document."""

    def look_again(self, page: Pixels, *, twice: bool) -> tuple[PageText, ...]:
        """Read an upright page; by both engines, which give a reading each, when it was read `twice` before."""

    def find(self, page: PageText) -> tuple[Finding, ...]:
        """Find the personal data in a page's words."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One page as it was read: words, findings that index into them, and its picture."""

    text: PageText
    findings: tuple[Finding, ...]
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class Painted:
    """One page painted over: `painted` are the findings of all readings, `left` those that were spared."""

    leaf: Leaf
    painted: tuple[Finding, ...]
    left: tuple[Finding, ...]
    passes: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _Picture:
    page: int
    width: int
    height: int
    dpi: int
    pixels: bytes


def counted(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each type."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.type] = counts.get(finding.type, 0) + 1
    return dict(sorted(counts.items()))


def redact(
    eyes: Looking,
    sitting: Sitting,
    spared: frozenset[str],
    values: frozenset[tuple[str, ...]],
    *,
    passes: int,
    encode: Callable[[Pixels], bytes],
    pulse: Callable[[], None],
) -> Painted:
    """Paint one page and confirm it; `values` are what was found anywhere in the document, in plain words.

    What is read again is the picture as the copy will hold it, compressed and opened again. `pulse` is called
    before each of at most `passes` readings; unconfirmed after the last one, the page is good for nothing.
    """
    page, leaf = sitting.text, sitting.leaf

    def wanted(words: PageText) -> list[Finding]:
        return [finding for finding in eyes.find(words) if finding.type not in spared]

    mine = [finding for finding in sitting.findings if finding.type not in spared]
    left = tuple(finding for finding in sitting.findings if finding.type in spared)
    marked = marks_of(page, mine) | repeated(page, values)
    marked = settle(page, marked | unsure(page, marked), wanted)
    painted = list(bars(page, marked))
    marked = _take_along(page, marked, painted, wanted)
    later: list[Finding] = []
    pixels = _opened(leaf.jpeg)
    for number in range(1, passes + 1):
        pulse()
        jpeg = encode(_painted(pixels, painted, page.page, leaf.dpi))
        before = len(painted)
        for seen in eyes.look_again(_picture(_opened(jpeg), page.page, leaf.dpi), twice=page.read_twice):
            # What was read out of the paint itself is no letter of the page.
            paint = frozenset(place for place, word in enumerate(seen.words) if covered(word.box, painted))
            rest, places = remaining(seen, paint)
            found = wanted(rest)
            again = marks_of(rest, found) | repeated(rest, values)
            later += found
            painted += bars(seen, frozenset(places[place] for place in again))
        if len(painted) == before:
            words = tuple(word for place, word in enumerate(page.words) if place not in marked)
            return Painted(Leaf(jpeg, leaf.width, leaf.height, leaf.dpi, words), (*mine, *later), left, number, True)
        marked = _take_along(page, marked, painted, wanted)
    return Painted(leaf, (*mine, *later), left, passes, False)


def _take_along(
    page: PageText, marked: Marks, painted: list[Box], wanted: Callable[[PageText], list[Finding]]
) -> Marks:
    """Mark the words that the paint touches, and search what remains once more; new bars are added to `painted`.

    Words that are marked here because of their neighbour lose their place in the text layer, not on the picture.
    """
    while True:
        beneath = marked | frozenset(place for place, word in enumerate(page.words) if touched(word.box, painted))
        settled = settle(page, beneath, wanted)
        if settled == marked:
            return marked
        painted += bars(page, settled - beneath)
        marked = settled


def _opened(jpeg: bytes) -> Image.Image:
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        return image.convert("L")


def _painted(image: Image.Image, painted: Iterable[Box], page: int, dpi: int) -> Pixels:
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    for left, top, right, bottom in painted:
        draw.rectangle((left, top, right - 1, bottom - 1), fill=_PAINT)
    return _picture(copy, page, dpi)


def _picture(image: Image.Image, page: int, dpi: int) -> _Picture:
    return _Picture(page, image.width, image.height, dpi, image.tobytes())
