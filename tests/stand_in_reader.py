"""A stand-in for the engines: what tests of pages and programs read documents with."""

from dataclasses import dataclass

from governance.copies import CopyKind, CopyOrder, MadeCopy
from governance.findings import Finding, PageText, Unseen, Word


@dataclass(frozen=True)
class Sheet:
    page: int
    pages: int


TEXT = "Dear Eleanor Whitcombe,\nwrite to nurse@example.com\nsoon."


class StandInReader:
    """Reads every page as the same three lines, with a name and an address in them."""

    def __init__(self, pages: int = 1, unseen: tuple[Unseen, ...] = ()) -> None:
        self.count = pages
        self.unseen = unseen

    def pages(self, data: bytes):
        assert data
        for number in range(1, self.count + 1):
            yield Sheet(number, self.count)

    def read(self, page: Sheet):
        words = []
        at = 0
        for word in TEXT.split():
            start = TEXT.index(word, at)
            at = start + len(word)
            words.append(Word(word, start, at, (0, 0, 10, 10), 0.4 if word == "soon." else 0.96))
        found = tuple(
            Finding(kind, TEXT.index(value), TEXT.index(value) + len(value), 0.9, page.page, ((0, 0, 5, 5),))
            for kind, value in (("PERSON", "Eleanor Whitcombe"), ("EMAIL_ADDRESS", "nurse@example.com"))
        )
        return PageText(page.page, 100, 100, TEXT, tuple(words), self.unseen), found

    def as_asked(self, languages: str, mode: str) -> "StandInReader":
        return self

    def copier(self) -> "StandInReader":
        return self

    def make(self, order: CopyOrder, pulse) -> MadeCopy:
        pulse()
        content = f"%PDF-1.5 {order.kind.value}".encode()
        if order.kind is CopyKind.SEARCHABLE:
            return MadeCopy(content, self.count)
        counts = {"PERSON": 1, "EMAIL_ADDRESS": 1}
        painted = {name: count for name, count in counts.items() if name not in order.spared}
        left = {name: count for name, count in counts.items() if name in order.spared}
        return MadeCopy(content, self.count, painted, left, 1, confirmed=True)
