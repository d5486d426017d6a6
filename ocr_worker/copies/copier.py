"""Reads a document of which copies are wanted: pages are kept as pictures until the copies are made of them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from pikepdf import PdfError
from PIL import Image

from governance.copies import CopyKind, CopyOrder, MadeCopy
from governance.errors import ProvisoError
from governance.findings import Finding, PageText
from ocr_worker.copies.paper import Leaf, write_pdf
from ocr_worker.copies.plan import values_of
from ocr_worker.copies.redact import Looking, Sitting, counted, redact
from ocr_worker.engine import Pixels
from operations.ports import PageImage


@dataclass(frozen=True, slots=True)
class Copying:
    """How copies are made: readings that may confirm a page, quality of its JPEG, bytes of all pictures together."""

    passes: int = 4
    quality: int = 85
    most_bytes: int = 100_000_000


class Source(Looking, Protocol):
    """What reads for a copier; `ocr_worker.reader.Reader` is one."""

    def look(self, page: PageImage) -> tuple[PageText, tuple[Finding, ...], Pixels]:
        """Read one page, find the personal data in it, and give the picture in which the boxes lie."""


class Copier:
    """Implements `operations.copying.Copier` for one document."""

    def __init__(self, source: Source, copying: Copying) -> None:
        self._source = source
        self._copying = copying
        self._sittings: list[Sitting] = []
        self._bytes = 0

    def read(self, page: PageImage) -> tuple[PageText, tuple[Finding, ...]]:
        """Read one page and keep its picture; what is wrong with a picture is said when a copy is made."""
        text, found, seen = self._source.look(page)
        fits = (seen.width, seen.height) == (text.width, text.height)
        # Past the limit no copy will be made, so nothing more is kept for it.
        jpeg = _jpeg(seen, self._copying.quality) if fits and self._bytes <= self._copying.most_bytes else b""
        self._bytes += len(jpeg)
        self._sittings.append(Sitting(text, found, Leaf(jpeg, text.width, text.height, seen.dpi, text.words)))
        return text, found

    def make(self, order: CopyOrder, pulse: Callable[[], None]) -> MadeCopy:
        """Make one copy of all pages read.

        Raises ProvisoError copy-too-large, copy-failed or page-timed-out, and what `pulse` raises.
        """
        if self._bytes > self._copying.most_bytes:
            raise ProvisoError("copy-too-large", limit_mb=max(1, self._copying.most_bytes // 10**6))
        if not all(sitting.leaf.jpeg for sitting in self._sittings):
            raise ProvisoError("copy-failed")
        try:
            return self._searchable(pulse) if order.kind is CopyKind.SEARCHABLE else self._redacted(order, pulse)
        except (PdfError, ValueError, ArithmeticError, MemoryError):
            # From None: such a message may quote a word of the page.
            raise ProvisoError("copy-failed") from None

    def _searchable(self, pulse: Callable[[], None]) -> MadeCopy:
        pulse()
        return MadeCopy(write_pdf(sitting.leaf for sitting in self._sittings), len(self._sittings))

    def _redacted(self, order: CopyOrder, pulse: Callable[[], None]) -> MadeCopy:
        spared = frozenset(order.spared)
        values = frozenset().union(
            *(values_of(s.text, [f for f in s.findings if f.type not in spared]) for s in self._sittings)
        )
        leaves: list[Leaf] = []
        painted: list[Finding] = []
        left: list[Finding] = []
        passes, confirmed = 0, True
        for sitting in self._sittings:
            page = redact(
                self._source, sitting, spared, values,
                passes=self._copying.passes, encode=lambda image: _jpeg(image, self._copying.quality), pulse=pulse,
            )  # fmt: skip
            leaves.append(page.leaf)
            painted += page.painted
            left += page.left
            passes = max(passes, page.passes)
            confirmed = confirmed and page.confirmed
            if not confirmed:
                break
        return MadeCopy(
            write_pdf(leaves) if confirmed else b"",
            len(leaves),
            MappingProxyType(counted(painted)),
            MappingProxyType(counted(left)),
            passes,
            confirmed,
        )


def _jpeg(page: Pixels, quality: int) -> bytes:
    """A picture as a JPEG file that says nothing but its size; empty when it is too long for one."""
    image = Image.frombytes("L", (page.width, page.height), page.pixels)
    out = io.BytesIO()
    try:
        image.save(out, "JPEG", quality=quality)
    except (OSError, ValueError):
        return b""
    return out.getvalue()
