"""Handing out a finished record of processing, and showing the list of them; the same for every role that may."""

from dataclasses import dataclass

from flask import Response

from operations import queries
from operations.facts import Actor
from operations.issue_record import download_record
from operations.rows import IssuedRecord
from operations.services import Services
from portal.headers import SANDBOX
from portal.words import Said, record_state

BEING_MADE = frozenset({"asked", "making"})


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record with its state in words."""

    issued: IssuedRecord
    said: Said


def rows(services: Services) -> list[RecordRow]:
    """List the records, newest first."""
    return [RecordRow(issued, record_state(issued.state)) for issued in queries.records(services)]


def paper(services: Services, actor: Actor, record: str) -> Response:
    """Hand out the PDF as a file; raises what `download_record` raises."""
    issued, content = download_record(services, actor, record)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="record-of-processing-{issued.number}.pdf"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
