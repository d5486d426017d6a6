"""What a file is, is told by its first bytes and by nothing else."""

import pytest

from governance.errors import ProvisoError
from store.file_kind import FORMATS, format_of


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"II+\0", "tiff"),
        (b"%PDF-1.4", "pdf"),
        (b"\n\n%PDF-2.0", "pdf"),
        (b"GIF87a", "gif"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8L", "webp"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "bmp"),
        (b"BM" + bytes(12) + b"\x7c\0\0\0", "bmp"),
        (b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", "avif"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", "heic"),
    ],
)
def test_the_first_bytes_tell_the_format(data: bytes, kind: str) -> None:
    assert format_of(data) == kind
    assert kind in FORMATS


@pytest.mark.parametrize(
    "data",
    [
        b"B",
        b"BM",
        b"BM is how this letter begins, and it goes on for a while.",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"\0\0\0\x1cftypisom\0\0\0\0mp42mp41",
        b"\0\0\0\x1cftyp",
        b"\xff\xff\xff\xffftyp" + bytes(300),
        b"MZ\x90\0",
        b"PK\x03\x04",
        bytes(2000) + b"%PDF-1.7",
    ],
)
def test_anything_else_is_not_read(data: bytes) -> None:
    with pytest.raises(ProvisoError) as refused:
        format_of(data)

    assert refused.value.code == "file-type-unknown"


def test_no_bytes_are_no_file() -> None:
    with pytest.raises(ProvisoError) as refused:
        format_of(b"")

    assert refused.value.code == "file-empty"
