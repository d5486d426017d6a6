"""How large the pictures of a GIF claim to be, told from their headers alone; runs only when fenced."""

from collections.abc import Iterator

_PICTURE, _EXTENSION = 0x2C, 0x21
_COLOUR_TABLE, _TABLE_SIZE = 0x80, 0x07


def extents(data: bytes) -> Iterator[tuple[int, int]]:
    """Width and height of the canvas that each picture needs, up to the end or to where the file makes no sense.

    Only the first picture is read, but whoever opens the file elsewhere would draw them all: a bomb behind the
    first one is refused like any other.
    """
    at = 13 + _table(data[10:11])
    while at < len(data):
        kind = data[at]
        if kind == _EXTENSION:
            at = _past_blocks(data, at + 2)
        elif kind == _PICTURE and at + 10 <= len(data):
            left, top, width, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (1, 3, 5, 7))
            yield left + width, top + height
            at = _past_blocks(data, at + 11 + _table(data[at + 9 : at + 10]))
        else:
            return


def _table(flags: bytes) -> int:
    """Bytes of the colour table that a byte of flags announces."""
    return 3 << ((flags[0] & _TABLE_SIZE) + 1) if flags and flags[0] & _COLOUR_TABLE else 0


def _past_blocks(data: bytes, at: int) -> int:
    """Where a chain of blocks ends; each begins with its length, the last one's is nothing."""
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
