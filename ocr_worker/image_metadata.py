"""What a picture tells beside its pixels: EXIF with its position, IPTC, XMP, comments; runs only when fenced.

Left out is what says nothing of a person: the software, sizes, exposure, colour profiles, and dates of making.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

from PIL import Image

from governance.findings import Place
from ocr_worker.gathered import Gathered, Lines, decoded

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_UTF16 = {0x9C9B: "Title", 0x9C9C: "Comment", 0x9C9D: "Author", 0x9C9E: "Keywords", 0x9C9F: "Subject"}
_PLAIN = {
    0x010D: "Document name", 0x010E: "Description", 0x013B: "Author", 0x013C: "Computer", 0x8298: "Copyright",
    0xA430: "Owner", 0xA431: "Camera serial number",
}  # fmt: skip
_COMMENT = 0x9286
_IPTC = {
    5: "Title", 25: "Keywords", 40: "Instructions", 80: "Author", 90: "City", 92: "Place", 95: "State",
    101: "Country", 105: "Headline", 110: "Credit", 115: "Source", 116: "Copyright", 118: "Contact",
    120: "Caption", 122: "Author",
}  # fmt: skip
_XMP_MOST = 200_000
_XMP_TECHNICAL = re.compile(
    r"(Tool|Date|Producer|ID|InstanceID|DocumentID|Version|Format|format|when|action|changed|softwareAgent|"
    r"Orientation|Resolution|ResolutionUnit|ColorSpace|ColorMode|ICCProfile|ExifVersion|PixelXDimension|"
    r"PixelYDimension|part|conformance|about|parseType|lang|resource|type|xmptk|Trapped)$"
)


def gather_metadata(image: Image.Image, gathered: Gathered, page: int = 0) -> None:
    """Add what the loaded `image` carries to what was gathered, for the whole file unless a page is named."""
    lines = Lines(gathered, Place.METADATA, page)
    for what in (_exif, _position, _iptc, _comments, _xmp):
        with gathered.careful("metadata of the picture"):
            for label, value in what(image):
                lines.add(label, value)
    lines.done()


def touch_metadata(image: Image.Image) -> None:
    """Read the inner tables of a TIFF page while its file is still open; decoding closes it."""
    with suppress(Exception):
        exif = image.getexif()
        exif.get_ifd(_EXIF_IFD)
        exif.get_ifd(_GPS_IFD)


def _exif(image: Image.Image) -> Iterator[tuple[str, object]]:
    exif = image.getexif()
    inner = exif.get_ifd(_EXIF_IFD)
    for tags in (exif, inner):
        for tag, label in _PLAIN.items():
            if (value := tags.get(tag)) is not None:
                yield label, value
        for tag, label in _UTF16.items():
            if isinstance(value := tags.get(tag), bytes | tuple):
                yield label, bytes(value).decode("utf-16-le", "replace")
    comment = inner.get(_COMMENT)
    if isinstance(comment, bytes):
        yield "Comment", comment[8:] if comment[:8].strip(b"\0") in (b"ASCII", b"") else decoded(comment[8:])
    elif comment is not None:
        yield "Comment", comment


def _position(image: Image.Image) -> Iterator[tuple[str, object]]:
    tags = image.getexif().get_ifd(_GPS_IFD)
    if 2 in tags and 4 in tags:
        latitude, longitude = _degrees(tags[2], tags.get(1)), _degrees(tags[4], tags.get(3))
        yield "GPS position", f"{latitude:.6f}, {longitude:.6f}"
    for tag in (27, 28):  # how it was found out, and the name of the area
        if isinstance(value := tags.get(tag), bytes):
            yield "GPS area", decoded(value[8:])


def _degrees(value: object, reference: object) -> float:
    parts = value if isinstance(value, tuple | list) else (value,)
    degrees = float(sum(float(part) / 60**power for power, part in enumerate(parts[:3])))
    return -degrees if str(reference).strip("\0 ").upper() in ("S", "W", "B'S'", "B'W'") else degrees


def _iptc(image: Image.Image) -> Iterator[tuple[str, object]]:
    resources = image.info.get("photoshop")
    data = resources.get(0x0404, b"") if isinstance(resources, dict) else b""
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, number, length = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        if record == 2 and number in _IPTC:
            yield _IPTC[number], data[at + 5 : at + 5 + length]
        at += 5 + length


def _comments(image: Image.Image) -> Iterator[tuple[str, object]]:
    yield "Comment", image.info.get("comment", b"")
    texts = getattr(image, "text", {})
    for label, value in list(texts.items())[:100]:
        if label != "XML:com.adobe.xmp" and label.casefold() not in ("software", "creation time", "date:create"):
            yield str(label), value


def _xmp(image: Image.Image) -> Iterator[tuple[str, object]]:
    found = image.info.get("xmp") or getattr(image, "text", {}).get("XML:com.adobe.xmp", "")
    yield from xmp_lines(found.encode() if isinstance(found, str) else found)


def xmp_lines(packet: object) -> Iterator[tuple[str, str]]:
    """Label and value of everything a person may have written into an XMP packet.

    Read without an XML parser, as one reads a letter: values between tags and in attributes. A parser has
    entities, and nothing here needs them.
    """
    if not isinstance(packet, bytes):
        return
    text = decoded(packet[:_XMP_MOST])
    label = ""
    for tag, attributes, value in re.findall(r"<(?:[\w.-]+:)?([\w.-]+)([^<>]*)>([^<]*)", text):
        if tag not in ("li", "Alt", "Seq", "Bag", "Description"):
            label = tag
        for space, name, quoted in re.findall(r"([\w.-]+):([\w.-]+)\s*=\s*[\"']([^\"']*)[\"']", attributes):
            if space not in ("xmlns", "xml", "rdf") and not _XMP_TECHNICAL.search(name):
                yield _spoken(name), _plain(quoted)
        if value.strip() and not _XMP_TECHNICAL.search(label):
            yield _spoken(label), _plain(value)


def _spoken(name: str) -> str:
    return {"creator": "Author", "title": "Title", "OwnerName": "Owner"}.get(name, name)


def _plain(value: str) -> str:
    for mark, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        value = value.replace(mark, letter)
    return value.strip()
