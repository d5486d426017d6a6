"""Tesseract as a library in this process; pixels go in as numbers, so none of its image decoders ever runs."""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

# One page, one core: two workers on two cores beat one page on both by far. Read when Tesseract loads.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

from governance.errors import ProvisoError
from governance.findings import PageText
from ocr_worker.engine import Pixels
from ocr_worker.engine.layout import SMALLEST_SIDE, Seen, lay_out
from store.reading import MODELS


class TesserocrEngine:
    """One long-lived Tesseract; loading takes 0.1 s, so it is made before the worker forks."""

    def __init__(self, languages: str, seconds: int, models: Path | None = None) -> None:
        models = models or MODELS
        if not re.fullmatch(r"[A-Za-z_]+(\+[A-Za-z_]+)*", languages):
            raise ValueError("languages are named like eng or eng+deu")
        missing = [name for name in languages.split("+") if not (models / f"{name}.traineddata").is_file()]
        if missing:
            raise ValueError(f"no model for {', '.join(missing)} in {models}")
        self._seconds = seconds
        self._lock = threading.Lock()
        self._api = PyTessBaseAPI(path=str(models), lang=languages, psm=PSM.AUTO, oem=OEM.LSTM_ONLY)
        # Messages about a page have no business on the worker's standard error.
        self._api.SetVariable("debug_file", os.devnull)

    def read(self, page: Pixels) -> PageText:
        """Read one page as it lies; raises page-timed-out."""
        if min(page.width, page.height) < SMALLEST_SIDE:
            return PageText(page.page, page.width, page.height, "", ())
        with self._lock:
            try:
                self._api.SetImageBytes(page.pixels, page.width, page.height, 1, page.width)
                self._api.SetSourceResolution(page.dpi)
                if not self._api.Recognize(self._seconds * 1000):
                    raise ProvisoError("page-timed-out", page=page.page, seconds=self._seconds)
                return lay_out(page.page, page.width, page.height, list(self._words()))
            finally:
                self._api.Clear()

    def close(self) -> None:
        """Free Tesseract."""
        self._api.End()

    def _words(self) -> Iterator[Seen]:
        line = paragraph = 0
        for word in iterate_level(self._api.GetIterator(), RIL.WORD):
            line += word.IsAtBeginningOf(RIL.TEXTLINE)
            paragraph += word.IsAtBeginningOf(RIL.PARA)
            if word.Empty(RIL.WORD):
                continue
            box = word.BoundingBox(RIL.WORD)
            if box is None:
                continue
            yield Seen(word.GetUTF8Text(RIL.WORD), box, word.Confidence(RIL.WORD) / 100, line, paragraph)
