"""Read a page the right way up, whichever way it was laid on the scanner."""

import time
from dataclasses import dataclass

from PIL import Image

from governance.errors import ProvisoError
from governance.findings import PageText
from ocr_worker.engine import Engine, Pixels

DOUBTFUL = 0.55
"""Below this mean confidence a page may lie wrong; upright pages, even bad ones, stay above it."""
_CLEARLY_BETTER = 0.15
"""How much surer a turned page must be read, besides yielding more letters that count."""
_PATIENCE_SECONDS = 20
"""No further turn is begun after this; a page must not keep its worker silent for long."""
_TURNS = (
    # Upside down is the commonest way to lay a page wrong, then sideways.
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_270,
)


@dataclass(frozen=True, slots=True)
class _Turned:
    page: int
    width: int
    height: int
    dpi: int
    pixels: bytes


def read_upright(engine: Engine, page: Pixels) -> PageText:
    """Read the page as `upright` does and give the text alone."""
    return upright(engine, page)[0]


def upright(engine: Engine, page: Pixels) -> tuple[PageText, Pixels]:
    """Read the page as it lies, and turned when that gave hardly anything; the surest reading is returned.

    With it comes the page as it was turned for that reading: the picture in which the boxes lie.

    Width, height and boxes of the answer are those of the page as it was turned for reading; some sideways
    pages are read as they lie, because Tesseract knows upright lines. A page without any word is not turned:
    it is blank. Raises page-timed-out when the page as it lies takes too long.
    """
    started = time.monotonic()
    best = engine.read(page)
    if not best.words or best.confidence >= DOUBTFUL:
        return best, page
    for turn in _TURNS:
        if time.monotonic() - started > _PATIENCE_SECONDS:
            break
        try:
            reading = engine.read(turned := _turned(page, turn))
        except ProvisoError:
            continue  # too slow that way round; the reading we have still stands
        surer = reading.confidence >= max(DOUBTFUL, best.confidence + _CLEARLY_BETTER)
        if surer and _worth(reading) > _worth(best):
            return reading, turned
    return best, page


def _worth(reading: PageText) -> float:
    """Letters, each counted as far as it is sure: a few sure words do not outweigh a page of fair ones."""
    return sum(word.confidence * len(word.text) for word in reading.words)


def _turned(page: Pixels, turn: Image.Transpose) -> Pixels:
    image = Image.frombytes("L", (page.width, page.height), page.pixels).transpose(turn)
    return _Turned(page.page, image.width, image.height, page.dpi, image.tobytes())
