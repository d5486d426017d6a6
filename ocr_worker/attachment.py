"""The text of a file inside a file, as far as it can be told without another program; runs only when fenced."""

import io
import re
import zipfile

import pypdfium2

from ocr_worker.gathered import decoded

_MOST_PAGES = 20
_MOST_MEMBERS = 20
_MOST_BYTES = 1_000_000
_OFFICE = re.compile(r"(document|sharedStrings|comments|slide\d+|content|core|meta)\.xml$")


def attachment_text(data: bytes, most: int) -> str | None:
    """Up to `most` characters of a text file, a PDF or an office document; None for what cannot be read so."""
    if data.startswith(b"%PDF-"):
        return pdf_text(data, most)
    if data.startswith(b"PK\x03\x04"):
        return _office_text(data, most)
    text = decoded(data[: 4 * most])
    odd = sum(1 for letter in text[:5000] if ord(letter) < 32 and letter not in "\t\r\n\f")
    return None if odd > len(text[:5000]) // 100 else text[:most]


def pdf_text(data: bytes, most: int) -> str:
    """Up to `most` characters of the text layers of a PDF's first pages."""
    document = pypdfium2.PdfDocument(data)
    texts: list[str] = []
    try:
        for index in range(min(len(document), _MOST_PAGES)):
            page = document[index]
            layer = page.get_textpage()
            count = min(layer.count_chars(), most)
            texts.append(layer.get_text_range(0, count) if count > 0 else "")
            layer.close()
            page.close()
            most -= count
    finally:
        document.close()
    return "\n".join(texts)


def _office_text(data: bytes, most: int) -> str | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist()[:2000] if _OFFICE.search(name)][:_MOST_MEMBERS]
        texts = []
        for name in names:
            with archive.open(name) as member:
                texts.append(re.sub(r"<[^>]*>", " ", decoded(member.read(_MOST_BYTES))))
    text = re.sub(r"[ \t]+", " ", "\n".join(texts))
    return text[:most] if names else None
