"""The last checkpoint once more, in a file: who can change the database but not the file cannot cut the ledger back."""

import hashlib
import os
import secrets
from pathlib import Path

from store.rooms import flush_folder

_NAME = "ledger.checkpoint"


def keep_witness(home: Path, note: bytes) -> None:
    """Replace the kept note, whole or not at all."""
    draft = home / f".{_NAME}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(note)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(home / _NAME)
    finally:
        draft.unlink(missing_ok=True)
    flush_folder(home)


def read_witness(home: Path) -> bytes | None:
    """Read the kept note, for `verify`; None when none was kept yet."""
    try:
        return (home / _NAME).read_bytes()
    except FileNotFoundError:
        return None


def set_aside(home: Path, note: bytes, size: int) -> Path:
    """Keep a note that the ledger has lost under a name of its own, so that the next one does not replace it."""
    aside = home / f"{_NAME}.lost-{size}-{hashlib.sha256(note).hexdigest()[:8]}"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(note)
        out.flush()
        os.fsync(out.fileno())
    flush_folder(home)
    return aside
