"""One run of the decoder program, and a talk with it that believes nothing it says.

The program is `ocr_worker.images`, in a process of its own for every file, made by the nursery. It is treated as
hostile once it has read the file: its answers are bounded, checked, and waited for only so long.
"""

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import time
from dataclasses import dataclass
from typing import NoReturn

from governance.errors import ProvisoError
from governance.findings import Place, Unseen
from store.nursery import Nursery

_LONGEST_LINE = 4096
_PIPE_SIZE = 1 << 20
_START_SECONDS = 60
_END_SECONDS = 5
_MOST_PARTS = 1000
_REFUSALS = {
    "file-encrypted": (),
    "file-damaged": ("format",),
    "file-hostile": ("format", "limit"),
    "file-memory": ("format",),
    "file-too-many-pages": ("pages", "limit"),
    "page-too-many-pixels": ("page", "megapixels", "limit"),
}


@dataclass(frozen=True, slots=True)
class DecoderLimits:
    """What one file may cost: bytes of file, pages, pixels a page, seconds of waiting a page, bytes of memory.

    `seconds` bounds the waiting for the inspection or for each page; `dpi` is how finely PDF pages are drawn;
    `unseen` is how many characters beside the pages are taken out to be examined.
    """

    bytes: int
    pages: int
    pixels: int
    seconds: int
    memory: int
    dpi: int
    unseen: int = 100_000


class Program:
    """One run of the decoder program and the talk with it."""

    def __init__(self, act: str, kind: str, limits: DecoderLimits, nursery: Nursery) -> None:
        self._kind = kind
        self._limits = limits
        self._nursery = nursery
        self._unseen_left = limits.unseen
        # Each page has its seconds; the processor's own clock backs that up for the file as a whole.
        cpu = self._cpu = limits.seconds * (limits.pages if act == "pages" else 1)
        wish = {
            "act": act, "format": kind, "pages": limits.pages, "pixels": limits.pixels, "dpi": limits.dpi,
            "bytes": limits.bytes, "memory": limits.memory, "cpu": cpu, "unseen": limits.unseen,
        }  # fmt: skip
        for another in (True, False):
            self._begin(wish)
            if self._ready():
                break
            self.close()
            # It has seen nothing of the file: the nursery died with the wish in its hands, or never started.
            nursery.give_up()
            if not another:
                raise RuntimeError("the decoder program did not start; is this package installed for this Python?")
        self.wait_anew()

    def _begin(self, wish: dict[str, object]) -> None:
        self._buffer = b""
        file, self._in = os.pipe2(os.O_CLOEXEC)
        self._out, answer = os.pipe2(os.O_CLOEXEC)
        try:
            for pipe in (self._in, self._out):
                os.set_blocking(pipe, False)
                with contextlib.suppress(OSError):
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
            self._life: socket.socket = self._nursery.bring_forth(wish, file, answer)
        except BaseException:
            self._let_go(self._in)
            self._let_go(self._out)
            raise
        finally:
            os.close(file)
            os.close(answer)
        self._until = time.monotonic() + _START_SECONDS

    def _ready(self) -> bool:
        try:
            return self.line() == {"ready": True}
        except ProvisoError:
            return False
        except BaseException:
            self.close()
            raise

    def wait_anew(self) -> None:
        """Grant the full time again, because the program may have been waiting for us."""
        self._until = time.monotonic() + self._limits.seconds

    def send(self, data: bytes) -> None:
        """Hand over the file and close the pipe; who stops listening may have said why, which is read next."""
        left = memoryview(data)
        try:
            while left:
                self._await(self._in, select.POLLOUT)
                left = left[os.write(self._in, left) :]
        except BrokenPipeError:
            pass
        self._in = self._let_go(self._in)

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
            self._await(self._out, select.POLLIN)
            got = os.readv(self._out, [left])
            if not got:
                self._died()
            left = left[got:]
        return bytes(pixels)

    def unseen(self, answer: dict[str, object]) -> tuple[Unseen, ...]:
        """The parts beside a page: the answer tells their length in bytes, JSON follows."""
        # A character is at most four bytes, an escape at most six.
        most = 6 * self._limits.unseen + 100 * _MOST_PARTS
        if not (length := self.whole(answer, "unseen", most, least=0)):
            return ()
        try:
            told = json.loads(self.take(length))
            parts = tuple(self._part(*part) for part in told)
        except (ValueError, TypeError, RecursionError):
            self.fail("its answer made no sense")
        self._unseen_left -= sum(len(part.text) for part in parts)
        if self._unseen_left < 0 or len(parts) > _MOST_PARTS:
            self.fail("its answer made no sense")
        return parts

    def _part(self, place: object, page: object, text: object) -> Unseen:
        if (
            type(page) is not int
            or not 0 <= page <= self._limits.pages
            or not (isinstance(text, str) and isinstance(place, str))
        ):
            raise ValueError
        text.encode()  # half a surrogate pair could not be sealed later
        return Unseen(Place(place), page, text)

    def whole(self, answer: dict[str, object], key: str, most: int, *, least: int = 1) -> int:
        """A number of the answer that must lie between `least` and `most`."""
        value = answer.get(key)
        if type(value) is not int or not least <= value <= most:
            self.fail("its answer made no sense")
        return value

    def fail(self, limit: str) -> NoReturn:
        """Give the file up: it brought the program to something it must not do."""
        raise ProvisoError("file-hostile", format=self._kind.upper(), limit=limit)

    def close(self) -> None:
        """End the program whatever it is doing, and wait until it is gone."""
        with self._life, contextlib.suppress(OSError):
            self._life.shutdown(socket.SHUT_WR)
            self._life.settimeout(_END_SECONDS)
            while self._life.recv(_LONGEST_LINE):
                pass
        self._in, self._out = self._let_go(self._in), self._let_go(self._out)

    @staticmethod
    def _let_go(descriptor: int) -> int:
        if descriptor >= 0:
            os.close(descriptor)
        return -1

    def _some(self) -> bytes:
        self._await(self._out, select.POLLIN)
        got = os.read(self._out, _LONGEST_LINE)
        return got or self._died()

    def _await(self, descriptor: int, what: int) -> None:
        waiter = select.poll()
        waiter.register(descriptor, what)
        if not waiter.poll(max(0.0, self._until - time.monotonic()) * 1000):
            self._too_slow()

    def _too_slow(self) -> NoReturn:
        raise ProvisoError("file-too-slow", format=self._kind.upper(), seconds=self._limits.seconds)

    def _died(self) -> NoReturn:
        code, used = self._ended()
        # The processor's clock warns first and kills a second later whoever does not listen.
        if code == -signal.SIGXCPU or (code == -signal.SIGKILL and used >= self._cpu):
            self._too_slow()
        if code == -signal.SIGKILL:
            # Nothing else in the fence ends like this: the machine was short of memory, or somebody killed it.
            raise ProvisoError("decoder-killed")
        # PDFium crashes on purpose where it gets no more memory, and nothing tells that from any other crash.
        self.fail(f"the program that opens it broke down, or wanted more than {self._limits.memory >> 20} MB")

    def _ended(self) -> tuple[int | None, float]:
        """How the program ended and the processor seconds it had used; None for one that only closed its pipe.

        Whose nursery is gone was killed with it.
        """
        self._life.settimeout(1)
        try:
            told = self._life.recv(_LONGEST_LINE)
        except TimeoutError:
            return None, 0.0
        except OSError:
            told = b""
        if not told:
            return -signal.SIGKILL, 0.0
        how = json.loads(told)
        return int(how["code"]), float(how["used"])

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
                checked[key] = "it asked for what it may not have"
            elif type(data[key]) is int:
                checked[key] = data[key]
            else:
                self.fail("its answer made no sense")
        if code == "file-memory":
            checked["megabytes"] = self._limits.memory >> 20
        raise ProvisoError(code, **checked)
