"""A record as JSON and as CSV. Both are the same bytes for the same record, on every machine."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime

from governance.processing.record import (
    ActivityRow,
    CategoryLine,
    Entry,
    ErasureLimit,
    Gap,
    NotNeeded,
    ProcessingRecord,
    Stated,
)

SCHEMA = "proviso/processing-record/1"

COLUMNS = (
    "record",
    "activity",
    "state",
    "a_controller",
    "b_purpose",
    "b_rules",
    "b_lawful_bases",
    "b_articles",
    "c_people",
    "c_category",
    "c_category_in_words",
    "c_may_contain",
    "c_sources",
    "d_recipients",
    "e_countries",
    "e_safeguards",
    "f_time_limit",
    "f_rule",
    "f_latest_seconds",
    "f_latest_from",
    "f_method",
    "g_duties",
    "clauses",
    "decisions_allowed",
    "decisions_refused",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(record: ProcessingRecord) -> bytes:
    """Write the record as canonical JSON: UTF-8, sorted keys, no spaces, times in UTC with a Z.

    An entry is an object with `state` stated, missing or not_needed. The digest on the record's cover is the SHA-256
    of these bytes.
    """
    return as_canonical_json({"schema": SCHEMA, "record": record})


def as_canonical_json(content: object) -> bytes:
    """Write dataclasses, mappings and entries as canonical JSON, as `as_json` describes it."""
    return json.dumps(
        _plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8", "backslashreplace")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Stated):
        return {"state": "stated", "value": value.value, "source": value.source}
    if isinstance(value, Gap):
        return {"state": "missing", "article": value.article, "missing": value.missing, "action": value.action}
    if isinstance(value, NotNeeded):
        return {"state": "not_needed", "reason": value.reason}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def as_csv(record: ProcessingRecord) -> bytes:
    """Write one line for each activity and data category, RFC 4180, UTF-8; several values are joined by "; ".

    A cell that a spreadsheet would take for a formula is led by an apostrophe. What is missing says so.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for row in record.activities:
        for category in row.categories:
            writer.writerow([_cell(value) for value in _line(record, row, category)])
    return out.getvalue().encode("utf-8", "backslashreplace")


def _line(record: ProcessingRecord, row: ActivityRow, category: CategoryLine) -> tuple[object, ...]:
    lines = [line for line in row.lines if category.id in line.categories]
    limit = next(limit for limit in row.limits if limit.category == category.id)
    return (
        record.cover.number,
        row.name,
        row.state,
        said(row.controller),
        said(row.purpose),
        [line.activity for line in lines],
        [said(line.basis) for line in lines],
        [said(line.article) for line in lines],
        [said(entry) for entry in row.subjects],
        category.id,
        category.label,
        category.may_contain,
        [said(entry) for entry in category.sources],
        [line.label for line in row.recipients] or ["none"],
        [f"{line.label}: {said(line.countries)}" for line in row.recipients] or ["none"],
        [f"{line.label}: {said(line.safeguard)}" for line in row.recipients] or ["none"],
        limit.words if isinstance(limit, ErasureLimit) else said(limit.gap),
        limit.rule if isinstance(limit, ErasureLimit) else "",
        limit.ceiling_seconds if isinstance(limit, ErasureLimit) else "",
        limit.ceiling_event if isinstance(limit, ErasureLimit) else "",
        limit.method if isinstance(limit, ErasureLimit) else "",
        row.duties,
        category.clauses,
        row.allowed,
        row.refused,
    )


def said(entry: Entry) -> str:
    """Say an entry in one line; a gap says that it is one."""
    if isinstance(entry, Stated):
        return entry.value
    if isinstance(entry, Gap):
        return f"MISSING (Art. {entry.article}): {entry.missing}"
    return f"not needed: {entry.reason}"


def _cell(value: object) -> object:
    if isinstance(value, int):
        return value
    return guarded("; ".join(dict.fromkeys(value)) if isinstance(value, tuple | list) else str(value))


def guarded(value: object) -> object:
    """Lead a text that a spreadsheet would take for a formula by an apostrophe; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
