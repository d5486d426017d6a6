"""Opens one stranger's file in a process that has nothing but pipes.

Each file gets a child of the nursery (`ocr_worker.nursery`), where the libraries are loaded already. The child
fences itself, says `{"ready": true}`, and only then reads the file from standard input. On standard output it
answers with lines of JSON, a page's line being followed by its pixels and by what the file holds that is not on
the page:

    inspect   {"pages": 3}
    pages     {"page": 1, "pages": 3, "width": w, "height": h, "dpi": d, "mode": "L", "unseen": n}
              + w*h bytes + n bytes of JSON [[place, page, text], …], …, {"end": true}
    either    {"error": code, "data": {…}}      codes of the catalogue; never the words of an exception
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from governance.errors import ProvisoError
from ocr_worker.fence import close_in
from ocr_worker.sheet import Bounds, Sheet

_OUT = sys.stdout.buffer
_NEED_THREADS = frozenset({"heic"})
"""Formats whose decoder starts a thread, whatever it is told."""


class _File(Protocol):
    pages: int

    def check(self) -> None: ...
    def sheets(self) -> Iterator[Sheet]: ...


def _opener(kind: str, bounds: Bounds, dpi: int) -> Callable[[bytes], _File]:
    """The way to open that format; its libraries are imported before the fence, while files can still be read."""
    if kind == "pdf":
        from ocr_worker.pdf import PdfFile

        return lambda data: PdfFile(data, bounds, dpi)
    from ocr_worker.raster import RasterFile

    return lambda data: RasterFile(data, kind, bounds)


def _say(line: dict[str, object], *following: bytes) -> None:
    _OUT.write(json.dumps(line).encode() + b"\n")
    for data in following:
        _OUT.write(data)
    _OUT.flush()


def _answer(act: str, file: _File) -> None:
    if not file.pages:
        raise ProvisoError("file-damaged", format="PDF")
    if act == "inspect":
        file.check()
        _say({"pages": file.pages})
        return
    for number, sheet in enumerate(file.sheets(), 1):
        line = {"page": number, "pages": file.pages, "width": sheet.width, "height": sheet.height}
        unseen = json.dumps([[part.place, part.page, part.text] for part in sheet.unseen]).encode()
        length = len(unseen) if sheet.unseen else 0
        _say({**line, "dpi": sheet.dpi, "mode": "L", "unseen": length}, sheet.pixels, unseen[:length])
    _say({"end": True})


def load_all() -> None:
    """Import what any format needs."""
    bounds = Bounds(1, 1)
    for kind in ("pdf", "png"):
        _opener(kind, bounds, 1)


def open_one(wish: Mapping[str, Any], parent: int) -> None:
    """Fence, read, decode, answer; `parent` is the process whose death ends this one.

    `wish` has act, format, pages, pixels, dpi, bytes, memory, cpu, unseen.
    """
    kind = wish["format"]
    open_file = _opener(kind, Bounds(wish["pages"], wish["pixels"], wish["unseen"]), wish["dpi"])
    close_in(memory=wish["memory"], cpu_seconds=wish["cpu"], parent=parent, threads=kind in _NEED_THREADS)
    try:
        _say({"ready": True})
        _answer(wish["act"], open_file(sys.stdin.buffer.read(wish["bytes"])))
    except ProvisoError as refusal:
        _say({"error": refusal.code, "data": dict(refusal.data)})
    except BrokenPipeError:
        return  # nobody is listening any more
    except MemoryError:
        _say({"error": "file-memory", "data": {"format": kind.upper()}})
    except Exception:  # noqa: BLE001 - a decoder may raise anything, and its words may quote the file
        _say({"error": "file-damaged", "data": {"format": kind.upper()}})
