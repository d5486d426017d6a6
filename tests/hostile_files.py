"""Files that mean harm or are broken, made here: each is a name and the bytes behind it."""

import functools
import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from PIL import Image

from scans import as_heic, as_jpeg, as_pdf, as_png, as_tiff, letter

FOLDER = "HOSTILE_FILES"
"""Environment variable with a folder of more such files; their names tell nothing, a manifest.json may."""

NAMES = (
    "../../etc/passwd", "..\\..\\boot.ini", "/abs/path.png", "con.pdf", "x" * 300 + ".png", "r\u202egnp.exe",
    "name%0D%0ASet-Cookie: a=b.png", "<img src=x onerror=alert(1)>.png", "'; DROP TABLE documents;--.pdf",
    "Zoe Quillfeather 536-22-1234.pdf", "=cmd|'/C calc'!A0.pdf", ".htaccess", "e\u0301.png", " ", ".",
)  # fmt: skip
"""What such a file may be called."""


def brought() -> Iterator[tuple[str, bytes]]:
    """The files of the folder that the environment names, none when it names none."""
    if folder := os.environ.get(FOLDER):
        for path in sorted(Path(folder).iterdir()):
            if path.is_file() and path.suffix != ".json":
                yield path.name, path.read_bytes()


@functools.cache
def seeds() -> dict[str, bytes]:
    """Good files of every format, small, for taking apart."""
    page = letter("Dear reader,\nthis is a short page.", width=240, height=120, size=14)
    moving = [Image.new("L", (60, 40), shade) for shade in (0, 90, 255)]
    files = {"png": as_png(page), "jpeg": as_jpeg(page), "tiff": as_tiff([page, page]), "pdf": as_pdf([page])}
    files["heic"] = as_heic(page.convert("RGB"))
    for kind in ("WEBP", "BMP", "GIF", "AVIF"):
        files[kind.lower()] = saved(page, kind)
    files["moving gif"] = saved(moving[0], "GIF", save_all=True, append_images=moving[1:])
    files["moving webp"] = saved(moving[0], "WEBP", save_all=True, append_images=moving[1:])
    files["fax"] = saved(page.convert("1"), "TIFF", compression="group4")
    files["cmyk"] = saved(page.convert("CMYK"), "JPEG")
    files["clear"] = saved(page.convert("RGBA"), "PNG")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Zoe Quill"
    exif.get_ifd(0x8825).update({2: (1.0, 2.0, 3.0), 4: (4.0, 5.0, 6.0)})
    files["exif"] = saved(page, "JPEG", exif=exif)
    files["rich pdf"] = rich_pdf()
    return files


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Write an image in a format of Pillow's."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def rich_pdf() -> bytes:
    """A PDF with a bit of everything that hides: notes, fields, attachments, outline, script, layers of text."""
    name, thing = pikepdf.Name, pikepdf.Dictionary
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 200))
        font = thing(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        pdf.pages[0].Resources = thing(Font=thing(F1=font))
        ink = b"BT /F1 14 Tf 20 150 Td (plain) Tj ET BT 3 Tr /F1 14 Tf 20 100 Td (hidden) Tj ET 0 g 10 10 50 20 re f"
        pdf.pages[0].Contents = pdf.make_stream(ink)
        note = thing(Type=name.Annot, Subtype=name.Text, T="Zoe Quill", Contents="note", Rect=[0, 0, 9, 9])
        field = thing(Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T="who", V="Zoe Quill", Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note), pdf.make_indirect(field)])
        pdf.Root.AcroForm = thing(Fields=pikepdf.Array([pdf.pages[0].Annots[1]]))
        pdf.Root.OpenAction = thing(S=name.JavaScript, JS="app.alert(1)")
        pdf.attachments["people.csv"] = b"name\nZoe Quill"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Zoe Quill", 0))
        pdf.docinfo.Author = "Zoe Quill"
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


@functools.cache
def made() -> dict[str, bytes]:
    """Bombs, liars, halves and disguises."""
    page = letter("Half a page", width=400, height=300)
    return {
        "empty": b"",
        "one byte": b"\x89",
        "half a jpeg": as_jpeg(page)[:4000],
        "half a pdf": as_pdf([page])[:3000],
        "an archive": b"PK\x03\x04" + bytes(3000),
        "a program": b"MZ" + bytes(400),
        "an svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "a bomb": saved(Image.new("1", (30_000, 30_000)), "PNG"),
        "a lying png": lying_png(65_535, 65_535),
        "a lying bmp": b"BM"
        + struct.pack("<IHHIIiiHHIIiiII", 128, 0, 0, 54, 40, 65_000, 65_000, 1, 24, 0, 0, 1, 1, 0, 0),
        "too many pages": as_tiff([Image.new("1", (9, 9))] * 120),
        "a flood in a pdf": pdf_flood(),
        "a page of miles": pdf_of_miles(),
        "a bit of everything": rich_pdf(),
        "one dot": saved(Image.new("L", (1, 1)), "PNG"),
        "a thread": saved(Image.new("L", (1, 20_000)), "PNG"),
    }


def lying_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"x")) + chunk(b"IEND", b"")


def _flood() -> bytes:
    """A gigabyte of nothing, compressed piece by piece."""
    packer, piece = zlib.compressobj(1), bytes(1 << 20)
    return b"".join([*(packer.compress(piece) for _ in range(1000)), packer.flush()])


def pdf_flood() -> bytes:
    """Drawing that does not end in any memory, behind two compressions."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        flood = zlib.compress(_flood(), 9)
        twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        pdf.pages[0].Contents = pikepdf.Stream(pdf, flood, Filter=twice)
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def pdf_of_miles() -> bytes:
    """A page that no wall is large enough for."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.pages[0].UserUnit = 75_000
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
