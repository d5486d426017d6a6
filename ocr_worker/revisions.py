"""Earlier versions that a PDF carries along: each saving may append, and what was there before stays in the file."""

import io
import re

import pikepdf

from governance.findings import Place
from ocr_worker.attachment import pdf_text
from ocr_worker.gathered import Gathered, clean
from ocr_worker.pdf_parts import gather_parts

_MOST_VERSIONS = 5
_END = re.compile(rb"%%EOF[\r\n]*")


def gather_revisions(data: bytes, gathered: Gathered, pages: int) -> None:
    """Add what earlier versions said and the present one does not."""
    ends = [found.end() for found in _END.finditer(data)][:-1]
    earlier = [data[:end] for end in ends if b"startxref" in data[end:]]
    if not earlier:
        return
    if len(earlier) > _MOST_VERSIONS:
        gathered.unexamined("versions before the last ones")
    said = _lines(data, gathered.left, pages)
    for version in reversed(earlier[-_MOST_VERSIONS:]):
        with gathered.careful("an earlier version"):
            lines = _lines(version, gathered.left, pages)
            gathered.add(Place.REVISION, "\n".join(line for line in lines if line not in said))
            said |= lines


def _lines(data: bytes, most: int, pages: int) -> dict[str, None]:
    """Every line that one version holds, on its pages and beside them, in order."""
    beside = Gathered(most)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        gather_parts(pdf, beside, pages)
    texts = [part.text for part in beside.rest() if part.place is not Place.UNEXAMINED]
    texts.insert(0, pdf_text(data, most))
    return {line.strip(): None for text in texts for line in clean(text).split("\n") if line.strip()}
