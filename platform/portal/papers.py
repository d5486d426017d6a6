"""Handing out a finished record and the files in it, and showing the list of them; the same for every role that may."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response

from governance.errors import ProvisoError
from governance.papers import EVIDENCE, MADE
from operations import queries
from operations.facts import Actor
from operations.issue_record import download_record, hand_out_record
from operations.rows import IssuedRecord
from operations.services import Services
from portal.headers import SANDBOX
from portal.words import Said, record_state
from reports.enclosed import enclosed

BEING_MADE = frozenset({"asked", "making"})


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record with its state in words."""

    issued: IssuedRecord
    said: Said
    title: str


def rows(services: Services) -> list[RecordRow]:
    """List the records, newest first."""
    return [
        RecordRow(issued, record_state(issued.state), MADE[issued.kind].title) for issued in queries.records(services)
    ]


def paper(services: Services, actor: Actor, record: str) -> Response:
    """Hand out the PDF, or the package, as a file; raises what `download_record` raises."""
    issued, content = hand_out_record(services, actor, record)
    if issued.kind == EVIDENCE.code:
        response = _handed_out(content, "application/zip", f"{issued.kind}-{issued.number}.zip")
    else:
        response = _handed_out(content, "application/pdf", f"{issued.kind}-{issued.number}.pdf")
    response.content_length = issued.byte_count
    return response


def files_of(services: Services, record: str) -> list[str]:
    """Name the files that a finished record encloses."""
    with services.store.read() as unit:
        content = unit.records.pdf(record)
    return sorted(enclosed(content)) if content and content.startswith(b"%PDF") else []


def file_of(services: Services, actor: Actor, record: str, name: str) -> Response:
    """Hand out a file that a record encloses; raises what `download_record` raises, or ProvisoError not-found."""
    issued, content = download_record(services, actor, record)
    files = enclosed(content)
    if name not in files:
        raise ProvisoError("not-found")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _handed_out(files[name], kind, f"{issued.number}-{name}")


def _handed_out(content: bytes | Iterator[bytes], kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
