"""The decoder program on every format it takes and on files that are not what they should be."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from scans import as_heic, as_jpeg, as_pdf, as_png, as_tiff
from store.decoder import Decoder, PageImage


def _page() -> Image.Image:
    """White above, black below, and one black corner, so that turning and inverting show."""
    page = Image.new("L", (120, 200), 255)
    page.paste(0, (0, 150, 120, 200))
    page.paste(0, (0, 0, 20, 20))
    return page


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _only(decoder: Decoder, data: bytes) -> PageImage:
    (page,) = decoder.pages(data)
    return page


def _at(page: PageImage, x: int, y: int) -> int:
    return page.pixels[y * page.width + x]


def _looks_right(page: PageImage) -> bool:
    """The picture of _page, upright: black corner, white beside it, black foot."""
    right, foot = page.width - 5, page.height - 5
    return (
        _at(page, 5, 5) < 60 and _at(page, right, 5) > 200 and _at(page, 5, foot) < 60 and _at(page, right, foot) < 60
    )


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("png", as_png(_page())),
        ("jpeg", as_jpeg(_page())),
        ("tiff", as_tiff([_page()])),
        ("pdf", as_pdf([_page()])),
    ],
)
def test_each_format_is_told_by_its_content_and_decoded(decoder: Decoder, kind: str, data: bytes) -> None:
    inspection = decoder.inspect(data)
    page = _only(decoder, data)

    assert (inspection.format, inspection.pages) == (kind, 1)
    assert (page.width, page.height, page.dpi) == (120, 200, 150)
    assert len(page.pixels) == 120 * 200
    assert _looks_right(page)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_saved(_page().convert("1"), "PNG"), id="one bit"),
        pytest.param(_saved(_page().convert("1"), "TIFF", compression="group4"), id="fax compression"),
        pytest.param(_saved(_page().convert("RGB"), "JPEG"), id="colour"),
        pytest.param(_saved(_page().convert("CMYK"), "JPEG"), id="cmyk"),
        pytest.param(_saved(_page().convert("CMYK"), "TIFF"), id="cmyk tiff"),
        pytest.param(_saved(_page().convert("P"), "PNG"), id="palette"),
        pytest.param(_saved(_page().convert("I").point(lambda v: v * 257).convert("I;16"), "PNG"), id="16 bit"),
        pytest.param(_saved(_page().convert("I").point(lambda v: v * 257).convert("I;16"), "TIFF"), id="16 bit tiff"),
        pytest.param(_saved(_page().convert("I").point(lambda v: v * 70000), "TIFF"), id="32 bit"),
        pytest.param(_saved(_page().convert("F"), "TIFF"), id="floating"),
    ],
)  # fmt: skip
def test_every_kind_of_pixel_becomes_the_same_grey(decoder: Decoder, data: bytes) -> None:
    assert decoder.inspect(data).pages == 1
    assert _looks_right(_only(decoder, data))


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_black_letters_on_a_clear_ground_come_out_on_white(decoder: Decoder, mode: str) -> None:
    clear = Image.merge("LA", (Image.new("L", (120, 200), 0), _page().point(lambda value: 255 - value)))

    assert _looks_right(_only(decoder, _saved(clear.convert(mode), "PNG")))


def test_a_colour_declared_clear_comes_out_white(decoder: Decoder) -> None:
    page = Image.new("L", (40, 40), 7)
    page.paste(0, (0, 0, 10, 10))

    decoded = _only(decoder, _saved(page, "PNG", transparency=7))

    assert _at(decoded, 5, 5) == 0
    assert _at(decoded, 30, 30) == 255


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_page_that_exif_calls_turned_is_turned_back(
    decoder: Decoder, kind: str, orientation: int, turn: Image.Transpose
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = _page().transpose(turn)

    page = _only(decoder, _saved(stored, kind, exif=exif))

    assert (page.width, page.height) == (120, 200)
    assert _looks_right(page)


def test_all_pages_of_a_tiff_come_in_order(decoder: Decoder) -> None:
    data = as_tiff([Image.new("L", (50, 60 + n), n * 40) for n in range(3)])

    pages = list(decoder.pages(data))

    assert decoder.inspect(data).pages == 3
    assert [(p.page, p.pages, p.height, p.pixels[0]) for p in pages] == [(1, 3, 60, 0), (2, 3, 61, 40), (3, 3, 62, 80)]


def test_a_preview_beside_the_page_of_a_tiff_is_no_page(decoder: Decoder) -> None:
    preview = _page().resize((12, 20))
    out = io.BytesIO()
    with TiffPages(out) as file:
        file.add(_page())
        file.add(preview, subfile=1)

    assert decoder.inspect(out.getvalue()).pages == 1
    assert _only(decoder, out.getvalue()).width == 120


class TiffPages:
    """Writes frames with a chosen NewSubfileType into one TIFF."""

    def __init__(self, out: io.BytesIO) -> None:
        from PIL.TiffImagePlugin import AppendingTiffWriter

        self._writer = AppendingTiffWriter(out)

    def add(self, image: Image.Image, subfile: int = 0) -> None:
        image.save(self._writer, "TIFF", tiffinfo={254: subfile})
        self._writer.newFrame()

    def __enter__(self) -> "TiffPages":
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.finalize()


def test_a_fax_with_oblong_dots_is_made_square(decoder: Decoder) -> None:
    page = _only(decoder, _saved(Image.new("1", (1728, 1100), 1), "TIFF", dpi=(204, 98)))

    assert (page.width, page.height, page.dpi) == (1728, 2290, 204)


def test_a_page_that_does_not_say_its_resolution_gets_that_of_a_sheet(decoder: Decoder) -> None:
    assert _only(decoder, _saved(Image.new("L", (1654, 2339), 255), "PNG")).dpi == 200


def test_text_of_a_pdf_is_drawn_at_the_wished_resolution(decoder: Decoder) -> None:
    page = _only(decoder, _pdf(b"BT /F1 40 Tf 40 700 Td (Drawn letters) Tj ET"))

    assert (page.width, page.dpi) == (1275, 150)
    assert page.height in (1650, 1651)
    assert min(page.pixels) < 40
    assert page.pixels.count(255) > 0.9 * len(page.pixels)


def test_colours_of_a_pdf_become_grey(decoder: Decoder) -> None:
    page = _only(decoder, _pdf(b"1 0 0 rg 0 0 306 792 re f 0 0 0.5 rg 306 0 306 792 re f"))

    assert 60 < _at(page, 100, 100) < 110
    assert _at(page, 1200, 100) < 40


def test_filled_in_fields_of_a_pdf_are_drawn(decoder: Decoder) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(612, 792))
        looks = pdf.make_stream(b"0 0 0 rg 0 0 300 100 re f")
        looks.stream_dict.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form})
        looks.stream_dict.BBox = [0, 0, 300, 100]
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="x", F=4,
                Rect=[100, 600, 400, 700], AP=pikepdf.Dictionary(N=looks),
            )
        )  # fmt: skip
        pdf.pages[0].Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        out = io.BytesIO()
        pdf.save(out)

    page = _only(decoder, out.getvalue())

    assert page.pixels.count(0) > 20_000


def test_a_poster_is_drawn_more_coarsely(decoder: Decoder) -> None:
    page = _only(decoder, _pdf(b"", size=(2400, 3400)))

    assert page.width * page.height <= decoder.limits.pixels
    assert 60 <= page.dpi < 150


def test_broken_exif_does_not_make_a_good_page_bad(decoder: Decoder) -> None:
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x50\x00\x12\x01\x09\x00\xff\xff\xff\xff"

    assert _looks_right(_only(decoder, _saved(_page(), "JPEG", exif=exif)))


def test_nothing_is_imported_after_the_fence_is_up(tmp_path: Path) -> None:
    """Behind the fence no file can be opened: a module that is loaded late would look like a damaged file."""
    samples = {
        "png": [as_png(_page()), _saved(_page().convert("RGBA"), "PNG"), _saved(_page().convert("P"), "PNG")],
        "jpeg": [as_jpeg(_page()), _saved(_page().convert("CMYK"), "JPEG"), _with_orientation("JPEG")],
        "tiff": [as_tiff([_page(), _page()]), _saved(_page().convert("1"), "TIFF", compression="group4")],
        "webp": [_saved(_page(), "WEBP"), _saved(_page(), "WEBP", save_all=True, append_images=[_page()])],
        "bmp": [_saved(_page(), "BMP"), _saved(_page().convert("RGB"), "BMP"), _saved(_page().convert("P"), "BMP")],
        "gif": [_saved(_page(), "GIF"), _saved(_page(), "GIF", save_all=True, append_images=[_page()])],
        "avif": [_saved(_page(), "AVIF"), _saved(_page().convert("RGBA"), "AVIF")],
        "heic": [as_heic(_page().convert("RGB")), as_heic(_page().convert("RGBA"))],
        "pdf": [as_pdf([_page()]), _pdf(b"BT /F1 40 Tf 40 700 Td (Drawn letters) Tj ET")],
    }
    program = (
        "import sys, json\n"
        "from ocr_worker import images\n"
        "from ocr_worker.sheet import Bounds\n"
        "kind, *names = sys.argv[1:]\n"
        "files = [open(name, 'rb').read() for name in names]\n"
        "opener = images._opener(kind, Bounds(9, 10**8), 100)\n"
        "before = set(sys.modules)\n"
        "for data in files:\n"
        "    opener(data).check()\n"
        "    [json.dumps({'a': sheet.dpi}) for sheet in opener(data).sheets()]\n"
        "    try: [sheet for sheet in opener(data[:-len(data) // 3]).sheets()]\n"
        "    except Exception: pass\n"
        "print(sorted(set(sys.modules) - before))\n"
    )
    for kind, files in samples.items():
        names = []
        for number, data in enumerate(files):
            name = tmp_path / f"{kind}{number}"
            name.write_bytes(data)
            names.append(str(name))
        run = subprocess.run(
            [sys.executable, "-I", "-c", program, kind, *names],
            capture_output=True, text=True, check=True, cwd="/", env=dict(os.environ),
        )  # fmt: skip
        assert run.stdout.strip() == "[]", kind


def _with_orientation(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return _saved(_page(), kind, exif=exif)


def _pdf(content: bytes, size: tuple[int, int] = (612, 792)) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.pages[0].Contents = pdf.make_stream(content)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
