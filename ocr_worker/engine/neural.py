"""RapidOCR: finds lines by one neural net and reads them by another; slower than Tesseract, surer on bad pages.

Its models come in the wheel and are named by their paths, so that nothing is ever looked for elsewhere; pixels go
in as numbers, and nothing is written.
"""

import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

# Later versions of the runtime report to their maker unless told not to before they are loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rapidocr import RapidOCR

from governance.errors import ProvisoError
from governance.findings import PageText
from ocr_worker.engine import Pixels
from ocr_worker.engine.ink import Letter, words_of
from ocr_worker.engine.layout import SMALLEST_SIDE, lay_out
from ocr_worker.engine.order import Segment, in_order
from store.second_engine import DETECTION_MODEL, RECOGNITION_MODEL, models

_LOOK_SIDE = 1600
"""Pixels of the long side on which lines are looked for; more of them find no more lines."""
_UPRIGHT_LINE = 3.0
"""A box this many times as high as wide is a line that runs up or down the page; it is turned to be read."""
_LEAST_SURE = 0.5
"""Below this mean certainty of its letters a line is a stain or a picture."""
_MOST_LINES = 600
_BATCH = 36
"""Lines that are read before the clock is looked at."""

Quad = NDArray[np.float32]
Line = tuple[Quad, NDArray[np.uint8]]


class RapidOcrEngine:
    """Two loaded nets without threads of their own, so that they outlive the fork of a worker."""

    def __init__(self, seconds: int = 60) -> None:
        """`seconds` bounds one page."""
        cv2.setNumThreads(1)
        found = models()
        self._nets: Any = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(found / DETECTION_MODEL),
                "Rec.model_path": str(found / RECOGNITION_MODEL),
            }
        )
        self._seconds = seconds

    @property
    def alphabet(self) -> frozenset[str]:
        """Every letter that it can tell: Latin of all kinds, Greek, Chinese and Japanese."""
        letters = self._nets._load_rec_model().postprocess_op.character  # noqa: SLF001 - it has no other way to tell
        return frozenset(letter for letter in letters if len(letter) == 1)

    def read(self, page: Pixels) -> PageText:
        """Read one page as it lies; raises page-timed-out."""
        if min(page.width, page.height) < SMALLEST_SIDE:
            return PageText(page.page, page.width, page.height, "", ())
        image = Image.frombytes("L", (page.width, page.height), page.pixels)
        segments = list(self._segments(image, page.page))
        return lay_out(page.page, page.width, page.height, in_order(segments))

    def close(self) -> None:
        """Nothing is held besides memory."""

    def _segments(self, image: Image.Image, page: int) -> Iterator[Segment]:
        until = time.monotonic() + self._seconds
        # Lines of like length are read together: short ones need not be drawn out to the length of long ones.
        lines = sorted(((quad, _cut_out(image, quad)) for quad in self._lines(image)), key=_length)
        for first in range(0, len(lines), _BATCH):
            if time.monotonic() > until:
                raise ProvisoError("page-timed-out", page=page, seconds=self._seconds)
            yield from self._read(lines[first : first + _BATCH])

    def _read(self, lines: Sequence[Line]) -> Iterator[Segment]:
        read = self._nets.recognize_txt([_coloured(crop) for _, crop in lines])
        for (quad, crop), text, score, told in zip(lines, read.txts, read.scores, read.word_results, strict=True):
            if text.strip() and score >= _LEAST_SURE and told.line_txt_len:
                words = words_of(crop, list(_letters(text, told)))
                yield Segment.placed(quad, (crop.shape[1], crop.shape[0]), words)

    def _lines(self, image: Image.Image) -> list[Quad]:
        """The four corners of every line, clockwise from where it begins."""
        scale = min(1.0, _LOOK_SIDE / max(image.size))
        size = (max(32, round(image.width * scale)), max(32, round(image.height * scale)))
        seen = self._nets(_coloured(np.asarray(image.resize(size, Image.Resampling.BOX))), use_rec=False)
        boxes = getattr(seen, "boxes", None)
        if boxes is None:
            return []
        factors = np.array([image.width / size[0], image.height / size[1]], np.float32)
        return [_upright(np.multiply(box, factors, dtype=np.float32)) for box in boxes[:_MOST_LINES]]


def _upright(quad: Quad) -> Quad:
    """Turn the corners of a line that runs up the page, so that it begins at its left."""
    high, wide = float(np.linalg.norm(quad[3] - quad[0])), float(np.linalg.norm(quad[1] - quad[0]))
    return np.roll(quad, 1, axis=0) if high > _UPRIGHT_LINE * max(wide, 1.0) else quad


def _cut_out(image: Image.Image, quad: Quad) -> NDArray[np.uint8]:
    """The picture of one line, made straight."""
    first, second, third, fourth = (tuple(map(float, corner)) for corner in quad)
    wide = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    high = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    size = (max(4, round(float(wide))), max(4, round(float(high))))
    corners = (*first, *fourth, *third, *second)
    return np.asarray(image.transform(size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC))


def _length(line: Line) -> float:
    height, width = line[1].shape
    return float(width / height)


def _coloured(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


def _letters(text: str, told: Any) -> Iterator[Letter]:
    """Every letter that is no blank, with its place across the line (0 to 1) and its certainty."""
    columns = (column for word in told.word_cols for column in word)
    blank = False
    for letter, sure in zip(text, told.confs, strict=False):
        if letter.isspace():
            blank = True
            continue
        place = (next(columns) + 0.5) / told.line_txt_len
        yield Letter(letter, min(1.0, place), float(sure), blank)
        blank = False
