"""How a page lies and looks: tilted or on its side, in uneven light, pale, in small letters.

Found on a small copy in some ten milliseconds. Lines of print leave gaps between them: looked at along the
lines, the ink falls into sharp stripes; looked at across or askew, it blurs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

_SHORT_SIDE = 470
"""Pixels of the small copy's shorter side: lines of small print are still apart in it."""
_BLUR = 9
_LEAST_INK = 400
_MOST_INK = 60_000
_WIDEST = 12.0
"""Degrees; whoever lays a page more askew than this did not use a scanner."""
_PALE = 50
"""Shades between letters and paper on the small copy; good print has more than twice as many."""
_SHADOW = 0.8
_COARSE, _FINE = 0.5, 0.1
_CLEARLY = 3.0

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lie:
    """What was seen: `skew` in degrees that the print rises to the right, `sideways` when it runs up or down.

    `sure` says how much sharper the lines are that way than the other; 0 for a page with hardly any ink.
    `height` is that of the small letters in pixels, 0 where no lines were found. `uneven` paper is darker here
    than there (a shadow, a photograph); `pale` print hardly stands out from the paper's grain.
    """

    skew: float
    sideways: bool
    sure: float
    height: float
    uneven: bool
    pale: bool


def look(image: Image.Image) -> Lie:
    """Measure a grey page."""
    shrunk = max(1, min(image.size) // _SHORT_SIDE)
    small = image.reduce(shrunk)
    uneven = _uneven(small)
    across, down, darkest = _ink(small)
    if len(across) < _LEAST_INK:
        return Lie(0.0, False, 0.0, 0.0, uneven, darkest < _PALE)
    angles = np.arange(-_WIDEST, _WIDEST + _COARSE / 2, _COARSE)
    lying, standing = _best(across, down, angles), _best(down, -across, angles)
    sideways = standing[1] > _CLEARLY * lying[1]
    (skew, sharp), other = (standing, lying[1]) if sideways else (lying, standing[1])
    near = np.arange(skew - _COARSE, skew + _COARSE + _FINE / 2, _FINE)
    along, over = (down, -across) if sideways else (across, down)
    skew, _ = _best(along, over, near)
    height = shrunk * _thickness(_stripes(along, over, skew))
    return Lie(skew, sideways, sharp / max(other, 1e-9), height, uneven, darkest < _PALE)


def lightest(image: Image.Image, side: int) -> Numbers:
    """The lightest shade in the square of `side` pixels (odd) around each pixel.

    What Pillow's MaxFilter gives, at a fiftieth of its cost: first along the rows, then down the columns.
    """
    shades = np.pad(np.asarray(image), side // 2, mode="edge")
    height, width = shades.shape[0] - side + 1, shades.shape[1] - side + 1
    along = np.maximum.reduce([shades[:, start : start + width] for start in range(side)])
    return np.asarray(np.maximum.reduce([along[start : start + height] for start in range(side)]))


def _uneven(small: Image.Image) -> bool:
    paper = Image.fromarray(lightest(small, 7)).reduce(4)
    dark, light = np.percentile(np.asarray(paper), (5, 95))
    return bool(dark < _SHADOW * light)


def _ink(small: Image.Image) -> tuple[Numbers, Numbers, int]:
    """Give the places of dark dots on the small copy, dark meaning darker than what is around them."""
    darker = ImageChops.subtract(small.filter(ImageFilter.BoxBlur(_BLUR)), small)
    counts = np.cumsum(darker.histogram())
    darkest = int(np.searchsorted(counts, counts[-1] * 0.99))
    down, across = np.nonzero(np.asarray(darker) > max(8, darkest // 2))
    step = max(1, len(down) // _MOST_INK)
    return across[::step].astype(np.float32), down[::step].astype(np.float32), darkest


def _best(along: Numbers, over: Numbers, angles: Numbers) -> tuple[float, float]:
    scores = [_sharpness(_stripes(along, over, angle)) for angle in angles]
    best = int(np.argmax(scores))
    return float(angles[best]), scores[best]


def _stripes(along: Numbers, over: Numbers, angle: float) -> Numbers:
    rows = over + along * np.float32(np.tan(np.radians(angle)))
    return np.bincount((rows - rows.min()).astype(np.int32)).astype(np.float32)


def _sharpness(stripes: Numbers) -> float:
    # A ruled line is one dark stripe and says little; lines of print are many.
    stripes = np.minimum(stripes, _percentile(stripes, 0.97))
    return float(np.square(np.diff(stripes)).sum() / max(float(stripes.sum()), 1.0))


def _percentile(values: Numbers, share: float) -> float:
    """What numpy.percentile gives, without what it spends on axes and methods: it is asked a hundred times a page."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    low, high = np.partition(values, (below, above))[[below, above]]
    return float(low + (high - low) * (place - below))


def _thickness(stripes: Numbers) -> float:
    """The usual thickness of a dark stripe: the height of small letters, which hold most of a line's ink."""
    level = stripes[stripes > 0].mean()
    edges = np.flatnonzero(np.diff(np.concatenate(([False], stripes > level, [False])).astype(np.int8)))
    runs = edges[1::2] - edges[::2]
    return float(np.median(runs[runs > 1])) if (runs > 1).any() else 0.0
