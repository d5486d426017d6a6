"""A paper as JSON, and its tables as CSV; the same bytes for the same paper, on every machine."""

import csv
import io
from datetime import UTC, datetime

from governance.papers.paper import Paper, Table, Value
from governance.processing.export import as_canonical_json, guarded
from governance.processing.record import Gap

SCHEMA = "proviso/paper/1"


def paper_as_json(paper: Paper) -> bytes:
    """Write a paper as canonical JSON; the digest on its cover is the SHA-256 of these bytes."""
    return as_canonical_json({"schema": SCHEMA, "paper": paper})


def table_as_csv(table: Table) -> bytes:
    """Write a table as RFC 4180, UTF-8; what a spreadsheet would take for a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: Value) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, Gap):
        return f"MISSING (Art. {value.article}): {value.missing}"
    return "" if value is None else guarded(value)
