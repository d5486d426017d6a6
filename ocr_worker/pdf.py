"""PDF pages to grey pixels with PDFium; runs only inside the fenced decoder.

This build of PDFium carries no script engine, and the fence leaves it no file and no network: actions,
links and attachments of a PDF stay letters. Fonts that a PDF does not bring along are PDFium's own.

A page is always read from its pixels, because they are what a person sees; its text layer may say something
else, and is only compared.
"""

import io
import math
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
import pypdfium2.raw

from governance.errors import ProvisoError
from ocr_worker.gathered import Gathered
from ocr_worker.hidden_text import gather_hidden
from ocr_worker.pdf_parts import gather_parts
from ocr_worker.revisions import gather_revisions
from ocr_worker.sheet import Bounds, Sheet

_POINTS_PER_INCH = 72
_COARSEST_DPI = 60


class PdfFile:
    """An opened PDF; raises file-encrypted when it needs a password."""

    def __init__(self, data: bytes, bounds: Bounds, dpi: int) -> None:
        self._bounds = bounds
        self._dpi = dpi
        self._data = data
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as problem:
            if getattr(problem, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise ProvisoError("file-encrypted") from None
            raise
        self.pages = len(self._document)
        if self.pages:
            bounds.count(self.pages)
            self._document.init_forms()  # filled-in fields are drawn only with their form

    def check(self) -> None:
        """Open every page and check its size; rendering them all is left to the reading."""
        for number in range(1, self.pages + 1):
            page = self._document[number - 1]
            try:
                self._scale(number, page)
            finally:
                page.close()

    def sheets(self) -> Iterator[Sheet]:
        """All pages in order, on white paper, at the wished resolution or the finest that fits the limit."""
        gathered = Gathered(self._bounds.unseen)
        with gathered.careful("everything beside the pages"), pikepdf.open(io.BytesIO(self._data)) as pdf:
            gather_parts(pdf, gathered, self.pages)
        with gathered.careful("earlier versions"):
            gather_revisions(self._data, gathered, self.pages)
        for number in range(1, self.pages + 1):
            yield self._sheet(number, gathered)

    def _sheet(self, number: int, gathered: Gathered) -> Sheet:
        page = self._document[number - 1]
        try:
            scale = self._scale(number, page)
            bitmap = page.render(scale=scale, grayscale=True, fill_color=(255, 255, 255, 255))
            try:
                rows = bytes(bitmap.buffer)
                width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            finally:
                bitmap.close()
            if stride != width:
                rows = b"".join(rows[top : top + width] for top in range(0, stride * height, stride))
            sheet = Sheet(width, height, round(scale * _POINTS_PER_INCH), rows)
            with gathered.careful("the text layer"):
                gather_hidden(page, number, sheet, gathered)
        finally:
            page.close()
        return replace(sheet, unseen=gathered.take(number))

    def _scale(self, number: int, page: pypdfium2.PdfPage) -> float:
        """Pixels per point; a poster is drawn more coarsely, one that would be unreadable is refused."""
        width, height = page.get_size()
        if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
            raise ProvisoError("file-damaged", format="PDF")
        wished = self._dpi / _POINTS_PER_INCH
        # One pixel is added on each side because PDFium rounds up.
        pixels = (width * wished + 1) * (height * wished + 1)
        scale = wished if pixels <= self._bounds.pixels else wished * math.sqrt(self._bounds.pixels / pixels)
        if scale * _POINTS_PER_INCH < min(_COARSEST_DPI, self._dpi):
            self._bounds.size(number, math.ceil(width * wished), math.ceil(height * wished))
        return scale
