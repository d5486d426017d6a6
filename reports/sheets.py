"""Tables as a spreadsheet: a sheet for each, the same bytes for the same tables."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime

from xlsxwriter import Workbook

from governance.papers.paper import Table, Value
from governance.processing.record import Gap

SHEET_NAME = "tables.xlsx"
_WIDEST = 60
_LONGEST = 32_000
"""Letters that a cell can hold, below the format's own limit."""


def spreadsheet(title: str, tables: Iterable[Table], made: datetime) -> bytes:
    """Write tables as XLSX; nothing in it is a formula, whatever it begins with."""
    out = io.BytesIO()
    book = Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": title, "created": made.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    missing = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff4dc"})
    for table in tables:
        sheet = book.add_worksheet(table.name[:31])
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(table.columns):
            sheet.write_string(0, at, name, head)
            widest = max((len(str(said(row[at]))) for row in table.rows), default=0)
            sheet.set_column(at, at, min(max(len(name), widest) + 2, _WIDEST))
        for line, row in enumerate(table.rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, at, value, plain)
                else:
                    sheet.write_string(line, at, _whole(str(said(value))), missing if _gap(value) else plain)
    book.close()
    return out.getvalue()


def said(value: Value) -> str | int | float:
    """Say a cell for machines: times in UTC with a Z, a gap as what is missing, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, Gap):
        return f"MISSING (Art. {value.article}): {value.missing}"
    return value


def _whole(text: str) -> str:
    """Cut a text to a cell's length and put a sign in place of half a letter, which no file can hold."""
    return text[:_LONGEST].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _gap(value: Value) -> bool:
    return isinstance(value, Gap)
