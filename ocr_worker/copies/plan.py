"""What to paint over on a page, decided on words: findings, what repeats them, and what nobody can be sure of."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from governance.findings import Box, Finding, PageText, Word

UNREADABLE = 0.35
"""Below this confidence a word is painted wherever it stands: what it says cannot be checked."""
DOUBTFUL = 0.65
"""Below this confidence a word is painted when it stands beside a finding, whose part it may be."""
_REACH = 1.5
"""How many line heights apart two words may stand and still be beside each other."""
_SHORTEST = 3
"""A part of a name with fewer letters is too common a word to be painted wherever it stands."""
_NAMES = frozenset({"PERSON", "NRP"})
"""Types of finding whose every part is told by itself: a surname alone names somebody."""

_COMMON = frozenset(
    {"the", "and", "for", "from", "with", "our", "your", "you", "von", "van", "der", "den", "del", "mrs"}
)
"""Words that a detector may take into a name, and that would blacken half a page."""

Marks = frozenset[int]
"""Places of words in `PageText.words`."""


def plain(text: str) -> str:
    """A word's letters and digits in small letters, so that punctuation and capitals make no difference."""
    return re.sub(r"[\W_]+", "", text).casefold()


def marks_of(page: PageText, findings: Iterable[Finding]) -> Marks:
    """The words that findings touch."""
    spans = [(finding.start, finding.end) for finding in findings]
    return frozenset(
        place
        for place, word in enumerate(page.words)
        if any(word.start < end and word.end > start for start, end in spans)
    )


def values_of(page: PageText, findings: Iterable[Finding]) -> frozenset[tuple[str, ...]]:
    """What was found, as rows of plain words; of a name every part as well."""
    values: set[tuple[str, ...]] = set()
    for finding in findings:
        parts = tuple(filter(None, (plain(part) for part in page.text[finding.start : finding.end].split())))
        if sum(map(len, parts)) >= _SHORTEST:
            values.add(parts)
        if finding.type in _NAMES:
            values |= {(part,) for part in parts if len(part) >= _SHORTEST and part not in _COMMON}
    return frozenset(values)


def repeated(page: PageText, values: frozenset[tuple[str, ...]]) -> Marks:
    """The words of a page that say again what was found anywhere in the document."""
    words = [plain(word.text) for word in page.words]
    found: set[int] = set()
    for value in values:
        for place in range(len(words) - len(value) + 1):
            if tuple(words[place : place + len(value)]) == value:
                found.update(range(place, place + len(value)))
    return frozenset(found)


def unsure(page: PageText, marked: Marks) -> Marks:
    """The words that are too badly read to be left to be seen."""
    boxes = [page.words[place].box for place in marked]
    return frozenset(
        place
        for place, word in enumerate(page.words)
        if word.confidence < UNREADABLE or (word.confidence < DOUBTFUL and any(beside(word.box, box) for box in boxes))
    )


def beside(one: Box, other: Box) -> bool:
    """Whether two boxes stand next to each other, in a line or in the lines above and below."""
    reach = _REACH * max(one[3] - one[1], other[3] - other[1])
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    return across <= reach and down <= reach / 2


def remaining(page: PageText, marked: Marks) -> tuple[PageText, tuple[int, ...]]:
    """The page without the marked words, its lines and paragraphs kept, and the place each word had before."""
    kept = tuple(place for place in range(len(page.words)) if place not in marked)
    parts: list[str] = []
    words: list[Word] = []
    length = end = 0
    for place in kept:
        word = page.words[place]
        if words:
            # The widest gap there was between the two, which may have lain before a word that is gone.
            gap = page.text[end : word.start]
            parts.append("\n\n" if "\n\n" in gap else "\n" if "\n" in gap else " ")
            length += len(parts[-1])
        parts.append(word.text)
        words.append(replace(word, start=length, end=length + len(word.text)))
        length, end = length + len(word.text), word.end
    return PageText(page.page, page.width, page.height, "".join(parts), tuple(words)), kept


def settle(page: PageText, marked: Marks, find: Callable[[PageText], Iterable[Finding]]) -> Marks:
    """Mark until nothing is found any more in the words that remain; ends, because every turn marks more."""
    while True:
        rest, kept = remaining(page, marked)
        more = {kept[place] for place in marks_of(rest, find(rest))}
        if not more:
            return marked
        marked |= more


def bars(page: PageText, marked: Marks) -> tuple[Box, ...]:
    """The rectangles that are painted: marked words in a row as one, with a margin; right and bottom exclusive.

    Words in a row share a bar, so that the gaps between them do not tell how long each was.
    """
    rows: list[list[Word]] = []
    for place in sorted(marked):
        word = page.words[place]
        joined = rows and place - 1 in marked and "\n" not in page.text[page.words[place - 1].end : word.start]
        if joined:
            rows[-1].append(word)
        else:
            rows.append([word])
    painted = []
    for row in rows:
        lefts, tops, rights, bottoms = zip(*(word.box for word in row), strict=True)
        left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
        margin = max(3, (bottom - top) // 4)
        painted.append(
            (
                max(0, left - margin),
                max(0, top - margin),
                min(page.width, right + margin),
                min(page.height, bottom + margin),
            )
        )
    return tuple(painted)


def covered(box: Box, painted: Iterable[Box]) -> bool:
    """Whether a box lies for the most part under what was painted: then what is read there is read from the paint."""
    area = max(1, (box[2] - box[0]) * (box[3] - box[1]))
    hidden = sum(_shared(box, bar) for bar in painted)
    return 2 * hidden > area


def touched(box: Box, painted: Iterable[Box]) -> bool:
    """Whether any part of a box was painted over."""
    return any(_shared(box, bar) for bar in painted)


def _shared(one: Box, other: Box) -> int:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0
