"""The frame that every kind of record but the record of processing has: a cover, one page of summary, then tables."""

from dataclasses import dataclass
from datetime import datetime

from governance.processing.record import Contradiction, Cover, Gap

Value = str | int | float | datetime | Gap | None
"""What a cell holds: None is "nothing to say", a Gap something that the law asks for and nobody stated."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the summary with its words; `tone` is alarm, warn or empty."""

    number: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of bars from top to bottom, (label, count); the table named holds its numbers."""

    title: str
    rows: tuple[tuple[str, int], ...]
    table: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A picture of columns from left to right in time, (step, count); the table named holds its numbers."""

    title: str
    rows: tuple[tuple[str, int], ...]
    table: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """A picture of deletions against their deadline: (label, median, 95th percentile, last) as shares of the time."""

    title: str
    rows: tuple[tuple[str, float, float, float], ...]
    table: str


Picture = Bars | Columns | Lanes


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `name` is that of its file and sheet (letters, digits and dashes), `empty` what an empty one says."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = "Nothing of the kind happened in this period."
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper: a heading, sentences, tables."""

    name: str
    heading: str
    words: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole record of one kind; contradictions stand before gaps, gaps before everything that is in order.

    `verdict` says in a sentence whether it is complete, `law` what asks for it.
    """

    kind: str
    title: str
    law: str
    subtitle: str
    cover: Cover
    verdict: str
    complete: bool
    tiles: tuple[Tile, ...]
    sentences: tuple[str, ...]
    pictures: tuple[Picture, ...]
    contradictions: tuple[Contradiction, ...]
    gaps: tuple[Gap, ...]
    sections: tuple[Section, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, in reading order."""
        return tuple(table for section in self.sections for table in section.tables)
