"""What a file holds that is not on its pages, for the document's page: told apart by where it stands."""

from dataclasses import dataclass

from governance.findings import PageText, Place, Reading, Unseen
from portal.marked import Piece, pieces

PLACES = {
    Place.METADATA: (
        "Details stored with the file",
        "Programs write them beside the page; whoever gets the file has them.",
    ),
    Place.HIDDEN: ("Hidden text", "It stands in the file but cannot be seen: invisible, covered, or off the page."),
    Place.ANNOTATION: ("Notes and links", "They belong to the file and are not printed on the page."),
    Place.FIELD: ("Form fields", "What the form remembers and does not show."),
    Place.ATTACHMENT: ("An attached file", "Another file travels inside this one."),
    Place.OUTLINE: ("Table of contents", "The headings that a reader shows beside the pages."),
    Place.DESCRIPTION: ("Descriptions", "What is read aloud in place of pictures and letters."),
    Place.REVISION: ("An earlier version", "The file still holds what it said before it was last changed."),
    Place.SCRIPT: ("A command", "The file asks a reader to run or open something. It was not done."),
    Place.PICTURES: ("More pictures", "The file holds several pictures of which only the first was read."),
    Place.UNEXAMINED: ("Not examined", "This part of the file could not be examined, so it may hold personal data:"),
}
"""Every place with its heading and a sentence that says what it means."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One part: heading, sentence, the page it belongs to (0 for the whole file) and its text in pieces."""

    heading: str
    sentence: str
    page: int
    pieces: tuple[Piece, ...]


def beside(reading: Reading) -> tuple[Beside, ...]:
    """Give the parts of a reading that are not on its pages, in the order of the list above."""
    order = list(PLACES)
    return tuple(_beside(part) for part in sorted(reading.unseen, key=lambda part: order.index(part.place)))


def _beside(part: Unseen) -> Beside:
    heading, sentence = PLACES[part.place]
    text = PageText(part.page, 0, 0, part.text, ())
    return Beside(heading, sentence, part.page, tuple(pieces(text, 0, list(part.findings))))
