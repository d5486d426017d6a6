"""Sealed blobs in a folder: a file an item, two levels of folders by the first letters of its id."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store.rooms import flush_folder, owned_folder

_ID = re.compile(r"[0-9a-f]{32}")


class Blobs:
    """Holds ciphertext only; may be backed up or read by anybody without harm."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, item: str, sealed: bytes) -> None:
        """Write a new blob through to the disk; raises FileExistsError when the item has one."""
        file = self._file(item)
        owned_folder(self._folder)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        flush_folder(file.parent)

    def get(self, item: str) -> bytes | None:
        """Read a blob; None when there is none."""
        try:
            return self._file(item).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, item: str) -> bool:
        """Tell whether the item has a blob."""
        return self._file(item).exists()

    def destroy(self, item: str) -> None:
        """Remove a blob, and see to it that it stays removed; nothing happens when there is none."""
        file = self._file(item)
        with suppress(FileNotFoundError):
            file.unlink()
            flush_folder(file.parent)

    def items(self) -> Iterator[str]:
        """Name the items that have a blob."""
        for file in self._folder.glob("??/??/*"):
            if _ID.fullmatch(file.name):
                yield file.name

    def _file(self, item: str) -> Path:
        if not _ID.fullmatch(item):
            raise ValueError("an item is named by 32 hexadecimal digits")
        return self._folder / item[:2] / item[2:4] / item
