"""The list of the erased in a file of its own: a backup of the database does not reach it, so a restore cannot cut it.

One line an entry: fingerprint, kind, moment, and a tag that only the holder of the list's secret can make, because
whatever stands here is erased again after a restore.
"""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from governance.errors import ProvisoError
from operations.erasing import Suppressed
from store.rooms import flush_folder
from store.unit_of_work import Database

_TAG_LETTERS = 32


class SuppressionFile:
    """Implements `operations.erasing.ErasedList`; only ever grows."""

    def __init__(self, file: Path, secret: bytes) -> None:
        self.file = file
        self._secret = secret

    def there(self) -> bool:
        """Tell whether the file exists; one that is lost is another thing than one without entries."""
        return self.file.exists()

    def begin(self) -> None:
        """Make the file, without entries, where there is none; raises ProvisoError storage-unavailable."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
            flush_folder(self.file.parent)
        except OSError:
            raise ProvisoError("storage-unavailable", part="list of the erased") from None

    def fingerprint(self, kind: str, value: str | bytes) -> str:
        """Make the keyed fingerprint of something that identifies, 64 hexadecimal digits."""
        raw = value.encode() if isinstance(value, str) else value
        return self._keyed(b"erased " + kind.encode() + b" " + raw)

    def read(self) -> Mapping[str, Suppressed]:
        """Read every entry; a last line that a crash cut off is passed over.

        Raises ProvisoError erased-list-damaged for any other line that does not fit its tag.
        """
        return self.parse(self._content())

    def parse(self, content: bytes) -> dict[str, Suppressed]:
        """Read the entries of such a file's content."""
        *lines, _torn = content.split(b"\n")
        found: dict[str, Suppressed] = {}
        for number, line in enumerate(lines, 1):
            entry = self._entry(line)
            if entry is None:
                raise ProvisoError("erased-list-damaged", line=number)
            found[entry.fingerprint] = entry
        return found

    def append(self, entries: Iterable[Suppressed]) -> None:
        """Write entries through to the disk, one process at a time; raises ProvisoError storage-unavailable."""
        wanted = list(entries)
        if not wanted:
            return
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                self._append(handle, wanted)
            finally:
                os.close(handle)
            flush_folder(self.file.parent)
        except OSError:
            raise ProvisoError("storage-unavailable", part="list of the erased") from None

    def _append(self, handle: int, wanted: list[Suppressed]) -> None:
        end = os.lseek(handle, 0, os.SEEK_END)
        if end and os.pread(handle, 1, end - 1) != b"\n":
            # A line that a crash cut off: it was never said to be written.
            end = self._content().rfind(b"\n") + 1
            os.ftruncate(handle, end)
        try:
            lines = b"".join(self._line(entry) for entry in wanted)
            if os.pwrite(handle, lines, end) != len(lines):
                raise OSError
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise

    def _content(self) -> bytes:
        try:
            return self.file.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError:
            raise ProvisoError("storage-unavailable", part="list of the erased") from None

    def _line(self, entry: Suppressed) -> bytes:
        until = entry.until.astimezone(UTC).isoformat(timespec="microseconds")
        body = f"{entry.fingerprint} {entry.kind} {until}".encode()
        return body + b" " + self._keyed(b"line " + body)[:_TAG_LETTERS].encode() + b"\n"

    def _entry(self, line: bytes) -> Suppressed | None:
        body, _, tag = line.rpartition(b" ")
        if not hmac.compare_digest(tag, self._keyed(b"line " + body)[:_TAG_LETTERS].encode()):
            return None
        fingerprint, kind, until = body.decode("ascii").split(" ")
        return Suppressed(fingerprint, kind, datetime.fromisoformat(until))

    def _keyed(self, message: bytes) -> str:
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()


def admit_list(database: Database, erased: SuppressionFile) -> None:
    """Begin the list in a house that has no past; elsewhere it has to be there already.

    The order counts: who writes the ledger's first entry has begun the list before. Raises ProvisoError
    erased-list-missing for a ledger with entries beside no list: whatever that list knew would come back unseen.
    """
    with database.read() as unit:
        has_past = unit.entries.size() > 0
    if not has_past:
        erased.begin()
    elif not erased.there():
        database.close()
        raise ProvisoError("erased-list-missing")
