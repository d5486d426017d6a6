"""Records of processing: have one made, watch it, take its paper."""

import re
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Annotated

from flask import Response, current_app, request, url_for
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from governance.errors import ProvisoError
from governance.papers import EVIDENCE
from operations import queries
from operations.issue_record import ask_for_record, hand_out_record
from operations.rows import IssuedRecord
from portal.api.door import acting, answered, api, scope
from portal.api.once import once
from portal.api.shapes import ID
from portal.doors import house
from portal.headers import SANDBOX
from portal.papers import BEING_MADE
from portal.problem import FieldError, FieldsWrong

_FILE = {
    "content": {
        kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("application/pdf", "application/zip")
    }
}


def _written(value: object) -> object:
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        raise ValueError("no day")
    return value


Day = Annotated[date, BeforeValidator(_written)]
"""A day as YYYY-MM-DD and nothing else: pydantic would take numbers for seconds."""


class RecordPath(BaseModel):
    """A record by its id."""

    record: str = Field(pattern=ID)


class RecordBody(BaseModel):
    """The period of a record: two days, both part of it."""

    model_config = ConfigDict(extra="forbid")

    since: Day
    until: Day


class RecordShape(BaseModel):
    """A record: asked, making, issued or failed; `sha256` is also sealed in the ledger."""

    id: str
    number: str
    kind: str
    state: str
    asked_at: datetime
    period_from: datetime
    period_to: datetime
    made_at: datetime | None
    sha256: str
    byte_count: int


class RecordList(BaseModel):
    """The newest records."""

    items: list[RecordShape]


@api.post("/records", summary="Have a record made", responses={202: RecordShape})
@scope("records:write")
@once
def make_record(body: RecordBody) -> Response:
    """Ask for a record of a period; a worker makes it, and its state is at the Location."""
    now = house().now()
    if body.until < body.since:
        raise FieldsWrong([FieldError("/until", "lies before the first day")])
    if body.since > now.astimezone(UTC).date():
        raise FieldsWrong([FieldError("/since", "lies in the future")])
    start = datetime.combine(body.since, time.min, UTC)
    after = min(body.until, now.astimezone(UTC).date()) + timedelta(days=1)
    issued = ask_for_record(house(), acting(), period=(start, min(datetime.combine(after, time.min, UTC), now)))
    return answered(
        _shape(issued), HTTPStatus.ACCEPTED, headers={"Location": url_for("api.see_record", record=issued.id)}
    )


@api.get("/records", summary="List records", responses={200: RecordList})
@scope("records:read")
def list_records() -> Response:
    """Give the newest records, newest first."""
    return answered(RecordList(items=[_shape(issued) for issued in queries.records(house())]))


@api.get("/records/<record>", summary="See a record's state", responses={200: RecordShape})
@scope("records:read")
def see_record(path: RecordPath) -> Response:
    """Give one record without its paper."""
    with house().store.read() as unit:
        issued = unit.records.get(path.record)
    if issued is None:
        raise ProvisoError("not-found")
    return answered(_shape(issued))


@api.get("/records/<record>/paper", summary="Take a record's paper", responses={200: _FILE})
@scope("records:read")
def take_paper(path: RecordPath) -> Response:
    """Give the finished PDF, or the ZIP of evidence; the ledger notes it. Who has it already gets 304."""
    with house().store.read() as unit:
        there = unit.records.get(path.record)
    if there is not None and there.state in BEING_MADE:
        raise ProvisoError("record-not-ready")
    issued, content = hand_out_record(house(), acting(), path.record)
    if request.if_none_match.contains(issued.sha256):
        response: Response = current_app.response_class(status=304)
    else:
        kind = "application/zip" if issued.kind == EVIDENCE.code else "application/pdf"
        response = current_app.response_class(content, mimetype=kind)
        response.content_length = issued.byte_count
    response.set_etag(issued.sha256)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _shape(issued: IssuedRecord) -> RecordShape:
    return RecordShape(**{name: getattr(issued, name) for name in RecordShape.model_fields})
