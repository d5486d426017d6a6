"""What the decoder program makes, and the bounds it keeps; no decoder library is needed to know them."""

from dataclasses import dataclass

from governance.errors import ProvisoError
from governance.findings import Unseen


@dataclass(frozen=True, slots=True)
class Sheet:
    """One decoded page: size in pixels, dots per inch, `width * height` bytes of grey, and what is not on it."""

    width: int
    height: int
    dpi: int
    pixels: bytes
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits on what a file may claim: `pages` in the file, `pixels` on one page, characters `unseen`."""

    pages: int
    pixels: int
    unseen: int = 100_000

    def count(self, pages: int) -> None:
        """Raise file-too-many-pages beyond the limit."""
        if pages > self.pages:
            raise ProvisoError("file-too-many-pages", pages=pages, limit=self.pages)

    def size(self, page: int, width: int, height: int) -> None:
        """Raise page-too-many-pixels beyond the limit; sizes come from a header, nothing is decoded yet."""
        if width * height > self.pixels:
            raise ProvisoError(
                "page-too-many-pixels",
                page=page,
                megapixels=max(1, round(width * height / 1e6)),
                limit=max(1, round(self.pixels / 1e6)),
            )
