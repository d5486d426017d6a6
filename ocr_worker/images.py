"""The decoder program: opens one stranger's file in a process that has nothing but pipes.

`python -m ocr_worker.images inspect|pages '{"format": …, "pages": …}'` is started by `store.decoder`, one
process a file. It imports what that format needs, fences itself, says `{"ready": true}`, and only then reads
the file from standard input. On standard output it answers with lines of JSON, a page's line being followed
by its pixels and by what the file holds that is not on the page:

    inspect   {"pages": 3}
    pages     {"page": 1, "pages": 3, "width": w, "height": h, "dpi": d, "mode": "L", "unseen": n}
              + w*h bytes + n bytes of JSON [[place, page, text], …], …, {"end": true}
    either    {"error": code, "data": {…}}      codes of the catalogue; never the words of an exception
"""

import json
import sys
from collections.abc import Callable, Iterator
from typing import Protocol

from governance.errors import ProvisoError
from ocr_worker.fence import close_off
from ocr_worker.sheet import Bounds, Sheet

_OUT = sys.stdout.buffer
_NEED_THREADS = frozenset({"heic"})
"""Formats whose decoder starts a thread, whatever it is told."""


class _File(Protocol):
    pages: int

    def check(self) -> None: ...
    def sheets(self) -> Iterator[Sheet]: ...


def _opener(kind: str, bounds: Bounds, dpi: int) -> Callable[[bytes], _File]:
    """The way to open that format; its libraries are imported now, while files can still be read."""
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


def main(act: str, told: str) -> None:
    """Fence, read, decode, answer.

    `told` is JSON with format, pages, pixels, dpi, bytes, memory, cpu, unseen, parent.
    """
    wish = json.loads(told)
    kind = wish["format"]
    open_file = _opener(kind, Bounds(wish["pages"], wish["pixels"], wish["unseen"]), wish["dpi"])
    close_off(memory=wish["memory"], cpu_seconds=wish["cpu"], parent=wish["parent"], threads=kind in _NEED_THREADS)
    _say({"ready": True})
    try:
        _answer(act, open_file(sys.stdin.buffer.read(wish["bytes"])))
    except ProvisoError as refusal:
        _say({"error": refusal.code, "data": dict(refusal.data)})
    except BrokenPipeError:
        raise SystemExit(0) from None  # nobody is listening any more
    except MemoryError:
        _say({"error": "file-memory", "data": {"format": kind.upper()}})
    except Exception:  # noqa: BLE001 - a decoder may raise anything, and its words may quote the file
        _say({"error": "file-damaged", "data": {"format": kind.upper()}})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
