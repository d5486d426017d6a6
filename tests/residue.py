"""Looking for what should be gone: canaries in every spelling, in every file and store that the house has written."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import redis

NAME, CARD, ADDRESS = "Zyxomma Quillfeather", "4111 1111 1111 1111", "zyxomma.quillfeather@residue.example"
_STREAM = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_MOST = 1 << 24


def spellings(canary: bytes) -> set[bytes]:
    """A canary as it could lie somewhere: plain, UTF-16, hex, percent, and base64 wherever it begins in its three."""
    found = {canary, canary.hex().encode(), canary.hex().upper().encode(), quote(canary).encode()}
    try:
        text = canary.decode("ascii")
        found |= {text.encode("utf-16-le"), text.encode("utf-16-be"), text.lower().encode(), text.upper().encode()}
    except UnicodeDecodeError:
        pass
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + canary)
        # Only the middle does not hang on what stands before and after it.
        found.add(whole[4 if shift else 0 : len(whole) - 4])
    return found


def canaries(*pictures: bytes) -> set[bytes]:
    """Words of a person, and strips out of what pictures are made of."""
    words = [NAME, *NAME.split(), CARD, CARD.replace(" ", ""), ADDRESS]
    strips = [picture[at : at + 40] for picture in pictures for at in (len(picture) // 3, len(picture) // 2)]
    return {spelled for each in (*(word.encode() for word in words), *strips) for spelled in spellings(each)}


def within(content: bytes, wanted: Iterable[bytes]) -> list[bytes]:
    """The canaries in some bytes, and in every deflated stream that they hold."""
    layers = [content]
    for found in _STREAM.finditer(content):
        unpacker = zlib.decompressobj(47)
        try:
            layers.append(unpacker.decompress(content[found.start() :], _MOST))
        except zlib.error:
            continue
    return [each for each in wanted if any(each in layer for layer in layers)]


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below some folders that can be read."""
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                if path.is_file() and not path.is_symlink():
                    yield str(path), path.read_bytes()
            except OSError:
                continue


def keys(server: redis.Redis) -> Iterator[tuple[str, bytes]]:
    """Every key of a Valkey, with its value as the server would write it down."""
    for key in server.scan_iter("*"):
        yield f"valkey {key!r}", key + (server.dump(key) or b"")


def residue(places: Iterable[tuple[str, bytes]], wanted: set[bytes]) -> list[str]:
    """Say which canary was found where."""
    return [f"{each!r} in {place}" for place, content in places for each in within(content, wanted)]
