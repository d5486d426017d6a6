"""A person's documents: list, upload, watch, read, keep, delete, and what happened."""

import uuid
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from governance.documents import LIVE, Document, Stage
from governance.errors import ERRORS, ProvisoError
from governance.findings import Reading
from governance.policy import Explanation
from governance.retention import due
from governance.terms import duration_in_words
from governance.texts import KEPT_CATEGORY, kept_category
from operations import queries
from operations.ask import GateRefused
from operations.cancel_document import cancel_document
from operations.delete_text import delete_text
from operations.facts import Actor
from operations.keep_text import keep_text
from operations.queries import DocumentView
from operations.read_text import read_text
from operations.submit_document import record_refusal, submit_document
from portal.beside import beside
from portal.doors import acting, house, needs
from portal.errors import status_of
from portal.explained import once, told
from portal.formats import counted, day
from portal.headers import SANDBOX
from portal.marked import marked
from portal.notice import upload_notice
from portal.subject import copies, reading
from portal.subject.story import story
from portal.subject.way import ending, list_state, sentence, way
from portal.words import FAMILIES, STAGES, kind

pages = Blueprint("subject", __name__, url_prefix="/documents")


def _me() -> Actor:
    return acting("owner")


@pages.get("")
@needs("subject")
def documents() -> ResponseReturnValue:
    """List the person's documents with what is left of each and until when."""
    now = house().now()
    views = queries.documents_of(house(), _me())
    rows = [{"view": view, "said": list_state(view), "ending": ending(view, now)} for view in views]
    return render_template("subject/documents.html", rows=rows)


@pages.route("/new", methods=["GET", "POST"])
@needs("subject")
def new() -> ResponseReturnValue:
    """Show the upload with its notice; take a file in."""
    if request.method == "GET":
        return _upload_page()
    chosen = [file for file in request.files.getlist("file") if file.filename]
    if not chosen:
        return _upload_page(ProvisoError("file-missing"))
    taken, refused = [], []
    for file in chosen:
        try:
            taken.append(_submit(file.stream.read()))
        except ProvisoError as refusal:
            refused.append(refusal)
    if len(chosen) == 1:
        if refused:
            return _upload_page(refused[0])
        return redirect(url_for("subject.document", document=taken[0].id), code=303)
    if not taken:
        return _upload_page(refused[0])
    if refused:
        # Which file it was, only its owner knows: names are not kept, so the reasons are counted.
        reasons = "; ".join(sorted({refusal.kind.title.lower() for refusal in refused}))
        flash(f"{counted(len(refused), 'file')} could not be accepted, and nothing of it was kept: {reasons}.", "error")
    flash(f"{counted(len(taken), 'document')} arrived and will be read one after the other.", "done")
    return redirect(url_for("subject.documents"), code=303)


def _submit(content: bytes) -> Document:
    """Take one file in, with the choices of the form, which hold for all files that came together."""
    return submit_document(
        house(),
        _me(),
        content,
        keep_text=request.form.get("keep") == "yes",
        copies=copies.orders(),
        wish=reading.wish(),
    )


def refuse_too_large(refusal: ProvisoError) -> ResponseReturnValue:
    """Answer an upload whose size alone refuses it: it was never read, and the ledger says that it came."""
    if not (current_user.is_authenticated and current_user.has_role("subject")):
        return redirect(url_for("security.login"), code=303)
    record_refusal(house(), _me(), uuid.uuid4().hex, refusal)
    return _upload_page(refusal)


@pages.get("/<document>")
@needs("subject")
def document(document: str) -> ResponseReturnValue:
    """Show one document: on its way, read, or gone."""
    view = queries.document_of(house(), _me(), document)
    shown = _shown(view)
    return render_template("subject/document.html", refreshing=request.args.get("refresh") != "off", **shown), _status(
        view, shown
    )


@pages.get("/<document>/progress")
@needs("subject")
def progress(document: str) -> ResponseReturnValue:
    """Give only the part of the page that changes."""
    return render_template("subject/_document.html", **_shown(queries.document_of(house(), _me(), document)))


@pages.get("/<document>/history")
@needs("subject")
def history(document: str) -> ResponseReturnValue:
    """Show every answer of the gate about one document."""
    view = queries.document_of(house(), _me(), document)
    return render_template("subject/history.html", view=view, events=story(queries.steps_of(house(), _me(), document)))


@pages.get("/<document>/text.txt")
@needs("subject")
def text(document: str) -> ResponseReturnValue:
    """Hand out the text as a file."""
    view = queries.document_of(house(), _me(), document)
    reading = read_text(house(), _me(), document, take_along=True)
    response = Response(reading.text, mimetype="text/plain")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="text-{view.document.received_at:%Y-%m-%d-%H%M}.txt"'
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@pages.post("/<document>/keep")
@needs("subject")
def keep(document: str) -> ResponseReturnValue:
    """Keep the text until the policy's date."""
    kept = keep_text(house(), _me(), _text_of(document), sensitive=request.form.get("sensitive") == "yes")
    flash(f"You keep the text until {day(kept.due_at)}. You can delete it before at any time.", "done")
    return _back_to(document)


@pages.post("/<document>/delete")
@needs("subject")
def delete(document: str) -> ResponseReturnValue:
    """Delete the text now."""
    delete_text(house(), _me(), _text_of(document))
    flash("The text is deleted: its key was destroyed, and nobody can read it any more.", "done")
    return _back_to(document)


@pages.post("/<document>/cancel")
@needs("subject")
def cancel(document: str) -> ResponseReturnValue:
    """Stop reading and delete the document."""
    if cancel_document(house(), _me(), document):
        flash("The document is cancelled and deleted.", "done")
    else:
        flash("The document had come to its end already.")
    return _back_to(document)


def _upload_page(refusal: ProvisoError | None = None) -> ResponseReturnValue:
    services = house()
    policy = services.policy
    explanation = told(policy, refusal.decision) if isinstance(refusal, GateRefused) else None
    page = render_template(
        "subject/new.html",
        refusal=refusal,
        explanation=explanation,
        notice=upload_notice(policy),
        limit_mb=services.limits.upload_bytes // 1_000_000,
        keep_until=_kept_until(services.now(), KEPT_CATEGORY),
        families=FAMILIES,
        copies_last=duration_in_words(policy.retention_for("copy.searchable").ceiling_seconds),
        copy_clauses=("c4.5.1", *policy.retention_for("copy.searchable").clauses, "c4.5.4"),
        reading=reading.shown(services.reading),
        choice=duration_in_words(policy.retention_for("text.result").ceiling_seconds),
    )
    return page, status_of(refusal) if refusal else 200


def _shown(view: DocumentView) -> dict[str, object]:
    services = house()
    reading, withheld = _reading(view)
    document = view.document
    ended = ERRORS.get(document.end_code)
    return {
        "view": view,
        "now": services.now(),
        "way": way(document),
        "said": STAGES[document.stage],
        "sentence": sentence(view),
        # Some sentences have gaps for data that is not kept with the row; then the stage speaks for itself.
        "ended": ended if ended and "{" not in ended.sentence + ended.next_step else None,
        "refused": _refusals(document),
        "pages": marked(reading) if reading else (),
        "beside": beside(reading) if reading else (),
        "withheld": withheld,
        "withheld_why": told(services.policy, withheld.decision) if isinstance(withheld, GateRefused) else None,
        "found": [{"kind": kind(name), "count": count} for name, count in view.text.counts.items()]
        if view.text
        else [],
        "families": _families(view),
        "keep_until": _kept_until(view.text.created_at, kept_category(view.text.counts)) if view.text else None,
        "copies": copies.shown(view),
    }


def _families(view: DocumentView) -> list[tuple[str, str]]:
    """The families of what was found in the text, which can be shown and hidden one by one."""
    there = {kind(name).family for name, count in (view.text.counts if view.text else {}).items() if count}
    return [(family, named) for family, named in FAMILIES.items() if family in there]


def _reading(view: DocumentView) -> tuple[Reading | None, ProvisoError | None]:
    """Open the text when there is one; what kept it shut is shown in its place."""
    if not view.text_present or view.document.stage in LIVE:
        return None, None
    try:
        return read_text(house(), _me(), view.document.id), None
    except ProvisoError as refusal:
        return None, refusal


def _refusals(document: Document) -> list[Explanation]:
    if document.stage is not Stage.REFUSED:
        return []
    steps = queries.steps_of(house(), _me(), document.id)
    return [once(step.explanation) for step in steps if step.explanation and not step.row.decision.allow]


def _status(view: DocumentView, shown: dict[str, object]) -> int:
    """410 when everything that the page was about is gone."""
    gone = not view.live and not view.text_present and not view.copies_present and view.document.deleted_at is not None
    return 410 if gone or shown["withheld"] else 200


def _kept_until(made: datetime, category: str) -> datetime:
    return due(house().policy.retention_for(category), {"data.created": made})


def _text_of(document: str) -> str:
    view = queries.document_of(house(), _me(), document)
    if view.text is None:
        raise ProvisoError("text-gone")
    return view.text.id


def _back_to(document: str) -> ResponseReturnValue:
    return redirect(url_for("subject.document", document=document), code=303)
