"""Look for personal data in what a file holds unseen; what has none is not kept."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from governance.findings import STATEMENTS, Finding, PageText, Place, Unseen

Find = Callable[[PageText], tuple[Finding, ...]]

_SAID_BY_LABEL = {
    **dict.fromkeys(("Author", "Owner", "Contact"), "PERSON"),
    **dict.fromkeys(("GPS position", "GPS area", "City", "Place"), "LOCATION"),
    "Camera serial number": "SERIAL_NUMBER",
}
"""Labels that say what their value is; a name alone on its line is easily overlooked."""

_BY_LABEL_SCORE = 0.6
_ALSO_DRAWN = frozenset({Place.HIDDEN, Place.ANNOTATION, Place.FIELD, Place.REVISION, Place.DESCRIPTION, Place.OUTLINE})
"""Places whose words often stand on the page as well; what a person sees there is no news."""


def examine(parts: Sequence[Unseen], find: Find, seen: str) -> tuple[Unseen, ...]:
    """Give the parts that hold personal data, with it, and those that a person must be told of anyway.

    `seen` is the text read from the page that the parts came with: a value that stands there too, letter by
    letter, is left out for places whose words are usually drawn.
    """
    visible = _letters(seen)
    kept = []
    for part in parts:
        found = _found(part, find)
        if part.place in _ALSO_DRAWN:
            found = tuple(one for one in found if _letters(part.text[one.start : one.end]) not in visible)
        if found or part.place in STATEMENTS:
            kept.append(replace(part, findings=found))
    return tuple(kept)


def _found(part: Unseen, find: Find) -> tuple[Finding, ...]:
    if not part.text.strip() or part.place is Place.UNEXAMINED:
        return ()
    by_label = tuple(_by_label(part)) if part.place in (Place.METADATA, Place.ANNOTATION) else ()
    found = find(PageText(part.page, 0, 0, part.text, ()))
    beside = tuple(
        one for one in found if not any(one.start < other.end and other.start < one.end for other in by_label)
    )
    return tuple(sorted((*by_label, *beside), key=lambda one: one.start))


def _by_label(part: Unseen) -> list[Finding]:
    return [
        Finding(_SAID_BY_LABEL[line[1]], line.start(2), line.end(2), _BY_LABEL_SCORE, part.page, ())
        for line in re.finditer(r"^([^:\n]+): (.*\S)$", part.text, re.MULTILINE)
        if line[1] in _SAID_BY_LABEL
    ]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
