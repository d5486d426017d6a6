"""What is remembered of a batch while it runs, so that an interrupted one goes on where it stopped.

Neither names nor contents: digests under a salt that is drawn for the run and forgotten with it, ids of
documents, and how each one ended. The file goes when the run has come to its end, or a day after it was begun.
"""

import fcntl
import hmac
import json
import os
import secrets
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from governance.errors import ProvisoError
from store.rooms import owned_folder

_DAY = 86_400


class BatchRun:
    """The record of one run over one folder: `begun` holds the documents that were not seen to end."""

    def __init__(self, file: IO[str], salt: str) -> None:
        self._file = file
        self._salt = bytes.fromhex(salt)
        self.done: dict[str, str] = {}
        self.begun: dict[str, str] = {}

    def digest(self, content: bytes) -> str:
        """Name a content within this run; outside of it the name says nothing."""
        return hmac.digest(self._salt, content, "sha256").hex()

    def begin(self, digest: str) -> str:
        """Give the id for the document of a content, written down before the document can exist."""
        identity = uuid.uuid4().hex
        self._write({"content": digest, "document": identity})
        self.begun[digest] = identity
        return identity

    def end(self, digest: str, outcome: str) -> None:
        """Note how a content ended; it is not submitted again in this run."""
        self._write({"content": digest, "outcome": outcome})
        self.begun.pop(digest, None)
        self.done[digest] = outcome

    def take_up(self, line: str) -> None:
        """Read one line of an earlier sitting; one that was cut short by a crash is none."""
        try:
            noted = json.loads(line)
        except ValueError:
            return
        if "outcome" in noted:
            self.begun.pop(noted["content"], None)
            self.done[noted["content"]] = noted["outcome"]
        else:
            self.begun[noted["content"]] = noted["document"]

    def _write(self, noted: dict[str, str]) -> None:
        self._file.write(json.dumps(noted) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def batch_run(home: Path, source: Path) -> Iterator[BatchRun]:
    """Open the record of the run over a folder or file, an earlier one if it was interrupted.

    Left without an exception, the run is over and forgotten. Raises ProvisoError batch-running.
    """
    place = owned_folder(home / "batches")
    file = _found(place, source) or _begun(place, source)
    with file.open("r+", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ProvisoError("batch-running") from None
        salt = json.loads(handle.readline())["salt"]
        run = BatchRun(handle, salt)
        for line in handle:
            run.take_up(line)
        yield run
        file.unlink(missing_ok=True)


def _name(salt: str, source: Path) -> str:
    return hmac.digest(bytes.fromhex(salt), os.fsencode(source.resolve()), "sha256").hex()


def _found(place: Path, source: Path) -> Path | None:
    for file in sorted(place.glob("*.jsonl")):
        if file.stat().st_mtime < time.time() - _DAY:
            file.unlink(missing_ok=True)
            continue
        with file.open(encoding="ascii") as handle:
            try:
                head = json.loads(handle.readline())
            except ValueError:
                continue
        if head["source"] == _name(head["salt"], source):
            return file
    return None


def _begun(place: Path, source: Path) -> Path:
    salt = secrets.token_hex(32)
    file = place / f"{uuid.uuid4().hex}.jsonl"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(json.dumps({"salt": salt, "source": _name(salt, source)}) + "\n")
    return file
