"""Documents: send one, watch it, cancel it, delete everything that is left of it, see why each step was allowed."""

import uuid
from datetime import datetime
from http import HTTPStatus

from flask import Response, request, url_for
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from governance.copies import CopyKind, CopyOrder
from governance.errors import ProvisoError
from governance.reading import Mode, Wish
from operations import queries
from operations.cancel_document import cancel_document
from operations.delete_copy import delete_copy
from operations.delete_text import delete_text
from operations.queries import DocumentView
from operations.submit_document import record_refusal, submit_document
from portal.api.decided import DecisionList, decided
from portal.api.door import acting, answered, api, fields_wrong, scope
from portal.api.once import new_item, once
from portal.api.pages import PageQuery, links, read_cursor
from portal.api.shapes import CopyShape, DocumentList, DocumentPath, DocumentShape, TextShape
from portal.doors import house
from portal.errors import status_of
from portal.problem import FieldError, FieldsWrong, problem

_FILE = {"type": "string", "format": "binary"}
_LANGUAGE = "Languages of the pages in Tesseract's names (eng, deu), if others than the installation's own."
_MODE = "How much care is taken: fast reads a page once, auto a doubtful one again, accurate every one."
_MOST_COPIES, _MOST_LANGUAGES = len(CopyKind), 16
_CHOICES = {
    "keep": {"type": "boolean", "default": False, "description": "Keep the text: consent, for this document."},
    "copies": {
        "type": "array",
        "items": {"type": "string", "enum": [kind.value for kind in CopyKind]},
        "maxItems": _MOST_COPIES,
        "description": "Which PDF copies of the pages to make.",
    },
    "language": {
        "type": "array",
        "items": {"type": "string"},
        "maxItems": _MOST_LANGUAGES,
        "description": _LANGUAGE,
    },
    "mode": {"type": "string", "enum": [mode.value for mode in Mode], "description": _MODE},
}
RAW = ("application/octet-stream", "application/pdf", "image/jpeg", "image/png", "image/tiff")
"""Media types of a document that is sent as the body itself; what it is, its content says."""
BODY = {
    "required": True,
    "description": "The file, alone or as part of a form. Its name is not kept.",
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": _FILE, **_CHOICES},
                "required": ["file"],
                "additionalProperties": False,
            }
        },
        **{media_type: {"schema": _FILE} for media_type in RAW},
    },
}


class SendQuery(BaseModel):
    """What to do with a document that is sent as the body itself."""

    model_config = ConfigDict(extra="forbid")

    keep: bool = Field(False, description="Keep the text: consent, for this document.")
    copies: list[CopyKind] = Field(
        default_factory=list, max_length=_MOST_COPIES, description="Which PDF copies to make."
    )
    language: list[str] = Field(default_factory=list, max_length=_MOST_LANGUAGES, description=_LANGUAGE)
    mode: Mode | None = Field(None, description=_MODE)


@api.post("/documents", summary="Send a document", request_body=BODY, responses={202: DocumentShape})
@scope("documents:write")
@once
def send_document(query: SendQuery) -> Response:
    """Take a document in and queue it; its state is at the Location."""
    me = acting()
    try:
        # A crashed request is taken up with the same id, and then its document may be there.
        return _accepted(queries.document_of(house(), me, new_item()))
    except ProvisoError as missing:
        if missing.code != "not-found":
            raise
    content, chosen = _sent(query)
    submit_document(
        house(),
        me,
        content,
        keep_text=chosen.keep,
        identity=new_item(),
        copies=tuple(CopyOrder(kind) for kind in dict.fromkeys(chosen.copies)),
        wish=Wish(tuple(chosen.language), chosen.mode.value if chosen.mode else ""),
    )
    return _accepted(queries.document_of(house(), me, new_item()))


@api.get("/documents", summary="List your documents", responses={200: DocumentList})
@scope("documents:read")
def list_documents(query: PageQuery) -> Response:
    """Give your documents, newest first."""
    before = _place(read_cursor(query, "documents"))
    views = queries.documents_of(house(), acting(), limit=query.limit + 1, before=before)
    shown = list(views[: query.limit])
    following = ""
    if len(views) > query.limit:
        last = shown[-1].document
        following = f"{last.received_at.isoformat()} {last.id}"
    return answered(DocumentList(items=[shape(view) for view in shown]), headers=links(query, "documents", following))


@api.get("/documents/<document>", summary="See a document's state", responses={200: DocumentShape})
@scope("documents:read")
def see_document(path: DocumentPath) -> Response:
    """Give where it is on its way and when what is left will be gone; 410 when nothing is left."""
    view = queries.document_of(house(), acting(), path.document)
    return _gone() if _nothing_left(view) else answered(shape(view))


@api.delete("/documents/<document>", summary="Delete a document", responses={204: None})
@scope("documents:write")
def delete_document(path: DocumentPath) -> Response:
    """Cancel it if it is on its way, and destroy its text and copies; 410 when nothing was left."""
    me = acting()
    view = queries.document_of(house(), me, path.document)
    if _nothing_left(view):
        return _gone()
    cancel_document(house(), me, path.document)
    view = queries.document_of(house(), me, path.document)
    for copy in view.copies_present:
        delete_copy(house(), me, path.document, copy.kind)
    if view.text is not None and view.text_present:
        delete_text(house(), me, view.text.id)
    return answered(None, HTTPStatus.NO_CONTENT)


@api.post("/documents/<document>/cancel", summary="Cancel a document", responses={200: DocumentShape})
@scope("documents:write")
@once
def stop_document(path: DocumentPath) -> Response:
    """Stop the reading and delete the upload; a document that has ended is left as it is."""
    me = acting()
    cancel_document(house(), me, path.document)
    return answered(shape(queries.document_of(house(), me, path.document)))


@api.get(
    "/documents/<document>/decisions",
    summary="See why each step was allowed",
    responses={200: DecisionList},
)
@scope("documents:read")
def explain_document(path: DocumentPath) -> Response:
    """Give every answer of the gate about the document, oldest first, with the sentences behind each."""
    steps = queries.steps_of(house(), acting(), path.document)
    return answered(DecisionList(items=[decided(step.row, step.explanation) for step in steps]))


def refuse_too_large(refusal: ProvisoError) -> Response:
    """Answer a document whose size alone refuses it: it was never read, and the ledger says that it came."""
    record_refusal(house(), acting(), uuid.uuid4().hex, refusal)
    return problem(refusal, status_of(refusal))


def shape(view: DocumentView) -> DocumentShape:
    """Say of a document what its owner may know without opening anything."""
    row, text = view.document, view.text
    return DocumentShape(
        id=row.id,
        stage=row.stage,
        format=row.format,
        pages=row.page_count,
        pages_read=row.pages_read,
        received_at=row.received_at,
        gone_by=view.gone_by,
        deleted_at=row.deleted_at,
        code=row.end_code,
        rule=row.rule,
        policy=row.policy,
        languages=row.languages.split("+") if row.languages else [],
        mode=row.mode,
        text=TextShape(state=text.state, due_at=text.due_at, rule=text.rule, counts=dict(text.counts),
                       special=text.special) if text else None,
        copies=[CopyShape(kind=copy.kind, state=copy.state, due_at=copy.due_at, code=copy.end_code)
                for copy in view.copies],
    )  # fmt: skip


def _accepted(view: DocumentView) -> Response:
    address = url_for("api.see_document", document=view.document.id)
    return answered(shape(view), HTTPStatus.ACCEPTED, headers={"Location": address})


def _sent(query: SendQuery) -> tuple[bytes, SendQuery]:
    """Read the file and the choices out of either kind of body; raises ProvisoError media-type-wrong."""
    if request.mimetype in RAW:
        return request.get_data(cache=True), query
    if request.mimetype != "multipart/form-data":
        raise ProvisoError("media-type-wrong")
    file = request.files.get("file")
    if file is None:
        raise ProvisoError("file-missing")
    if not {"file", *_CHOICES}.issuperset([*request.form, *request.files]):
        raise FieldsWrong([FieldError("", "holds something that is not described")])
    form = request.form
    several = {name: form.getlist(name) for name in ("copies", "language") if form.getlist(name)}
    try:
        said = SendQuery.model_validate({**form.to_dict(), **several})
    except ValidationError as wrong:
        raise fields_wrong(wrong) from None
    # What the form does not say, the address may.
    chosen = {name: getattr(said if name in said.model_fields_set else query, name) for name in SendQuery.model_fields}
    return file.stream.read(), SendQuery(**chosen)


def _place(cursor: str) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    at, _, document = cursor.partition(" ")
    return datetime.fromisoformat(at), document


def _nothing_left(view: DocumentView) -> bool:
    return not view.live and not view.text_present and not view.copies_present and view.document.deleted_at is not None


def _gone() -> Response:
    gone = ProvisoError("document-gone")
    return problem(gone, status_of(gone))
