"""Streams and strings of a hostile PDF, unpacked only as far as they are wanted; runs only when fenced."""

import zlib
from collections.abc import Iterator

import pikepdf

_MOST_RAW = 8_000_000
_STEP = 4_000_000


def unpacked(stream: pikepdf.Object, most: int) -> bytes:
    """The first `most` bytes of a stream; raises ValueError for a filter that cannot be stopped half-way."""
    raw = stream.read_raw_bytes()[:_MOST_RAW]
    filters = stream.get("/Filter", pikepdf.Array([]))
    names = [str(one) for one in (filters if isinstance(filters, pikepdf.Array) else [filters])]
    for at, name in enumerate(names):
        if name not in ("/FlateDecode", "/Fl") or at > 2:
            raise ValueError("a filter without a bound")
        raw = _inflated(raw, most if at == len(names) - 1 else _STEP)
    return raw[:most]


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""


def string(value: object, most: int = 20_000) -> str:
    """The text of a PDF string or of a stream of text, "" for anything else."""
    if isinstance(value, pikepdf.String):
        return str(value)[:most]
    if isinstance(value, pikepdf.Stream):
        from_stream = unpacked(value, most)
        return str(pikepdf.String(from_stream)) if from_stream[:2] == b"\xfe\xff" else from_stream.decode("latin-1")
    return ""


def entries(tree: object, most: int = 500) -> Iterator[tuple[str, pikepdf.Object]]:
    """Names and values of a name tree, however its branches are knotted."""
    waiting, seen = [tree], 0
    while waiting and seen < most:
        node = waiting.pop()
        seen += 1
        if not isinstance(node, pikepdf.Dictionary):
            continue
        names = listed(node.get("/Names"), 2 * most)
        for name, value in zip(names[::2], names[1::2], strict=False):
            yield string(name), value
        waiting += listed(node.get("/Kids"), most)


def listed(value: object, most: int = 2000) -> list[pikepdf.Object]:
    """The first elements of an array, none for anything else."""
    return [value[at] for at in range(min(len(value), most))] if isinstance(value, pikepdf.Array) else []
