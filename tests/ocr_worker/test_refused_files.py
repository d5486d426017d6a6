"""Files that are not what they should be: each is refused by the decoder program with an error of its own."""

import io
import struct
import zlib
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from governance.errors import ProvisoError
from scans import as_jpeg, as_pdf, as_png, as_tiff, letter
from store.decoder import Decoder

_SPOT = as_png(Image.new("L", (40, 40), 90))


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _refused(decoder: Decoder, data: bytes) -> ProvisoError:
    with pytest.raises(ProvisoError) as inspected:
        decoder.inspect(data)
    with pytest.raises(ProvisoError) as paged:
        list(decoder.pages(data))
    assert inspected.value.code == paged.value.code
    assert inspected.value.sentence
    return inspected.value


def _blank_pdf(size: tuple[int, int]) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "data"),
    [
        pytest.param("file-empty", b"", id="empty"),
        pytest.param("file-type-unknown", b"Just a line of text, whatever it is called.", id="text"),
        pytest.param("file-type-unknown", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40), id="jpeg 2000"),
        pytest.param("file-type-unknown", b"BMW has sent this letter and it is no picture.", id="two letters"),
        pytest.param("file-type-unknown", b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param("file-damaged", b"GIF89a" + bytes(40), id="head of a gif"),
        pytest.param("file-damaged", b"RIFF\x40\0\0\0WEBPVP8 " + bytes(40), id="head of a webp"),
        pytest.param("file-damaged", b"BM" + bytes(12) + b"\x28" + bytes(60), id="head of a bmp"),
        pytest.param("file-damaged", b"\0\0\0\x18ftypheic" + bytes(40), id="head of a heic"),
        pytest.param("file-damaged", b"\0\0\0\x18ftypavif" + bytes(40), id="head of an avif"),
        pytest.param("file-type-unknown", b"\x89", id="one byte"),
        pytest.param("file-type-unknown", b"PK\x03\x04" + bytes(2000) + b"%PDF-1.7", id="archive"),
        pytest.param("file-damaged", as_png(letter())[:9_000], id="half a png"),
        pytest.param("file-damaged", as_jpeg(letter())[:40_000], id="half a jpeg"),
        pytest.param("file-damaged", as_tiff([letter()])[:9_000], id="half a tiff"),
        pytest.param("file-damaged", b"%PDF-1.7\n%nothing more", id="head of a pdf"),
        pytest.param("file-damaged", b"\xff\xd8\xff", id="head of a jpeg"),
        pytest.param("file-damaged", _SPOT.replace(b"IDAT", b"IDAT!!!!", 1), id="shifted png"),
        pytest.param("file-too-many-pages", as_tiff([Image.new("1", (9, 9))] * 6), id="tiff of six"),
        pytest.param("file-too-many-pages", as_pdf([Image.new("1", (9, 9))] * 6), id="pdf of six"),
        pytest.param("page-too-many-pixels", _saved(Image.new("1", (9_000, 9_000)), "PNG"), id="bomb"),
        pytest.param("page-too-many-pixels", _saved(Image.new("1", (9_000, 9_000)), "TIFF"), id="tiff bomb"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_own_error(decoder: Decoder, code: str, data: bytes) -> None:
    refusal = _refused(decoder, data)

    assert refusal.code == code
    assert refusal.next_step


def test_the_header_alone_gives_a_pixel_bomb_away(decoder: Decoder) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    lying = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"x")) + chunk(b"IEND", b"")

    refusal = _refused(decoder, lying)

    assert refusal.code == "page-too-many-pixels"
    assert refusal.data == {"page": 1, "megapixels": 3600, "limit": 12}


def test_a_page_of_a_pdf_that_would_be_miles_wide_is_refused(decoder: Decoder) -> None:
    assert _refused(decoder, _blank_pdf((14_000, 14_000))).code == "page-too-many-pixels"


def test_a_pdf_that_needs_a_password_is_refused(decoder: Decoder) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))

    assert _refused(decoder, out.getvalue()).code == "file-encrypted"


def test_a_bomb_inside_a_pdf_stays_within_memory(decoder: Decoder) -> None:
    flood = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        filters = [pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]
        stream = pikepdf.Stream(pdf, flood, Filter=pikepdf.Array(filters))
        pdf.pages[0].Contents = stream
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    small = Decoder(replace(decoder.limits, memory=256 << 20))

    with pytest.raises(ProvisoError) as refused:
        list(small.pages(out.getvalue()))

    assert refused.value.code in ("file-hostile", "file-damaged", "file-memory")


def test_a_picture_that_needs_more_memory_than_allowed_says_so(decoder: Decoder) -> None:
    large = as_png(Image.new("RGB", (3_400, 3_400), (200, 30, 30)))
    small = Decoder(replace(decoder.limits, memory=100 << 20))

    with pytest.raises(ProvisoError) as refused:
        list(small.pages(large))

    assert refused.value.code == "file-memory"
    assert refused.value.data == {"format": "PNG", "megabytes": 100}
