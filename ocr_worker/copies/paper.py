"""Write pages as a PDF file: a grey picture each, and over it words that are found and copied but not seen.

The words are set in a font of empty glyphs (Type 3) whose ToUnicode map says what each stands for: nothing is
embedded, any letter can be written, and what a viewer marks is the picture below. The file has no information
dictionary, no XMP and no time in it.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Rectangle, Stream

from governance.findings import Word

_EM = 1000
_ADVANCE = 500
_FONT_CODES = 256
_LOWEST_DPI, _HIGHEST_DPI, _USUAL_DPI = 50, 1200, 200


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: a JPEG file of `width` by `height` grey pixels, its dots per inch, and words with boxes in pixels."""

    jpeg: bytes
    width: int
    height: int
    dpi: int
    words: tuple[Word, ...]


class _Glyphs:
    """Hands out a font and a code for every letter; a font has room for 256."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def place(self, letter: str) -> tuple[int, int]:
        """The number of the font and the code in it."""
        return divmod(self._codes.setdefault(letter, len(self._codes)), _FONT_CODES)

    def fonts(self, pdf: Pdf) -> dict[str, Object]:
        """Write all fonts that were needed, by their name in the pages' resources."""
        letters = list(self._codes)
        parts = [letters[at : at + _FONT_CODES] for at in range(0, len(letters), _FONT_CODES)]
        return {f"/F{number}": _font(pdf, part) for number, part in enumerate(parts)}


def write_pdf(leaves: Iterable[Leaf]) -> bytes:
    """Write the pages in order; the same pages give the same bytes."""
    with Pdf.new() as pdf:
        glyphs = _Glyphs()
        pages = [(leaf, _picture(pdf, leaf), _words(leaf, glyphs)) for leaf in leaves]
        fonts = pdf.make_indirect(Dictionary(glyphs.fonts(pdf)))
        for leaf, picture, words in pages:
            width, height = _points(leaf, leaf.width), _points(leaf, leaf.height)
            drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q\n".encode()
            page = pdf.add_blank_page(page_size=(width, height))
            page.obj.Resources = Dictionary(XObject=Dictionary(P=picture), Font=fonts)
            page.obj.Contents = Stream(pdf, drawing + words)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, compress_streams=True)
    return out.getvalue()


def _picture(pdf: Pdf, leaf: Leaf) -> Object:
    return Stream(
        pdf,
        leaf.jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=leaf.width,
        Height=leaf.height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def _points(leaf: Leaf, pixels: float) -> float:
    dpi = leaf.dpi if _LOWEST_DPI <= leaf.dpi <= _HIGHEST_DPI else _USUAL_DPI
    return pixels * 72 / dpi


def _words(leaf: Leaf, glyphs: _Glyphs) -> bytes:
    """Set every word into its box: as high as the box, its letters stretched to the box's width."""
    lines = [b"BT"]
    for word in leaf.words:
        left, top, right, bottom = word.box
        size = max(1.0, _points(leaf, bottom - top))
        wide = max(0.1, _points(leaf, right - left))
        stretch = 100 * wide / (len(word.text) * size * _ADVANCE / _EM)
        across, up = _points(leaf, left), _points(leaf, leaf.height - bottom)
        lines.append(f"{stretch:.2f} Tz 1 0 0 1 {across:.2f} {up:.2f} Tm".encode())
        for font, codes in _runs(word.text, glyphs):
            lines.append(f"/F{font} {size:.2f} Tf <{codes}> Tj".encode())
    return b"\n".join([*lines, b"ET"]) if len(lines) > 1 else b""


def _runs(text: str, glyphs: _Glyphs) -> list[tuple[int, str]]:
    """Letters of the same font in a row, as hexadecimal codes."""
    runs: list[tuple[int, str]] = []
    for letter in text:
        font, code = glyphs.place(letter)
        before = runs.pop() if runs and runs[-1][0] == font else (font, "")
        runs.append((font, f"{before[1]}{code:02x}"))
    return runs


def _font(pdf: Pdf, letters: list[str]) -> Object:
    names = [f"/g{code}" for code in range(len(letters))]
    empty = pdf.make_indirect(Stream(pdf, f"{_ADVANCE} 0 0 0 {_ADVANCE} {_EM} d1".encode()))
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Rectangle(0, 0, _ADVANCE, _EM).as_array(),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(dict.fromkeys(names, empty)),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0, *(Name(name) for name in names)])),
            FirstChar=0,
            LastChar=len(letters) - 1,
            Widths=Array([_ADVANCE] * len(letters)),
            Resources=Dictionary(),
            ToUnicode=pdf.make_indirect(Stream(pdf, _unicode_map(letters))),
        )
    )


def _unicode_map(letters: list[str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Letters def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for at in range(0, len(letters), 100):
        part = letters[at : at + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{at + code:02X}> <{letter.encode('utf-16-be').hex()}>" for code, letter in enumerate(part)]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
