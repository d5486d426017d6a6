"""The answer to a request as one ZIP: a letter for people, JSON with its schema and CSV for machines, the files."""

import base64
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from governance.access import Answer
from governance.rights import Kind
from reports import wording
from reports.access_schema import ID, SCHEMA
from reports.pdf import render_pdf

Parts = Mapping[str, list[dict[str, Any]]]
LETTER, DATA, SCHEMA_NAME, MANIFEST = "answer.pdf", "answer.json", "answer.schema.json", "manifest.json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the ZIP: when it was made stands inside."""

TITLES = {
    Kind.ACCESS: "What we hold about you",
    Kind.KNOW_SPECIFIC: "The pieces of personal information we hold about you",
    Kind.KNOW_CATEGORIES: "The categories of personal information we hold about you",
    Kind.PORTABILITY: "Your data, to take along",
}


def render(answer: Answer, parts: Parts) -> bytes:
    """Write an answer and pack it; the same answer gives the same bytes."""
    files = data_files(answer, parts)
    digest = hashlib.sha256(files[DATA]).digest()
    made = datetime.combine(answer.made_on, time.min, UTC)
    files[LETTER] = render_pdf(letter(answer, parts), attachments=(), identifier=digest[:16], created=made)
    return pack(answer, files)


def pack(answer: Answer, files: dict[str, bytes]) -> bytes:
    """Put files into one ZIP with a manifest of their digests."""
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    manifest = _json({"reference": answer.reference, "made_on": answer.made_on.isoformat(), "files": listed})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted({**files, MANIFEST: manifest}.items()):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def letter(answer: Answer, parts: Parts) -> str:
    """Write the letter as one HTML page that refers to nothing outside itself."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=wording.printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": wording.day, "number": wording.number}
    return environment.get_template("access/letter.html").render(
        answer=answer,
        title=TITLES[answer.kind],
        tables=parts.get("rows", []),
        texts=parts.get("texts", []),
        entries=len(parts.get("ledger", [])),
        letters=len(parts.get("letters", [])),
        files=[*parts.get("copies", []), *parts.get("uploads", [])],
        access=answer.kind is Kind.ACCESS,
        categories=answer.kind is Kind.KNOW_CATEGORIES,
        portable=answer.kind is Kind.PORTABILITY,
        californian=answer.profile == "California",
    )


def data_files(answer: Answer, parts: Parts) -> dict[str, bytes]:
    """Write everything but the letter: JSON with its schema, a CSV file for each table, texts, files."""
    data: dict[str, Any] = {"schema": ID, "answer": _plain(asdict(answer)), "data": {}}
    files: dict[str, bytes] = {SCHEMA_NAME: _json(SCHEMA)}
    if answer.kind is not Kind.KNOW_CATEGORIES:
        data["data"] = {
            "tables": list(parts.get("rows", [])),
            "ledger": list(parts.get("ledger", [])),
            "texts": list(parts.get("texts", [])),
            "letters": list(parts.get("letters", [])),
            "files": [
                {"name": f"files/{file['name']}", "category": file["category"]}
                for name in ("copies", "uploads")
                for file in parts.get(name, [])
            ],
        }
        for table in parts.get("rows", []):
            files[f"tables/{table['table']}.csv"] = _csv(table["rows"])
        for text in parts.get("texts", []):
            files[f"texts/{text['text']}.txt"] = text["content"].encode()
        for name in ("copies", "uploads"):
            for file in parts.get(name, []):
                files[f"files/{file['name']}"] = base64.b64decode(file["content"])
    files[DATA] = _json(data)
    return files


def _csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    columns = list(rows[0]) if rows else []
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: object) -> object:
    """Write a value as a cell; what a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
