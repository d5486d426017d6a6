"""Open uploaded files without touching them: a fenced program decodes, this side only counts bytes.

The program is `ocr_worker.images`, started afresh for every file. It is treated as hostile once it has read
the file: its answers are bounded, checked, and waited for only so long.
"""

import contextlib
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, Self

from governance.errors import ProvisoError
from store.settings import Settings

_LONGEST_LINE = 4096
_PIPE_SIZE = 1 << 20
_START_SECONDS = 60
_PDF_HEAD = 1024
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
)
_REFUSALS = {
    "file-encrypted": (),
    "file-damaged": ("format",),
    "file-hostile": ("format", "limit"),
    "file-too-many-pages": ("pages", "limit"),
    "page-too-many-pixels": ("page", "megapixels", "limit"),
}


@dataclass(frozen=True, slots=True)
class DecoderLimits:
    """What one file may cost: bytes of file, pages, pixels a page, seconds of waiting a page, bytes of memory.

    `seconds` bounds the waiting for the inspection or for each page; `dpi` is how finely PDF pages are drawn.
    """

    bytes: int
    pages: int
    pixels: int
    seconds: int
    memory: int
    dpi: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is: `format` png, jpeg, tiff or pdf, and its number of pages."""

    format: str
    pages: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """One decoded page, upright; `pixels` are `width * height` bytes of grey, rows from the top."""

    page: int
    pages: int
    width: int
    height: int
    dpi: int
    pixels: bytes


def format_of(data: bytes) -> str:
    """Tell png, jpeg, tiff or pdf by content; raises file-empty or file-type-unknown. Names are not asked."""
    if not data:
        raise ProvisoError("file-empty")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    raise ProvisoError("file-type-unknown")


class Decoder:
    """Opens files within limits; one instance serves any number of threads, it keeps no state."""

    def __init__(self, limits: DecoderLimits) -> None:
        self.limits = limits

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
            )
        )

    def inspect(self, data: bytes) -> Inspection:
        """Tell format and pages after decoding every image page and opening every PDF page once.

        Raises ProvisoError file-empty, file-too-large, file-type-unknown, file-encrypted, file-damaged,
        file-too-many-pages, page-too-many-pixels or file-hostile.
        """
        kind = self._admit(data)
        with contextlib.closing(_Program("inspect", kind, self.limits)) as program:
            program.send(data)
            answer = program.line()
            return Inspection(kind, program.whole(answer, "pages", self.limits.pages))

    def pages(self, data: bytes) -> Iterator[PageImage]:
        """Decode page by page; the next page is made while this one is used. Closing it ends the program."""
        kind = self._admit(data)
        limits = self.limits
        with contextlib.closing(_Program("pages", kind, limits)) as program:
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
                yield PageImage(number, pages, width, height, dpi, program.take(width * height))
                program.wait_anew()

    def _admit(self, data: bytes) -> str:
        if len(data) > self.limits.bytes:
            raise ProvisoError("file-too-large", limit_mb=max(1, self.limits.bytes // 10**6))
        return format_of(data)


class _Program:
    """One run of the decoder program and the talk with it."""

    def __init__(self, act: str, kind: str, limits: DecoderLimits) -> None:
        self._kind = kind
        self._limits = limits
        self._buffer = b""
        # Each page has its seconds; the processor's own clock backs that up for the file as a whole.
        cpu = limits.seconds * (limits.pages if act == "pages" else 1)
        told = {
            "format": kind, "pages": limits.pages, "pixels": limits.pixels, "dpi": limits.dpi,
            "bytes": limits.bytes, "memory": limits.memory, "cpu": cpu, "parent": os.getpid(),
        }  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module, numbers
            [sys.executable, "-I", "-m", "ocr_worker.images", act, json.dumps(told)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            bufsize=0, cwd="/", env={"LANG": "C.UTF-8"}, start_new_session=True,
        )  # fmt: skip
        assert self._process.stdin is not None  # noqa: S101 - both were asked for as pipes
        assert self._process.stdout is not None  # noqa: S101
        self._in, self._out = self._process.stdin, self._process.stdout
        for pipe in (self._in, self._out):
            os.set_blocking(pipe.fileno(), False)
            with contextlib.suppress(OSError):
                fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
        self._until = time.monotonic() + _START_SECONDS
        try:
            self._ready()
        except BaseException:
            self.close()
            raise
        self.wait_anew()

    def _ready(self) -> None:
        """The program has seen nothing of the file before this line: failing here is our fault, not the file's."""
        try:
            ready = self.line() == {"ready": True}
        except ProvisoError:
            ready = False
        if not ready:
            raise RuntimeError("the decoder program did not start; is this package installed for this Python?")

    def wait_anew(self) -> None:
        """Grant the full time again, because the program may have been waiting for us."""
        self._until = time.monotonic() + self._limits.seconds

    def send(self, data: bytes) -> None:
        """Hand over the file and close the pipe."""
        left = memoryview(data)
        try:
            while left:
                self._await(self._in.fileno(), select.POLLOUT)
                left = left[os.write(self._in.fileno(), left) :]
            self._in.close()
        except BrokenPipeError:
            self._died()

    def line(self) -> dict[str, object]:
        """The next line of the answer; raises the refusal it may contain."""
        while b"\n" not in self._buffer:
            if len(self._buffer) > _LONGEST_LINE:
                self.fail("its answer made no sense")
            self._buffer += self._some()
        text, self._buffer = self._buffer.split(b"\n", 1)
        try:
            answer = json.loads(text)
        except ValueError:
            self.fail("its answer made no sense")
        if not isinstance(answer, dict):
            self.fail("its answer made no sense")
        if "error" in answer:
            self._refuse(answer)
        return answer

    def take(self, count: int) -> bytes:
        """Exactly `count` bytes of pixels."""
        pixels = bytearray(count)
        held = min(len(self._buffer), count)
        pixels[:held], self._buffer = self._buffer[:held], self._buffer[held:]
        left = memoryview(pixels)[held:]
        while left:
            self._await(self._out.fileno(), select.POLLIN)
            got = os.readv(self._out.fileno(), [left])
            if not got:
                self._died()
            left = left[got:]
        return bytes(pixels)

    def whole(self, answer: dict[str, object], key: str, most: int) -> int:
        """A number of the answer that must lie between 1 and `most`."""
        value = answer.get(key)
        if type(value) is not int or not 1 <= value <= most:
            self.fail("its answer made no sense")
        return value

    def fail(self, limit: str) -> NoReturn:
        """Give the file up: it brought the program to something it must not do."""
        raise ProvisoError("file-hostile", format=self._kind.upper(), limit=limit)

    def close(self) -> None:
        """End the program whatever it is doing, and leave no zombie."""
        self._process.kill()
        self._process.wait()
        self._in.close()
        self._out.close()

    def _some(self) -> bytes:
        self._await(self._out.fileno(), select.POLLIN)
        got = os.read(self._out.fileno(), _LONGEST_LINE)
        return got or self._died()

    def _await(self, descriptor: int, what: int) -> None:
        waiter = select.poll()
        waiter.register(descriptor, what)
        if not waiter.poll(max(0.0, self._until - time.monotonic()) * 1000):
            self.fail(f"{self._limits.seconds} seconds")

    def _died(self) -> NoReturn:
        with contextlib.suppress(subprocess.TimeoutExpired):
            if self._process.wait(timeout=1) == -signal.SIGXCPU:
                self.fail(f"{self._limits.seconds} seconds")
        self.fail("the program that opens it broke down")

    def _refuse(self, answer: dict[str, object]) -> NoReturn:
        """Raise the refusal only if it is one we know, with data of the kinds we know."""
        code, data = answer["error"], answer.get("data")
        keys = _REFUSALS.get(code) if isinstance(code, str) else None
        if keys is None or not isinstance(code, str) or not isinstance(data, dict) or set(data) != set(keys):
            self.fail("its answer made no sense")
        checked: dict[str, str | float] = {}
        for key in keys:
            if key == "format":
                checked[key] = self._kind.upper()
            elif code == "file-hostile":
                checked[key] = f"{self._limits.memory >> 20} MB of memory"
            elif type(data[key]) is int:
                checked[key] = data[key]
            else:
                self.fail("its answer made no sense")
        raise ProvisoError(code, **checked)
