"""What an upload is, told by its first bytes; what it is called is not asked."""

from governance.errors import ProvisoError

FORMATS = ("png", "jpeg", "tiff", "webp", "bmp", "gif", "heic", "avif", "pdf")
"""Everything that is read, in the order in which people are told."""

_PDF_HEAD = 1024
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), "heic"),
}
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def format_of(data: bytes) -> str:
    """Tell one of FORMATS by content; raises file-empty or file-type-unknown."""
    if not data:
        raise ProvisoError("file-empty")
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    # Two letters alone would take any text that begins with them: the size of the second header decides.
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    if data[4:8] == b"ftyp" and (name := _brand(data)):
        return name
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    raise ProvisoError("file-type-unknown")


def _brand(data: bytes) -> str:
    """The ISO box file's kind: its main brand, or for the general one the first known brand it claims to fit."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, length, 4))]
    known = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    return "avif" if "avif" in known else (known[0] if known else "")
