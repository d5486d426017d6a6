"""Results: the text of a document, what was found in it, keeping and deleting it, and copies of the pages."""

from http import HTTPStatus

from flask import Response, current_app

from governance.copies import CopyKind, CopyState
from governance.errors import ProvisoError
from operations import queries
from operations.delete_copy import delete_copy
from operations.delete_text import delete_text
from operations.keep_text import keep_text
from operations.read_text import read_text
from operations.take_copy import take_copy
from portal.api.documents import shape
from portal.api.door import acting, answered, api, scope
from portal.api.once import once
from portal.api.shapes import (
    CopyPath,
    DocumentPath,
    DocumentShape,
    FindingList,
    FindingShape,
    KeepBody,
    PageShape,
    ReadingShape,
)
from portal.doors import house
from portal.headers import SANDBOX

_PDF = {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}


@api.get("/documents/<document>/text", summary="Read the text", responses={200: ReadingShape})
@scope("results:read")
def read_document(path: DocumentPath) -> Response:
    """Give the text page by page; the gate is asked each time."""
    _text_of(path.document)
    reading = read_text(house(), acting(), path.document, take_along=True)
    return answered(
        ReadingShape(
            document=path.document, pages=[PageShape(page=page.page, text=page.text) for page in reading.pages]
        )
    )


@api.get("/documents/<document>/findings", summary="See what was found", responses={200: FindingList})
@scope("results:read")
def list_findings(path: DocumentPath) -> Response:
    """Give the personal data found in the text: type, place and score."""
    _text_of(path.document)
    reading = read_text(house(), acting(), path.document)
    items = [
        FindingShape(
            type=found.type, page=found.page, start=found.start, end=found.end, score=found.score,
            boxes=list(found.boxes),
        )
        for found in reading.findings
    ]  # fmt: skip
    return answered(FindingList(document=path.document, items=items))


@api.post("/documents/<document>/text/keep", summary="Keep the text", responses={200: DocumentShape})
@scope("results:write")
@once
def keep_result(path: DocumentPath, body: KeepBody) -> Response:
    """Keep the text until the policy's date: this is the person's consent to it."""
    me = acting()
    keep_text(house(), me, _text_of(path.document), sensitive=body.sensitive)
    return answered(shape(queries.document_of(house(), me, path.document)))


@api.delete("/documents/<document>/text", summary="Delete the text", responses={204: None})
@scope("results:write")
def delete_result(path: DocumentPath) -> Response:
    """Destroy the text's key and bytes now."""
    if not delete_text(house(), acting(), _text_of(path.document)):
        raise ProvisoError("text-gone")
    return answered(None, HTTPStatus.NO_CONTENT)


@api.get("/documents/<document>/copies/<kind>", summary="Take a copy of the pages", responses={200: _PDF})
@scope("results:read")
def take_pages(path: CopyPath) -> Response:
    """Give a searchable or painted PDF that was asked for with the document."""
    view = queries.document_of(house(), acting(), path.document)
    if any(copy.kind == path.kind and copy.state is CopyState.ASKED for copy in view.copies):
        raise ProvisoError("text-not-ready")
    content = take_copy(house(), acting(), path.document, CopyKind(path.kind))
    response = current_app.response_class(content, mimetype="application/pdf")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@api.delete("/documents/<document>/copies/<kind>", summary="Delete a copy", responses={204: None})
@scope("results:write")
def delete_pages(path: CopyPath) -> Response:
    """Destroy a copy's key and bytes now."""
    if not delete_copy(house(), acting(), path.document, CopyKind(path.kind)):
        raise ProvisoError("copy-gone")
    return answered(None, HTTPStatus.NO_CONTENT)


def _text_of(document: str) -> str:
    view = queries.document_of(house(), acting(), document)
    if view.text is None:
        raise ProvisoError("text-not-ready" if view.live else "text-gone")
    return view.text.id
