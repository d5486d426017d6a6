"""What a reading yields: words with boxes, and the personal data found among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the page image as it was read; right and bottom are exclusive."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as Tesseract saw it; `start` and `end` index into its page's text, `confidence` is 0 to 1."""

    text: str
    start: int
    end: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class PageText:
    """One page after reading; `page` counts from 1, width and height are pixels of the image as read."""

    page: int
    width: int
    height: int
    text: str
    words: tuple[Word, ...]

    @property
    def confidence(self) -> float:
        """Mean confidence of the page's words, weighted by their length; 0 for an empty page."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data found in a page's text: Presidio's entity type, span, score 0 to 1, page and boxes."""

    type: str
    start: int
    end: int
    score: float
    page: int
    boxes: tuple[Box, ...]


SPECIAL = frozenset({"NRP"})
"""Finding types that show special categories of personal data (GDPR Art. 9), besides those named SPECIAL_….

NRP is Presidio's nationality, religion or political group, which it cannot tell apart.
"""


def is_special(kind: str) -> bool:
    """Tell whether a finding of this type is a candidate for a special category of personal data."""
    return kind in SPECIAL or kind.startswith("SPECIAL_")


PAGE_BREAK = "\n\f\n"
"""What stands between two pages in the text of a whole document."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All pages of a document and their findings; a finding's span indexes into `text`, not the page."""

    pages: tuple[PageText, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The whole text, pages joined by PAGE_BREAK."""
        return PAGE_BREAK.join(page.text for page in self.pages)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each type; the only thing about findings that may leave the sealed text."""
        counted: dict[str, int] = {}
        for finding in self.findings:
            counted[finding.type] = counted.get(finding.type, 0) + 1
        return MappingProxyType(dict(sorted(counted.items())))


def assemble(pages: list[tuple[PageText, tuple[Finding, ...]]]) -> Reading:
    """Join pages and their page-wise findings to one reading, shifting spans to the whole text."""
    offset = 0
    shifted: list[Finding] = []
    for page, found in pages:
        shifted += [Finding(f.type, f.start + offset, f.end + offset, f.score, page.page, f.boxes) for f in found]
        offset += len(page.text) + len(PAGE_BREAK)
    return Reading(tuple(page for page, _ in pages), tuple(shifted))
