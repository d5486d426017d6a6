"""Folders and files that nobody but the service's own user can look into."""

import hashlib
import os
import stat
from pathlib import Path

_SOCKET_BYTES = 100
"""The system takes 107 bytes for the path of a socket; some tools less."""


def owned_folder(folder: Path) -> Path:
    """Make a folder, and those above it, with mode 0700 for the last; an existing one is narrowed to that.

    Raises PermissionError when the folder belongs to somebody else.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise PermissionError(1, "it belongs to another user")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
    return folder


def socket_path(home: Path) -> Path:
    """Where the bundled Valkey's socket lies: in the home folder, or in a short private one when that is too deep."""
    wanted = home / "run" / "valkey.sock"
    if len(os.fsencode(wanted)) <= _SOCKET_BYTES:
        return wanted
    # Not where TMPDIR points: every process of the house must find the same one. `owned_folder` makes it ours.
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(f"/tmp/proviso-{os.geteuid()}-{name}/valkey.sock")  # noqa: S108 - checked to be ours


def flush_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk, so that a new or a removed file stays so after a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
