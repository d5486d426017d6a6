"""A zip file written from its beginning to its end, in memory that does not grow with what goes in."""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import Self

Take = Callable[[bytes], object]
"""Takes the next bytes of something."""
PART_BYTES = 1_048_576


class Parcel:
    """Writes files one after the other into whatever takes bytes, a megabyte or more at a time.

    `files` are the digests and sizes of those that were put in. Names, contents and the moment `at` decide every byte.
    """

    def __init__(self, take: Take, at: datetime) -> None:
        self.files: dict[str, dict[str, object]] = {}
        self._out = _Out(take)
        self._at = at.timetuple()[:6]
        self._package = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)  # type: ignore[call-overload]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._package.close()
        if kind is None:
            self._out.end()

    def put(self, name: str, content: bytes) -> None:
        """Add a file that is at hand."""
        with self.open(name) as add:
            add(content)

    @contextmanager
    def open(self, name: str) -> Iterator[Take]:
        """Add a file piece by piece."""
        info = zipfile.ZipInfo(name, self._at)
        info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, _UNIX
        digest, size = hashlib.sha256(), 0

        with self._package.open(info, "w", force_zip64=True) as file:

            def add(piece: bytes) -> None:
                nonlocal size
                digest.update(piece)
                size += len(piece)
                file.write(piece)

            yield add
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": size}


_UNIX = 3
"""The system whose modes the files bear, as zip files number them; else it would be that of the machine."""


class _Out:
    """As much of a file as a zip file is written into: it cannot be gone back in."""

    def __init__(self, take: Take) -> None:
        self._take, self._waiting = take, bytearray()

    def write(self, piece: bytes) -> int:
        self._waiting += piece
        if len(self._waiting) >= PART_BYTES:
            self.end()
        return len(piece)

    def flush(self) -> None:
        """Keep what waits: it is passed on when it is enough, or all there is."""

    def end(self) -> None:
        if self._waiting:
            self._take(bytes(self._waiting))
            self._waiting.clear()
