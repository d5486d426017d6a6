"""A record of any kind on the common frame as a PDF: cover, a page of summary, tables; its data enclosed."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup

from governance.papers import Paper
from governance.papers.export import paper_as_json, table_as_csv
from governance.papers.paper import Bars, Columns, Picture, Table, Value
from governance.processing.record import Gap, Stated
from reports import wording
from reports.charts import Lane, bars, columns, deadlines
from reports.pdf import Enclosure, render_pdf
from reports.processing_record import environment
from reports.sheets import SHEET_NAME, spreadsheet

MOST_ROWS = 200
"""Rows of a table that stand on paper; all of them are in the enclosed files."""
_WORD, _TEXT = 16, 110
"""Letters from which on a longer word, or a longer cell on average, gets no more room."""
_LINE = 120
"""Letters that fit across the page in a table's type."""
_CHUNK = 100
"""Rows of one table of the PDF: longer ones take the layout more than their share of time."""


def render_paper(paper: Paper) -> bytes:
    """Draw a paper as PDF/A-3a and PDF/UA-1 with JSON, CSV files and spreadsheet; the same paper, the same bytes."""
    data = paper_as_json(paper)
    digest = hashlib.sha256(data).digest()
    enclosed = [
        Enclosure(f"{paper.kind}.json", data, "All of it as data", "Source"),
        Enclosure(SHEET_NAME, spreadsheet(paper.title, paper.tables, paper.cover.generated_at), "All tables", "Data"),
        *(Enclosure(f"{one.name}.csv", table_as_csv(one), one.caption, "Data") for one in paper.tables),
    ]
    return render_pdf(
        page(paper, digest.hex()),
        attachments=enclosed,
        identifier=digest[:16],
        created=paper.cover.generated_at,
    )


def page(paper: Paper, digest: str) -> str:
    """Write a paper as one HTML page that refers to nothing outside itself."""
    made = environment({})
    made.filters |= {"chunks": _chunks, "counts": _counts, "said": _said, "shares": _shares}
    return made.get_template("paper/paper.html").render(
        paper=paper,
        cover=paper.cover,
        author=paper.cover.name.value if isinstance(paper.cover.name, Stated) else "The controller",
        digest=digest,
        json_name=f"{paper.kind}.json",
        sheet_name=SHEET_NAME,
        pictures=[(picture, draw(picture)) for picture in paper.pictures if picture.rows],
        captions={table.name: table.caption for table in paper.tables},
        most=MOST_ROWS,
        missing_at="see section 2",
        glossary=wording.GLOSSARY,
    )


def draw(picture: Picture) -> Markup:
    """Draw a picture of a paper; for pages of the portal, too."""
    if isinstance(picture, Bars):
        return bars([(_shown(label), count) for label, count in picture.rows], picture.title)
    if isinstance(picture, Columns):
        return columns([(_shown(label), count) for label, count in picture.rows], picture.title)
    return deadlines([Lane(_shown(label), *shares) for label, *shares in picture.rows], picture.title)


def _shown(label: str) -> str:
    return str(wording.printable(label))


def _chunks(table: Table) -> Iterator[tuple[tuple[Value, ...], ...]]:
    for at in range(0, min(len(table.rows), MOST_ROWS), _CHUNK):
        yield table.rows[at : min(at + _CHUNK, MOST_ROWS)]


def _shares(table: Table) -> list[int]:
    """Share out the width among columns, in hundredths: by their longest word and by how much they have to say."""
    floors, wishes = [], []
    for at, name in enumerate(table.columns):
        cells = [_words(row[at]) for row in table.rows[:MOST_ROWS]]
        longest = max((_width(word) for cell in [name, *cells] for word in re.split(r"[\s-]", cell)), default=1.0)
        floors.append(min(longest, _WORD) + 3)
        wishes.append(min(sum(map(len, cells)) / max(len(cells), 1), _TEXT))
    room, wished = max(_LINE - sum(floors), 0), sum(wishes) or 1
    widths = [floor + room * wish / wished for floor, wish in zip(floors, wishes, strict=True)]
    return [round(100 * width / sum(widths)) for width in widths]


def _width(word: str) -> float:
    """Measure a word in letters of usual width: capitals, as names of rules have them, are wider."""
    return len(word) + 0.4 * sum(letter.isupper() for letter in word)


def _words(value: Value) -> str:
    return f"Missing: {value.missing}. {value.action}" if isinstance(value, Gap) else _said(value)


def _counts(table: Table, column: int) -> bool:
    """Tell whether a column holds numbers."""
    values = [row[column] for row in table.rows]
    return any(isinstance(one, int | float) for one in values) and all(
        one is None or isinstance(one, int | float) for one in values
    )


def _said(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return wording.moment(value)
    if isinstance(value, int | float):
        return wording.number(value)
    return str(value)
