"""What cameras and programs write into a picture beside its pixels comes out of the decoder."""

import io

import pytest
from PIL import Image, PngImagePlugin, TiffImagePlugin

from governance.findings import Place
from scans import as_png
from store.decoder import Decoder

PAGE = Image.new("L", (90, 120), 255)


def _saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    PAGE.save(out, kind, **options)
    return out.getvalue()


def _metadata(decoder: Decoder, data: bytes) -> str:
    (page,) = decoder.pages(data)
    return "\n".join(part.text for part in page.unseen if part.place is Place.METADATA)


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = "Paula Exemplar"
    exif[0x010E] = "Kitchen of Mrs Exemplar"
    exif[0x0131] = "Camera program 7"
    exif[0x9C9C] = "seen by Zoë".encode("utf-16-le")
    exif.get_ifd(0x8769).update({0xA430: "P. Exemplar", 0xA431: "SN-00417", 0x9286: b"ASCII\0\0\0at home"})
    exif.get_ifd(0x8825).update({1: "S", 2: (33.0, 51.0, 31.0), 3: "E", 4: (151.0, 12.0, 54.0)})
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exif_is_told_with_owner_and_position(decoder: Decoder, kind: str) -> None:
    lines = _metadata(decoder, _saved(kind, exif=_exif())).splitlines()

    assert {"Author: Paula Exemplar", "Description: Kitchen of Mrs Exemplar"} <= set(lines)
    assert {"Owner: P. Exemplar", "Camera serial number: SN-00417", "Comment: at home"} <= set(lines)
    assert "Comment: seen by Zoë" in lines
    assert "GPS position: -33.858611, 151.215000" in lines
    assert not any("Camera program" in line for line in lines)


def test_inner_tables_of_a_tiff_are_told(decoder: Decoder) -> None:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[0x013B], tags[0x8769], tags[0x8825] = "Paula", {0xA430: "P. Exemplar"}, {1: "N", 2: (1.0, 0.0, 0.0), 4: (2.0,)}

    lines = _metadata(decoder, _saved("TIFF", tiffinfo=tags)).splitlines()

    assert lines == ["Author: Paula", "Owner: P. Exemplar", "GPS position: 1.000000, 2.000000"]


def test_text_chunks_of_a_png_are_told(decoder: Decoder) -> None:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Author", "Paula Exemplar")
    chunks.add_text("Warning", "confidential " * 20, zip=True)
    chunks.add_itxt("Titel", "Übergabe", "de", "Titel")
    chunks.add_text("Software", "Pressware 7")

    text = _metadata(decoder, _saved("PNG", pnginfo=chunks))

    assert "Author: Paula Exemplar" in text
    assert "Titel: Übergabe" in text
    assert "confidential" in text
    assert "Pressware" not in text


@pytest.mark.parametrize("kind", ["JPEG", "GIF"])
def test_comments_are_told(decoder: Decoder, kind: str) -> None:
    assert _metadata(decoder, _saved(kind, comment=b"taken by Paula Exemplar")) == "Comment: taken by Paula Exemplar"


def test_xmp_is_told(decoder: Decoder) -> None:
    xmp = b"<x><dc:creator><rdf:Seq><rdf:li>Paula &lt;Exemplar&gt;</rdf:li></rdf:Seq></dc:creator></x>"

    assert _metadata(decoder, _saved("JPEG", xmp=xmp)) == "Author: Paula <Exemplar>"


def test_iptc_is_told(decoder: Decoder) -> None:
    record = b"".join(
        b"\x1c\x02%c" % number + len(value).to_bytes(2, "big") + value
        for number, value in ((80, b"Paula Exemplar"), (90, b"Truro"), (120, b"The garden"))
    )
    resource = b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record + b"\0" * (len(record) % 2)
    segment = b"Photoshop 3.0\0" + resource
    plain = _saved("JPEG")
    data = plain[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + plain[2:]

    assert _metadata(decoder, data).splitlines() == ["Author: Paula Exemplar", "City: Truro", "Caption: The garden"]


def test_each_page_of_a_tiff_tells_its_own(decoder: Decoder) -> None:
    out = io.BytesIO()
    pages = [PAGE, PAGE.copy()]
    for number, page in enumerate(pages, 1):
        page.encoderinfo = {"tiffinfo": {0x013B: f"Clerk {number}"}}
    PAGE.save(out, "TIFF", save_all=True, append_images=pages[1:], tiffinfo={0x013B: "Clerk 1"})

    told = [[(part.page, part.text) for part in page.unseen] for page in decoder.pages(out.getvalue())]

    assert told[0] == [(1, "Author: Clerk 1")]
    assert [page for page, _ in told[1]] in ([2], [])


def test_broken_metadata_does_not_make_a_good_page_bad(decoder: Decoder) -> None:
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x50\x00\x12\x01\x09\x00\xff\xff\xff\xff"
    xmp = b"<x" * 1000 + bytes(range(256))

    assert len(list(decoder.pages(_saved("JPEG", exif=exif, xmp=xmp)))) == 1


def test_a_plain_picture_has_nothing_beside_it(decoder: Decoder) -> None:
    (page,) = decoder.pages(as_png(PAGE))

    assert page.unseen == ()
