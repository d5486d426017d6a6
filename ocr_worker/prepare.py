"""Make a decoded page easy to read: even light, straight lines, letters of a good size; and find the way back.

Each step is taken only where the page needs it, because each costs time and a good page gains nothing.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from governance.findings import Box, Finding, PageText
from ocr_worker.engine import Pixels
from ocr_worker.slant import Lie, lightest

_LEAST_SKEW = 0.7
"""Degrees; Tesseract follows lines that rise less than this by itself."""
_SMALL, _GOOD, _ROOMY = 9.0, 14.0, 15.0
"""Pixels a small letter is high: too few to be read well, what it is enlarged to, what it may be reduced to."""
_MOST_ENLARGED, _LARGEST_SIDE = 2.5, 2400
LONG_SIDE = 2480
"""Pixels: A4 at 212 dots per inch. More of them cost time and tell nothing, unless the letters are tiny."""
QUICK_SIDE, _QUICK_ROOMY = 1100, 9.0
"""The same for who is in a hurry: letters just high enough to be read, and never less than A4 at 94 dots per inch."""

_BACK: dict[Image.Transpose, Callable[[float, float, float, float], tuple[float, float]]] = {
    Image.Transpose.ROTATE_90: lambda x, y, width, _height: (width - y, x),
    Image.Transpose.ROTATE_180: lambda x, y, width, height: (width - x, height - y),
    Image.Transpose.ROTATE_270: lambda x, y, _width, height: (y, height - x),
}


@dataclass(frozen=True, slots=True)
class Placement:
    """How an upright page was made of a decoded one of `width` by `height`: tilted back, scaled, turned, in that order.

    `skew` is in degrees, `scale` a factor, `turn` one of the quarter turns or None; `straight` is the size
    before the turn.
    """

    width: int
    height: int
    skew: float = 0.0
    scale: float = 1.0
    straight: tuple[int, int] = (0, 0)
    turn: Image.Transpose | None = None

    def back(self, box: Box) -> Box:
        """Give the smallest box on the decoded page that holds a box of the upright one."""
        left, top, right, bottom = box
        corners = [self._point(x, y) for x in (left, right) for y in (top, bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        first_x, first_y = _within(math.floor(min(across)), self.width), _within(math.floor(min(down)), self.height)
        last_x, last_y = math.ceil(max(across) - 1e-6), math.ceil(max(down) - 1e-6)
        return (
            first_x,
            first_y,
            max(first_x + 1, min(last_x, self.width)),
            max(first_y + 1, min(last_y, self.height)),
        )

    def _point(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.straight
        if self.turn is not None:
            x, y = _BACK[self.turn](x, y, width, height)
        x, y = x / self.scale - width / self.scale / 2, y / self.scale - height / self.scale / 2
        angle = math.radians(self.skew)
        tilted = (x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle))
        return tilted[0] + self.width / 2, tilted[1] + self.height / 2

    def laid_back(self, text: PageText) -> PageText:
        """Give the page's text with its boxes on the decoded page."""
        words = tuple(replace(word, box=self.back(word.box)) for word in text.words)
        return replace(text, width=self.width, height=self.height, words=words)

    def found_back(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Give findings with their boxes on the decoded page."""
        return tuple(replace(found, boxes=tuple(map(self.back, found.boxes))) for found in findings)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page to read, and how it came to lie like this."""

    page: int
    dpi: int
    image: Image.Image
    placement: Placement

    @property
    def width(self) -> int:
        """Pixels in a row."""
        return self.image.width

    @property
    def height(self) -> int:
        """Rows."""
        return self.image.height

    @property
    def pixels(self) -> bytes:
        """Grey, 0 is black, rows from the top."""
        return self.image.tobytes()

    def turned(self, turn: Image.Transpose | None) -> "Prepared":
        """Give it turned by quarter turns, counted from how it lies in the file."""
        if turn is None:
            return self
        return replace(self, image=self.image.transpose(turn), placement=replace(self.placement, turn=turn))


def as_it_is(page: Pixels) -> Prepared:
    """Take a decoded page without changing anything."""
    # The pixels are looked at where they lie: a page of 300 dots per inch is eight megabytes.
    image = Image.frombuffer("L", (page.width, page.height), page.pixels, "raw", "L", 0, 1)
    return Prepared(page.page, page.dpi, image, Placement(*image.size, straight=image.size))


def prepare(plain: Prepared, lie: Lie, *, quick: bool = False) -> Prepared:
    """Even out, straighten and resize a page that lies as `lie` says; it is not turned.

    A `quick` page is never enlarged, and is made smaller than others before anything else is done to it.
    """
    scale = _reduced(max(plain.image.size), lie.height, QUICK_SIDE, _QUICK_ROOMY) if quick else 1.0
    image = _resized(plain.image, scale)
    if lie.pale:
        image = image.filter(ImageFilter.GaussianBlur(0.8))
    if lie.pale or lie.uneven:
        image = _evened(image)
    skew = lie.skew if abs(lie.skew) >= _LEAST_SKEW else 0.0
    if skew:
        paper = int(np.median(np.asarray(image.reduce(max(1, min(image.size) // 100)))))
        image = image.rotate(-skew, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=paper)
    if not quick:
        scale = _scale(max(image.size), lie.height)
        image = _resized(image, scale)
    placement = Placement(*plain.image.size, skew=skew, scale=scale, straight=image.size)
    return Prepared(plain.page, max(1, round(plain.dpi * scale)), image, placement)


def _within(value: int, size: int) -> int:
    return min(max(0, value), size - 1)


def _scale(long_side: int, letters: float) -> float:
    if 0 < letters < _SMALL:
        enlarged = min(_MOST_ENLARGED, _GOOD / letters, _LARGEST_SIDE / long_side)
        return enlarged if enlarged > 1.1 else 1.0
    return _reduced(long_side, letters, LONG_SIDE, _ROOMY)


def _reduced(long_side: int, letters: float, most: int, roomy: float) -> float:
    """How much smaller a page may be made: as far as `most` pixels, and letters that stay at least `roomy` high."""
    if letters and long_side > most:
        reduced = max(most / long_side, roomy / letters)
        return reduced if reduced < 0.9 else 1.0
    return 1.0


def _resized(image: Image.Image, scale: float) -> Image.Image:
    if scale == 1.0:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if scale < 1:
        # As sharp as bicubic at two thirds of its cost; whole dots are put together first, which costs least.
        return image.resize(size, Image.Resampling.HAMMING, reducing_gap=1.0)
    return image.resize(size, Image.Resampling.BICUBIC)


def _evened(image: Image.Image) -> Image.Image:
    """Divide by the brightness of the paper around: shadows and yellowed edges go, letters stay."""
    shrunk = max(1, min(image.size) // 200)
    paper = Image.fromarray(lightest(image.reduce(shrunk), 9)).filter(ImageFilter.GaussianBlur(4))
    around = np.asarray(paper.resize(image.size, Image.Resampling.BILINEAR), np.uint16)
    evened = np.asarray(image, np.uint16) * 255 // np.maximum(around, 1)
    return Image.fromarray(np.minimum(evened, 255).astype(np.uint8))
