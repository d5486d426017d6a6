"""What the decoder takes out of a file beside its pages: bounded text, each piece with its place."""

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from governance.findings import Place, Unseen

_MOST_PARTS = 400
_LONGEST_LABEL = 60
_KEPT_BACK = 600
# A codec is a module that is loaded at its first use: behind the fence that would be too late.
for _name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp437", "ascii"):
    codecs.lookup(_name)
# What no person reads: control characters but the line's end, and halves of surrogate pairs.
_NOISE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")


class Gathered:
    """Pieces gathered from one file; no more than `characters` of text over all its pages.

    What did not fit, or could not be taken out, is said as a part of the place UNEXAMINED.
    """

    def __init__(self, characters: int) -> None:
        # What is kept back is for saying what was left out.
        self._kept_back = min(_KEPT_BACK, characters // 2)
        self._left = characters - self._kept_back
        self._parts = 0
        self._told: set[tuple[Place, int, str]] = set()
        self._waiting: dict[int, list[Unseen]] = {}

    @property
    def left(self) -> int:
        """How many characters may still be taken."""
        return self._left

    def add(self, place: Place, text: str = "", page: int = 0) -> None:
        """Keep a piece for a page, 0 for the whole file; the same piece is kept once."""
        text = clean(text)
        if (not text and place not in (Place.SCRIPT, Place.PICTURES, Place.UNEXAMINED)) or self._again(
            place, page, text
        ):
            return
        if self._parts >= _MOST_PARTS or len(text) > self._left:
            cut = text[: self._left] if self._parts < _MOST_PARTS else ""
            if cut:
                self._keep(Unseen(place, page, cut))
            self.unexamined("the rest of a long file")
            return
        self._keep(Unseen(place, page, text))

    def unexamined(self, what: str) -> None:
        """Say that something was there and not examined; `what` is our word for it, never the file's."""
        if not self._again(Place.UNEXAMINED, 0, what) and self._kept_back >= len(what):
            self._kept_back -= len(what)
            self._waiting.setdefault(0, []).append(Unseen(Place.UNEXAMINED, 0, what))

    @contextmanager
    def careful(self, what: str) -> Iterator[None]:
        """Whatever breaks inside is said as unexamined: a broken note must not make a good page bad."""
        try:
            yield
        except Exception:  # noqa: BLE001 - parsers of hostile files raise anything, memory included
            self.unexamined(what)

    def take(self, page: int) -> tuple[Unseen, ...]:
        """Hand over what was gathered for a page, and what was gathered for the whole file since the last one."""
        return (*self._waiting.pop(0, ()), *self._waiting.pop(page, ()))

    def rest(self) -> tuple[Unseen, ...]:
        """Hand over everything that no page took."""
        rest = tuple(part for parts in self._waiting.values() for part in parts)
        self._waiting.clear()
        return rest

    def _keep(self, part: Unseen) -> None:
        self._left -= len(part.text)
        self._parts += 1
        self._waiting.setdefault(part.page, []).append(part)

    def _again(self, place: Place, page: int, text: str) -> bool:
        key = (place, page, text)
        if key in self._told:
            return True
        self._told.add(key)
        return False


class Lines:
    """Labelled lines that become one piece: `Author: …`."""

    def __init__(self, gathered: Gathered, place: Place, page: int = 0) -> None:
        self._keep: Callable[[str], None] = lambda text: gathered.add(place, text, page)
        self._lines: dict[str, None] = {}
        self._length = 0
        self._most = gathered.left

    def add(self, label: str, value: object) -> None:
        """Add a line; nothing is added for an empty value, and a line is added once."""
        text = clean(_text(value))
        if text and self._length <= self._most:
            line = f"{clean(label)[:_LONGEST_LABEL]}: {text}" if label else text
            self._lines.setdefault(line)
            self._length += len(line)

    def done(self) -> None:
        """Hand the lines over."""
        self._keep("\n".join(self._lines))


def clean(text: str) -> str:
    """Take out what cannot be shown or sealed, and the space around it."""
    return _NOISE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return decoded(value)
    if isinstance(value, tuple | list):
        return ", ".join(_text(one) for one in value[:20])
    return str(value)[:20_000]


def decoded(data: bytes) -> str:
    """Read bytes as text: UTF-16 by its mark, else UTF-8, else Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
