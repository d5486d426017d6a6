"""Pages that the tests make for themselves: letters of people who do not exist, as a scanner would give them."""

import io
import random

import pillow_heif
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"

LETTER = """Harbour View Dental Practice
14 Quay Street, Falmouth TR11 3AB
Telephone 01632 960 417

12 March 2026

Mrs Eleanor Whitcombe
7 Primrose Lane
Truro TR1 2QF

Dear Mrs Whitcombe,

Thank you for coming to see us on 4 March 2026. Your next
appointment is with Dr Samuel Okafor on 16 April at 10:30.

Please bring your card; we have your date of birth as
21 July 1968. If you need to change the time, call us or
write to reception@harbourview-dental.example.com.

The deposit of 45.00 was paid by card 4111 1111 1111 1111.
Refunds go to the account GB82 WEST 1234 5698 7654 32.

Yours sincerely,

Priya Raman
Practice Manager"""


def letter(text: str = LETTER, *, width: int = 1240, height: int = 1754, size: int = 27) -> Image.Image:
    """Set a letter in black on white, A4 at 150 dots per inch unless told otherwise."""
    page = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(page)
    draw.multiline_text((width // 9, height // 12), text, fill=15, font=ImageFont.truetype(DEJAVU, size), spacing=14)
    return page


def scanned(page: Image.Image, *, seed: int = 7, angle: float = 0.5) -> Image.Image:
    """Give a page what a flat-bed scanner gives it: a tilt, soft edges, grain and an uneven lamp."""
    tilted = page.rotate(angle, resample=Image.Resampling.BICUBIC, expand=False, fillcolor=250)
    soft = tilted.filter(ImageFilter.GaussianBlur(0.7))
    random.seed(seed)
    grain = Image.effect_noise(page.size, 14)
    lit = ImageChops.add(soft, grain, scale=1.0, offset=-128)
    lamp = Image.linear_gradient("L").resize(page.size).point(lambda value: 232 + value // 11)
    return ImageChops.multiply(lit, lamp)


def as_jpeg(page: Image.Image, quality: int = 72) -> bytes:
    """Write a page as a JPEG file at 150 dots per inch."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(150, 150))
    return out.getvalue()


def as_png(page: Image.Image) -> bytes:
    """Write a page as a PNG file."""
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


def as_tiff(pages: list[Image.Image]) -> bytes:
    """Write pages as one TIFF file."""
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(150, 150), compression="tiff_lzw")
    return out.getvalue()


def as_heic(page: Image.Image) -> bytes:
    """Write a page as telephones do."""
    out = io.BytesIO()
    pillow_heif.from_pillow(page).save(out, quality=80)
    return out.getvalue()


def as_pdf(pages: list[Image.Image]) -> bytes:
    """Write pages as one PDF file of images."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()
