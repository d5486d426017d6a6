"""The files of a draft out of a ZIP that somebody uploads, or out of a folder: few, small, and of known kinds."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from governance.errors import ProvisoError
from governance.policy.certificate import FILE as CERTIFICATE

MOST_FILES: Final = 40
MOST_BYTES: Final = 1_000_000
"""Bytes of all files together, as they come out of the archive; the shipped policy has 120,000."""
_KINDS: Final = (".md", ".yaml")
_BESIDE: Final = (CERTIFICATE, "surface.lock")
"""Files of a policy's folder that are made anew and not believed."""


def files_of_zip(content: bytes) -> dict[str, str]:
    """Read a ZIP in memory; raises ProvisoError draft-files-wrong for whatever is not one policy's files.

    Sizes are counted as bytes come out, since what an archive says of itself may be wrong.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if len(members) > MOST_FILES:
                raise _wrong(f"there are {len(members)} of them, and {MOST_FILES} may be")
            return _taken((member.filename, _read(archive, member)) for member in members)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError):
        raise _wrong("it is no ZIP that can be read without a password") from None


def files_of_folder(folder: Path) -> dict[str, str]:
    """Read a folder; raises ProvisoError draft-files-wrong."""
    try:
        found = sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))
        return _taken((one.name, one.read_bytes()) for one in found)
    except OSError:
        raise _wrong("the folder cannot be read") from None


def zip_of_files(files: Iterable[tuple[str, str]]) -> bytes:
    """Pack files for a download; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), text)
    return packed.getvalue()


def _taken(named: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    files: dict[str, str] = {}
    folders, left = set(), MOST_BYTES
    for path, content in named:
        place = PurePosixPath(path)
        if place.name in _BESIDE:
            continue
        if place.suffix not in _KINDS or len(place.parts) > 2 or ".." in place.parts or place.name in files:
            raise _wrong("one of them is neither policy.md nor a YAML file beside it")
        folders.add(place.parent)
        left -= len(content)
        if left < 0:
            raise _wrong(f"together they have more than {MOST_BYTES} bytes")
        try:
            files[place.name] = content.decode().replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise _wrong("one of them is not UTF-8") from None
    if len(folders) > 1 or "policy.md" not in files or "policy.yaml" not in files:
        raise _wrong("policy.md and policy.yaml have to lie in one folder")
    return files


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as opened:
        return opened.read(MOST_BYTES + 1)


def _wrong(problem: str) -> ProvisoError:
    return ProvisoError("draft-files-wrong", problem=problem)
