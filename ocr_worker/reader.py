"""Decoding, Tesseract and Presidio behind one door: bytes in, words and personal data out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from PIL import Image, ImageDraw, ImageFont

from governance.findings import Finding, PageText
from ocr_worker.detector import Detector
from ocr_worker.engine import Engine, make_engine
from ocr_worker.examine import examine
from ocr_worker.upright import read_upright
from operations import ports
from store.decoder import Decoder, PageImage
from store.settings import Settings


class Reader:
    """Reads documents page by page; made and warmed once, then shared by every fork of the worker."""

    def __init__(self, decoder: Decoder, engine: Engine, detector: Detector) -> None:
        self._decoder = decoder
        self._engine = engine
        self._detector = detector

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Make the reader that an installation's settings describe; raises ValueError for what is not installed."""
        engine = make_engine(settings.ocr.engine, settings.ocr.languages, settings.limits.page_seconds)
        return cls(Decoder.from_settings(settings), engine, Detector(model=settings.detector.model))

    def pages(self, data: bytes) -> Iterator[PageImage]:
        """Decode page by page; raises ProvisoError for what cannot be opened. Close it to stop early."""
        return self._decoder.pages(data)

    def read(self, page: ports.PageImage) -> tuple[PageText, tuple[Finding, ...]]:
        """Read one page and find the personal data in it; spans and boxes are those of the returned page.

        What came with the page and is not on it is examined too, and stays with the page's text.
        """
        text, _ = read_upright(self._engine, page)
        found = self._detector.find(text)
        return replace(text, unseen=examine(page.unseen, self._detector.find, text.text)), found

    def warm(self) -> None:
        """Read a made-up line, so that everything that loads at first use is loaded before the worker forks."""
        image = Image.new("L", (900, 120), 255)
        line = "Jane Sample, jane@example.com, born 1 May 1980"
        ImageDraw.Draw(image).text((20, 40), line, fill=0, font=ImageFont.load_default(32))
        self.read(PageImage(1, 1, image.width, image.height, 200, image.tobytes()))

    def close(self) -> None:
        """Give back what the engine holds."""
        self._engine.close()
