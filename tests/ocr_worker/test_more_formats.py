"""The formats that telephones, cameras and old programs write: each becomes the same upright grey page."""

import io

import pytest
from PIL import Image

from governance.findings import Place
from scans import as_heic
from store.decoder import Decoder, PageImage


def _page() -> Image.Image:
    """White with a black corner and a black foot, so that turning and inverting show."""
    page = Image.new("L", (120, 200), 255)
    page.paste(0, (0, 150, 120, 200))
    page.paste(0, (0, 0, 30, 30))
    return page


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    if kind == "HEIC":
        return as_heic(image)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _looks_right(page: PageImage) -> bool:
    def at(x: int, y: int) -> int:
        return page.pixels[y * page.width + x]

    return (page.width, page.height) == (120, 200) and at(8, 8) < 60 and at(110, 8) > 200 and at(60, 190) < 60


def _only(decoder: Decoder, data: bytes) -> PageImage:
    (page,) = decoder.pages(data)
    return page


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1"])
@pytest.mark.parametrize("kind", ["WEBP", "BMP", "GIF", "AVIF", "HEIC"])
def test_every_kind_of_pixel_of_every_format_is_read(decoder: Decoder, kind: str, mode: str) -> None:
    image = _page().convert(mode)
    if kind in ("WEBP", "AVIF", "HEIC") and mode in ("1", "P"):
        image = image.convert("RGB")
    data = _saved(image, kind)

    inspection = decoder.inspect(data)

    assert (inspection.format, inspection.pages) == (kind.lower(), 1)
    assert _looks_right(_only(decoder, data))


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "HEIC", "GIF"])
def test_black_letters_on_a_clear_ground_come_out_on_white(decoder: Decoder, kind: str) -> None:
    clear = Image.merge("LA", (Image.new("L", (120, 200), 0), _page().point(lambda value: 255 - value)))

    assert _looks_right(_only(decoder, _saved(clear.convert("RGBA"), kind)))


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_a_page_that_exif_calls_turned_is_turned_back(decoder: Decoder, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    assert _looks_right(_only(decoder, _saved(_page().transpose(Image.Transpose.ROTATE_90), kind, exif=exif)))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_moving_picture_the_first_is_read_and_the_rest_is_told(decoder: Decoder, kind: str) -> None:
    more = [Image.new("L", (120, 200), 255 - n) for n in range(7)]
    data = _saved(_page(), kind, save_all=True, append_images=more)

    assert decoder.inspect(data).pages == 1
    page = _only(decoder, data)

    assert _looks_right(page)
    assert [part.place for part in page.unseen] == [Place.PICTURES]


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "GIF", "AVIF", "HEIC"])
def test_a_picture_that_stands_still_has_nothing_to_tell(decoder: Decoder, kind: str) -> None:
    assert _only(decoder, _saved(_page(), kind)).unseen == ()
