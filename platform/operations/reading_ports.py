"""What the work needs of the engines: looking at an upload, decoding its pages, reading them."""

from collections.abc import Iterator
from typing import Protocol

from governance.findings import Finding, PageText, Unseen
from operations.copying import Copier


class PageImage(Protocol):
    """A page decoded to 8-bit grey pixels."""

    @property
    def page(self) -> int:
        """The page's number, from 1."""

    @property
    def pages(self) -> int:
        """How many pages the document has."""

    @property
    def width(self) -> int:
        """Pixels from left to right."""

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""

    @property
    def dpi(self) -> int:
        """Dots per inch, as far as the file says."""

    @property
    def pixels(self) -> bytes:
        """One byte a pixel, row by row."""

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What came with the page and is not on it."""


class Reader(Protocol):
    """Decoding, Tesseract and Presidio behind one door."""

    def pages(self, data: bytes) -> Iterator[PageImage]:
        """Decode page by page; raises ProvisoError for what cannot be opened."""

    def read(self, page: PageImage) -> tuple[PageText, tuple[Finding, ...]]:
        """Read one page and find the personal data in it."""

    def copier(self) -> Copier:
        """Make what reads a document of which copies are wanted."""

    def as_asked(self, languages: str, mode: str) -> "Reader":
        """Give the reader for a document's languages and mode; raises ProvisoError language-unknown."""


class Inspection(Protocol):
    """What an upload turned out to be."""

    @property
    def format(self) -> str:
        """The file's format in small letters, such as png or pdf."""

    @property
    def pages(self) -> int:
        """Number of pages."""


class Inspector(Protocol):
    """Looks at an upload before anything is stored."""

    def inspect(self, data: bytes) -> Inspection:
        """Tell format and pages; raises ProvisoError for what cannot be read."""
