"""Decoding, Tesseract and Presidio behind one door: bytes in, words and personal data out."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Self

from PIL import Image, ImageDraw, ImageFont

from governance.findings import Finding, PageText
from governance.reading import Mode
from ocr_worker.copies.copier import Copier, Copying
from ocr_worker.detector import Detector
from ocr_worker.engine import Engine, Pixels, make_engine
from ocr_worker.engine.second import second_opinion
from ocr_worker.engine.shelf import Shelf
from ocr_worker.examine import examine
from ocr_worker.upright import read_upright
from operations import ports
from store.decoder import Decoder, PageImage
from store.reading import models_of
from store.settings import Settings


class Reader:
    """Reads documents page by page; made and warmed once, then shared by every fork of the worker."""

    def __init__(
        self,
        decoder: Decoder,
        engines: Shelf,
        detector: Detector,
        copying: Copying | None = None,
        *,
        languages: str = "",
        mode: Mode = Mode.FAST,
        prepares: bool = True,
    ) -> None:
        """`prepares` says that pages are evened, straightened and resized before they are read."""
        self._decoder = decoder
        self._engines = engines
        self._detector = detector
        self._copying = copying or Copying()
        self._engine: Engine = engines.engine(languages)
        self._mode = mode
        self._prepares = prepares

    @classmethod
    def from_settings(cls, settings: Settings, detector: Detector | None = None) -> Self:
        """Make the reader that an installation's settings describe, with their detector or another.

        Raises ValueError for what is not installed.
        """
        ocr, seconds = settings.ocr, settings.limits.page_seconds
        models = models_of(settings) if settings.ocr.models else None
        engines = Shelf(
            ocr.languages,
            lambda languages: make_engine(ocr.engine, languages, seconds, models),
            partial(second_opinion, seconds),
        )
        copying = Copying(settings.copies.passes, settings.copies.picture_quality, settings.copies.copy_bytes)
        detector = detector or Detector(model=settings.detector.model)
        decoder = Decoder.from_settings(settings)
        return cls(decoder, engines, detector, copying, mode=Mode(ocr.mode), prepares=ocr.prepare)

    def as_asked(self, languages: str, mode: str) -> "Reader":
        """Give the reader for a document's languages and mode; raises ProvisoError language-unknown."""
        care = Mode(mode) if mode else self._mode
        parts = (self._decoder, self._engines, self._detector, self._copying)
        return Reader(*parts, languages=languages, mode=care, prepares=self._prepares)

    def pages(self, data: bytes) -> Iterator[PageImage]:
        """Decode page by page; raises ProvisoError for what cannot be opened. Close it to stop early."""
        return self._decoder.pages(data)

    def read(self, page: ports.PageImage) -> tuple[PageText, tuple[Finding, ...]]:
        """Read one page and find the personal data in it; spans and boxes are those of the returned page.

        What came with the page and is not on it is examined too, and stays with the page's text.
        """
        text, found, _ = self._look(page, quick=self._mode is Mode.FAST)
        return text, found

    def look(self, page: ports.PageImage) -> tuple[PageText, tuple[Finding, ...], Pixels]:
        """Read one page as `read` does, and give with it the picture in which the boxes lie.

        Copies are made of that picture, so it is good enough to be kept, in whatever hurry its page is read.
        """
        return self._look(page, quick=False)

    def _look(self, page: ports.PageImage, *, quick: bool) -> tuple[PageText, tuple[Finding, ...], Pixels]:
        text, seen = read_upright(self._engine, page, prepared=self._prepares, quick=quick)
        second = self._engines.second() if self._mode is not Mode.FAST else None
        if second is not None and second.wanted(text, self._mode):
            text = replace(second.better(text, seen), read_twice=True)
        found = self._detector.find(text)
        return replace(text, unseen=examine(page.unseen, self._detector.find, text.text)), found, seen

    def look_again(self, page: Pixels, *, twice: bool) -> tuple[PageText, ...]:
        """Read a page that is upright already, by the second engine too when the page was read `twice`."""
        second = self._engines.second() if twice else None
        return (self._engine.read(page), *((second.engine.read(page),) if second is not None else ()))

    def find(self, page: PageText) -> tuple[Finding, ...]:
        """Find the personal data in the words of a page."""
        return self._detector.find(page)

    def copier(self) -> Copier:
        """Make what reads one document of which copies are wanted."""
        return Copier(self, self._copying)

    def get_ready(self) -> None:
        """See that files can be opened without delay; asked before every fork of the worker."""
        self._decoder.get_ready()

    def warm(self) -> None:
        """Read a made-up line, so that everything that loads at first use is loaded before the worker forks."""
        self.get_ready()
        self._detector.get_ready()
        image = Image.new("L", (900, 120), 255)
        line = "Jane Sample, jane@example.com, born 1 May 1980"
        ImageDraw.Draw(image).text((20, 40), line, fill=0, font=ImageFont.load_default(32))
        page = PageImage(1, 1, image.width, image.height, 200, image.tobytes())
        self.read(page)
        second = self._engines.second() if self._mode is not Mode.FAST else None
        if second is not None:
            second.engine.read(page)

    def close(self) -> None:
        """Give back what the engine holds."""
        self._engines.close()
