"""Open uploaded files without touching them: a fenced program decodes, this side only counts bytes."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from governance.errors import ProvisoError
from governance.findings import Unseen
from store.decoder_program import DecoderLimits, Program
from store.file_kind import format_of
from store.nursery import Nursery
from store.settings import Settings

__all__ = ["Decoder", "DecoderLimits", "Inspection", "PageImage"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is: `format`, one of `file_kind.FORMATS`, and its number of pages."""

    format: str
    pages: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """One decoded page, upright; `pixels` are `width * height` bytes of grey, rows from the top.

    `unseen` is what leaves with the file but is not drawn on this page; what belongs to the whole file comes
    with its first page.
    """

    page: int
    pages: int
    width: int
    height: int
    dpi: int
    pixels: bytes
    unseen: tuple[Unseen, ...] = ()


class Decoder:
    """Opens files within limits; one instance serves any number of threads, and the forks of its process."""

    def __init__(self, limits: DecoderLimits) -> None:
        self.limits = limits
        self._nursery = Nursery()

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Make the decoder that an installation's limits describe."""
        bounds = settings.limits
        return cls(
            DecoderLimits(
                bytes=bounds.upload_bytes,
                pages=bounds.pages,
                pixels=bounds.page_pixels,
                seconds=bounds.decode_seconds,
                memory=bounds.decode_memory,
                dpi=bounds.pdf_dpi,
                unseen=bounds.unseen_characters,
            )
        )

    def get_ready(self) -> None:
        """See that files can be opened without delay; asked before every fork whose child will open one."""
        self._nursery.start()

    def inspect(self, data: bytes) -> Inspection:
        """Tell format and pages after decoding every image page and opening every PDF page once.

        Raises ProvisoError file-empty, file-too-large, file-type-unknown, file-encrypted, file-damaged,
        file-too-many-pages, page-too-many-pixels, file-too-slow, file-memory or file-hostile.
        """
        kind = self._admit(data)
        with contextlib.closing(Program("inspect", kind, self.limits, self._nursery)) as program:
            program.send(data)
            answer = program.line()
            return Inspection(kind, program.whole(answer, "pages", self.limits.pages))

    def pages(self, data: bytes) -> Iterator[PageImage]:
        """Decode page by page; the next page is made while this one is used. Closing it ends the program."""
        kind = self._admit(data)
        limits = self.limits
        with contextlib.closing(Program("pages", kind, limits, self._nursery)) as program:
            program.send(data)
            expected, count = 1, None
            while True:
                answer = program.line()
                if answer.get("end") is True and count is not None and expected == count + 1:
                    return
                number = program.whole(answer, "page", limits.pages)
                pages = program.whole(answer, "pages", limits.pages)
                width = program.whole(answer, "width", limits.pixels)
                height = program.whole(answer, "height", limits.pixels)
                dpi = program.whole(answer, "dpi", 100_000)
                known = count is None or pages == count
                if number != expected or number > pages or not known or width * height > limits.pixels:
                    program.fail("its answer made no sense")
                count, expected = pages, expected + 1
                pixels = program.take(width * height)
                yield PageImage(number, pages, width, height, dpi, pixels, program.unseen(answer))
                program.wait_anew()

    def _admit(self, data: bytes) -> str:
        if len(data) > self.limits.bytes:
            raise ProvisoError("file-too-large", limit_mb=max(1, self.limits.bytes // 10**6))
        return format_of(data)
