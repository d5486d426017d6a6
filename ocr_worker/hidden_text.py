"""Words of a PDF page's text layer that nobody sees on the drawn page; runs only inside the fenced decoder.

A word counts as hidden when it is drawn invisibly, when an opaque thing is painted over it later, when it lies
outside the page, or when the drawn page shows no contrast where it should stand (white on white, black on
black, a layer that is switched off). The last test looks at the pixels, so it needs to know no trick.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from governance.findings import Place
from ocr_worker.gathered import Gathered
from ocr_worker.sheet import Sheet

_MOST_CHARACTERS = 20_000
_MOST_OBJECTS = 20_000
_LEAST_CONTRAST = 25
"""Steps of grey between paper and ink below which nobody reads."""
_SMALLEST = 4
"""Height in pixels at the drawn resolution below which a word is no more than a line."""
_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_Bounds = tuple[float, float, float, float]


@dataclass(slots=True)
class _Word:
    """A word of the layer: its letters, its box in points (left, bottom, right, top), and why it may be hidden."""

    letters: list[str] = field(default_factory=list)
    box: _Bounds | None = None
    hidden: bool = False
    ends_line: bool = False

    def add(self, letter: str, box: _Bounds | None, *, hidden: bool) -> None:
        self.letters.append(letter)
        self.hidden = self.hidden or hidden
        if box is not None:
            own = self.box or box
            self.box = (min(own[0], box[0]), min(own[1], box[1]), max(own[2], box[2]), max(own[3], box[3]))


def gather_hidden(page: pypdfium2.PdfPage, number: int, sheet: Sheet, gathered: Gathered) -> None:
    """Add the hidden words of a drawn page to what was gathered."""
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        if count <= 0:
            return
        if count > _MOST_CHARACTERS:
            gathered.unexamined("text layer beyond its first part")
        words = list(_words(layer, _covers(page), min(count, _MOST_CHARACTERS)))
    finally:
        layer.close()
    drawn = Image.frombuffer("L", (sheet.width, sheet.height), sheet.pixels, "raw", "L", 0, 1)
    for word in words:
        word.hidden = word.hidden or _unreadable(page, drawn, word)
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        # Of one or two letters the pixels tell little: between hidden words they are hidden, too.
        if before.hidden and after.hidden and sum(letter.isalnum() for letter in word.letters) < 3:
            word.hidden = True
    gathered.add(Place.HIDDEN, _joined(words), number)


def _words(layer: pypdfium2.PdfTextPage, covers: dict[int, list[_Bounds]], count: int) -> Iterator[_Word]:
    word = _Word()
    modes: dict[int, bool] = {}
    for index in range(count):
        letter = _letter(layer, index)
        if not letter.strip():
            if word.letters:
                word.ends_line = letter in "\r\n"
                yield word
                word = _Word()
            continue
        box = _box(layer, index)
        thing = ctypes.cast(pdfium.FPDFText_GetTextObject(layer, index), ctypes.c_void_p).value or 0
        if thing not in modes:
            shown = pdfium.FPDFTextObj_GetTextRenderMode(ctypes.cast(thing, pdfium.FPDF_PAGEOBJECT)) if thing else 0
            modes[thing] = shown in _INVISIBLE
        covered = box is not None and any(_inside(box, cover) for cover in covers.get(thing, ()))
        word.add(letter, box, hidden=modes[thing] or covered)
    if word.letters:
        yield word


def _letter(layer: pypdfium2.PdfTextPage, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(layer, index)
    return chr(code) if code < 0x110000 else "\ufffd"


def _box(layer: pypdfium2.PdfTextPage, index: int) -> _Bounds | None:
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    if not pdfium.FPDFText_GetCharBox(layer, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _covers(page: pypdfium2.PdfPage) -> dict[int, list[_Bounds]]:
    """For every text of the page, by its address, the boxes of what is painted over it later and is opaque."""
    covers: dict[int, list[_Bounds]] = {}
    later: list[_Bounds] = []
    for index in reversed(range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS))):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if later:
                # Shared while nothing was painted in between; a page has few things that cover.
                covers[ctypes.cast(thing, ctypes.c_void_p).value or 0] = later
        elif _opaque(thing, kind) and len(later) < 200:
            later = [*later, _bounds(thing)]
    return covers


def _opaque(thing: object, kind: int) -> bool:
    if pdfium.FPDFPageObj_HasTransparency(thing):
        return False
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        return True
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)) and fill.value != pdfium.FPDF_FILLMODE_NONE


def _bounds(thing: object) -> _Bounds:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(thing, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _inside(box: _Bounds, cover: _Bounds) -> bool:
    """Whether the middle of a letter lies under a cover."""
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cover[0] <= across <= cover[2] and cover[1] <= up <= cover[3]


def _unreadable(page: pypdfium2.PdfPage, drawn: Image.Image, word: _Word) -> bool:
    if word.box is None:
        return False
    left, top, right, bottom = _on_paper(page, drawn.size, word.box)
    if right <= 0 or bottom <= 0 or left >= drawn.width or top >= drawn.height:
        return True
    letters = sum(letter.isalnum() for letter in word.letters)
    if letters >= 3 and bottom - top < _SMALLEST:
        return True
    # Inside three letters there is always both ink and paper; a single stroke may fill its box.
    across, down = ((right - left) / 12, (bottom - top) / 8) if letters >= 3 else (-2, -2)
    area = (max(0, round(left + across)), max(0, round(top + down)),
            min(drawn.width, round(right - across)), min(drawn.height, round(bottom - down)))  # fmt: skip
    if area[2] <= area[0] or area[3] <= area[1]:
        return False
    darkest, brightest = drawn.crop(area).getextrema()
    return float(brightest) - float(darkest) < _LEAST_CONTRAST  # type: ignore[arg-type]


def _on_paper(page: pypdfium2.PdfPage, size: tuple[int, int], box: _Bounds) -> _Bounds:
    """A box of the page in pixels of the drawn page: left, top, right, bottom."""
    points = []
    for across, up in ((box[0], box[1]), (box[2], box[3])):
        x, y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, across, up, x, y)
        points.append((x.value, y.value))
    (first_x, first_y), (second_x, second_y) = points
    return min(first_x, second_x), min(first_y, second_y), max(first_x, second_x), max(first_y, second_y)


def _joined(words: list[_Word]) -> str:
    """The hidden words in reading order; a gap where seen words stood, or a line's end, begins a new line."""
    lines: list[list[str]] = [[]]
    for word in words:
        if word.hidden:
            lines[-1].append("".join(word.letters))
        if (not word.hidden or word.ends_line) and lines[-1]:
            lines.append([])
    return "\n".join(" ".join(line) for line in lines)
