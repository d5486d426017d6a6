"""Read a page the right way up, whichever way it was laid on the scanner."""

import time
from dataclasses import replace

import numpy as np
from PIL import Image

from governance.errors import ProvisoError
from governance.findings import PageText
from ocr_worker.engine import Engine, Pixels
from ocr_worker.engine.second import worth
from ocr_worker.prepare import Placement, Prepared, as_it_is, prepare
from ocr_worker.slant import Lie, look

DOUBTFUL = 0.6
"""Below this mean confidence a page may lie wrong; most upright pages, even bad ones, stay above it."""
_CLEARLY_BETTER = 0.15
"""How much surer a turned page must be read, besides yielding more letters that count."""
_PATIENCE_SECONDS = 20
"""No further turn is begun after this; a page must not keep its worker silent for long."""
_SURE = 3.0
"""How much sharper lines must be one way than the other for the other not to be tried."""
_LONG, _SURELY_READ, _ENOUGH = 5, 0.85, 0.12
"""Letters of a long word, confidence of a sure one, and the share of all letters that sure long words must have."""
_STRIP, _LEAST_STRIP = 6, 160
"""The part of a page that is read to see whether it stands on its head, and its least height in pixels."""

Turn = Image.Transpose | None
_HALF, _LEFT, _RIGHT = Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270
_OPPOSITE: dict[Turn, Turn] = {None: _HALF, _HALF: None, _LEFT: _RIGHT, _RIGHT: _LEFT}


def read_upright(
    engine: Engine, page: Pixels, *, prepared: bool = True, quick: bool = False
) -> tuple[PageText, Prepared]:
    """Read the page as it should lie, and give what was read besides the text.

    Boxes of the text are those of the prepared page; its placement leads back to the page as decoded. Without
    `prepared` the page is only turned; `quick` prepares it for who is in a hurry. A page without any word is not
    turned: it is blank. Raises page-timed-out when the page takes too long the way it most likely lies.
    """
    started = time.monotonic()
    plain = as_it_is(page)
    best = None if prepared else engine.read(plain)
    if best is not None and upright(best):
        return best, plain
    lie = look(plain.image)
    ready = prepare(plain, lie, quick=quick) if prepared else plain
    first: Turn = _better(engine, ready, (_LEFT, _RIGHT)) if lie.sideways else None
    lying = ready.turned(first)
    if best is None or first is not None:
        best = engine.read(lying)
    if upright(best):
        return best, lying
    turn = _better(engine, ready, (first, *_others(first, lie)))
    if turn != first and time.monotonic() - started < _PATIENCE_SECONDS:
        other = ready.turned(turn)
        try:
            reading = engine.read(other)
        except ProvisoError:
            return best, lying  # too slow that way round; the reading we have still stands
        surer = reading.confidence >= max(DOUBTFUL, best.confidence + _CLEARLY_BETTER)
        if surer and worth(reading) > worth(best):
            return reading, other
    return best, lying


def upright(reading: PageText) -> bool:
    """Whether a page was read the right way up: blank, surely read, or with enough long words that are sure.

    Of a page that lies wrong Tesseract makes short and doubtful words.
    """
    if not reading.words or reading.confidence >= DOUBTFUL:
        return True
    letters = sum(len(word.text) for word in reading.words)
    sure = sum(len(w.text) for w in reading.words if len(w.text) >= _LONG and w.confidence >= _SURELY_READ)
    return sure >= _ENOUGH * letters


def _others(first: Turn, lie: Lie) -> tuple[Turn, ...]:
    if lie.sure >= _SURE:
        return (_OPPOSITE[first],)
    return tuple(turn for turn in _OPPOSITE if turn != first)


def _better(engine: Engine, ready: Prepared, turns: tuple[Turn, ...]) -> Turn:
    """Read the fullest strip of the page each way; of equals the first stays."""
    return max(turns, key=lambda turn: _strip_worth(engine, ready.turned(turn)))


def _strip_worth(engine: Engine, page: Prepared) -> float:
    height = min(page.height, max(_LEAST_STRIP, page.height // _STRIP))
    dark = 255 - np.asarray(page.image.reduce((max(1, page.width // 50), 1)), np.int64).mean(axis=1)
    dark = np.maximum(dark - np.median(dark), 0)  # the paper's own grey does not count
    sums = np.convolve(dark, np.ones(height), "valid")
    top = int(np.argmax(sums))
    image = page.image.crop((0, top, page.width, top + height))
    strip = replace(page, image=image, placement=Placement(*image.size, straight=image.size))
    try:
        reading = engine.read(strip)
    except ProvisoError:
        return 0.0
    return worth(reading) * reading.confidence
