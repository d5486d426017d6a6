"""What a reading yields: words with boxes, the personal data among them, and what the file holds unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

SPECIAL = "SPECIAL_"
"""How the types of hints at special categories (GDPR Art. 9) begin: candidates for a human eye, no proven data."""

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
class Finding:
    """Personal data found in a page's text: Presidio's entity type, span, score 0 to 1, page and boxes."""

    type: str
    start: int
    end: int
    score: float
    page: int
    boxes: tuple[Box, ...]


def is_special(kind: str) -> bool:
    """Tell whether a finding of this type is a candidate for a special category of personal data (GDPR Art. 9).

    NRP is Presidio's nationality, religion or political group, which it cannot tell apart, so it counts as one.
    """
    return kind == "NRP" or kind.startswith(SPECIAL)


class Place(StrEnum):
    """Where something stands that leaves with a file without being seen on its pages."""

    METADATA = "metadata"
    HIDDEN = "hidden-text"
    ANNOTATION = "annotation"
    FIELD = "form-field"
    ATTACHMENT = "attachment"
    OUTLINE = "outline"
    DESCRIPTION = "description"
    REVISION = "earlier-revision"
    SCRIPT = "script"
    PICTURES = "other-pictures"
    UNEXAMINED = "unexamined"


STATEMENTS = frozenset({Place.SCRIPT, Place.PICTURES, Place.UNEXAMINED})
"""Places that a person is told of even when no personal data was found there."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text in a file that nobody sees on its pages; `page` is 0 for the whole file.

    The findings' spans index into this `text`, and they have no boxes. A statement may have no text.
    """

    place: Place
    page: int
    text: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    """One page after reading; `page` counts from 1, width and height are pixels of the image as read.

    `unseen` came with the page and is not on it; what belongs to the whole file stands at the first page.
    `read_twice` says that a second engine read it, too, whichever reading this is.
    """

    page: int
    width: int
    height: int
    text: str
    words: tuple[Word, ...]
    unseen: tuple[Unseen, ...] = ()
    read_twice: bool = False

    @property
    def confidence(self) -> float:
        """Mean confidence of the page's words, weighted by their length; 0 for an empty page."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else 0.0


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
    def unseen(self) -> tuple[Unseen, ...]:
        """Everything that is in the file and not on its pages, with the personal data found in it."""
        return tuple(part for page in self.pages for part in page.unseen)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings of each type, seen or unseen; the only thing about them that may leave the sealed text."""
        counted: dict[str, int] = {}
        for finding in (*self.findings, *(found for part in self.unseen for found in part.findings)):
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
