"""The system's tesseract program through pytesseract; it talks in files, so its files are fenced.

The folder is private (0700), in memory where the machine has a tmpfs, and emptied after every page; folders
of workers that were killed are swept when the next one starts. The program dies with its worker.
"""

import contextlib
import ctypes
import fcntl
import functools
import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytesseract
from pytesseract import pytesseract as library

from governance.errors import ProvisoError
from governance.findings import PageText
from ocr_worker.engine import Pixels
from ocr_worker.engine.layout import SMALLEST_SIDE, Seen, lay_out

_PREFIX = "proviso-page-"
_MEMORY_FOLDERS = ("/dev/shm",)  # noqa: S108 - a tmpfs is exactly what is wanted
_PR_SET_PDEATHSIG = 1
_WORD_LEVEL = 5


class PytesseractEngine:
    """One private folder, one tesseract process a page, one call a page."""

    def __init__(self, languages: str, seconds: int, models: Path | None = None) -> None:
        program = shutil.which("tesseract")
        if program is None:
            raise ValueError("the program tesseract is not installed; on Debian: apt-get install tesseract-ocr")
        if not re.fullmatch(r"[A-Za-z_]+(\+[A-Za-z_]+)*", languages):
            raise ValueError("languages are named like eng or eng+deu")
        library.tesseract_cmd = program
        self._config = f'--tessdata-dir "{models}"' if models else ""
        missing = set(languages.split("+")) - set(pytesseract.get_languages(self._config))
        if missing:
            raise ValueError(f"tesseract has no model for {', '.join(sorted(missing))}")
        self._languages = languages
        self._seconds = seconds
        self._folder, self._lock = _private_folder()
        self._owner = os.getpid()

    def read(self, page: Pixels) -> PageText:
        """Read one page as it lies; raises page-timed-out."""
        if min(page.width, page.height) < SMALLEST_SIDE:
            return PageText(page.page, page.width, page.height, "", ())
        self._own()
        try:
            found = self._run(page)
        finally:
            _empty(self._folder)
        return lay_out(page.page, page.width, page.height, list(_words(found)))

    def close(self) -> None:
        """Remove the folder."""
        if self._owner == os.getpid():
            shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)

    def _own(self) -> None:
        """After a fork, take a folder of our own: siblings must not share one."""
        if self._owner != os.getpid():
            os.close(self._lock)
            self._folder, self._lock = _private_folder()
            self._owner = os.getpid()

    def _run(self, page: Pixels) -> Mapping[str, list[Any]]:
        image = self._folder / "page.pgm"
        with open(os.open(image, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(b"P5 %d %d 255\n" % (page.width, page.height))
            file.write(page.pixels)
        with _fenced(self._folder):
            try:
                found: Mapping[str, list[Any]] = pytesseract.image_to_data(
                    str(image),
                    lang=self._languages,
                    config=f"{self._config} --oem 1 --psm 3 --dpi {page.dpi}",
                    output_type=pytesseract.Output.DICT,
                    timeout=self._seconds,
                )
            except pytesseract.TesseractError as problem:
                # Its words may quote paths or the page; its number may be told.
                raise RuntimeError(f"tesseract ended with {problem.status}") from None
            except RuntimeError:
                raise ProvisoError("page-timed-out", page=page.page, seconds=self._seconds) from None
        return found


def _words(found: Mapping[str, list[Any]]) -> Iterator[Seen]:
    for row, level in enumerate(found["level"]):
        if level != _WORD_LEVEL:
            continue
        left, top = found["left"][row], found["top"][row]
        paragraph = (found["block_num"][row], found["par_num"][row])
        yield Seen(
            str(found["text"][row]),
            (left, top, left + found["width"][row], top + found["height"][row]),
            float(found["conf"][row]) / 100,
            (*paragraph, found["line_num"][row]),
            paragraph,
        )


@contextlib.contextmanager
def _fenced(folder: Path) -> Iterator[None]:
    """While inside, whatever pytesseract writes or starts stays in the folder and dies with this process."""
    arguments, temporary = library.subprocess_args, library.NamedTemporaryFile
    mask = os.umask(0o077)

    def fenced_arguments(*given: bool, **named: bool) -> dict[str, Any]:
        wished: dict[str, Any] = arguments(*given, **named)
        wished["env"] = {**os.environ, "OMP_THREAD_LIMIT": "1", "TMPDIR": str(folder)}
        wished["preexec_fn"] = _die_with_parent
        wished["cwd"] = folder
        return wished

    library.subprocess_args = fenced_arguments
    library.NamedTemporaryFile = functools.partial(tempfile.NamedTemporaryFile, dir=folder)
    try:
        yield
    finally:
        library.subprocess_args, library.NamedTemporaryFile = arguments, temporary
        os.umask(mask)


def _die_with_parent() -> None:
    if os.uname().sysname == "Linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _private_folder() -> tuple[Path, int]:
    """Make a folder only we can enter, in memory if possible, and hold its lock; sweep those nobody holds."""
    memory = [place for place in _MEMORY_FOLDERS if os.access(place, os.W_OK)]
    place = Path(memory[0] if memory else tempfile.gettempdir())
    for left_over in place.glob(_PREFIX + "*"):
        _sweep(left_over)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place))
        # Another worker's sweep may meet the folder before it is locked, and take it: then make another.
        with contextlib.suppress(OSError):
            lock = _hold(folder)
            if folder.is_dir():
                return folder, lock
            os.close(lock)


def _hold(folder: Path) -> int:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _sweep(folder: Path) -> None:
    """Remove a folder of ours whose holder is gone; the kernel lets go of its lock however it ended."""
    with contextlib.suppress(OSError):
        if folder.lstat().st_uid != os.geteuid():
            return
        descriptor = _hold(folder)
        try:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
