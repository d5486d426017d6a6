"""Copies of the pages: asked for with the upload, shown on the document's page, taken, deleted."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from governance.copies import CopyKind, CopyOrder, CopyState, HeldCopy
from governance.errors import ERRORS
from operations import queries
from operations.delete_copy import delete_copy
from operations.queries import DocumentView
from operations.take_copy import take_copy
from portal.doors import acting, house, needs
from portal.formats import counted
from portal.headers import SANDBOX
from portal.words import KINDS, kind

pages = Blueprint("copies", __name__, url_prefix="/documents")

NAMES = {CopyKind.SEARCHABLE: "Searchable PDF", CopyKind.REDACTED: "Painted PDF"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A copy as its owner sees it: `said` is a sentence about it, `next_step` what to do when there is none."""

    copy: HeldCopy
    name: str
    said: str
    next_step: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be taken."""
        return self.copy.state is CopyState.READY


@pages.get("/<document>/copy/<any(searchable, redacted):which>.pdf")
@needs("subject")
def take(document: str, which: str) -> ResponseReturnValue:
    """Hand out a copy as a file."""
    me = acting("owner")
    view = queries.document_of(house(), me, document)
    response = Response(take_copy(house(), me, document, CopyKind(which)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{which}-{view.document.received_at:%Y-%m-%d-%H%M}.pdf"'
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@pages.post("/<document>/copy/<any(searchable, redacted):which>/delete")
@needs("subject")
def delete(document: str, which: str) -> ResponseReturnValue:
    """Delete a copy now."""
    if delete_copy(house(), acting("owner"), document, CopyKind(which)):
        flash("The copy is deleted: its key was destroyed, and nobody can open it any more.", "done")
    else:
        flash("There was no copy any more.")
    return redirect(url_for("subject.document", document=document), code=303)


def orders() -> tuple[CopyOrder, ...]:
    """Read from the upload's form which copies are wanted; what is not known to be spared is painted over."""
    wanted = set(request.form.getlist("copy"))
    seen = set(request.form.getlist("spare"))
    spared = tuple(sorted(name for name, said in KINDS.items() if said.family in seen))
    return tuple(
        CopyOrder(copy, spared if copy is CopyKind.REDACTED else ()) for copy in CopyKind if copy.value in wanted
    )


def shown(view: DocumentView) -> list[Shown]:
    """Say what became of each copy."""
    return [_shown(copy) for copy in view.copies]


def _shown(copy: HeldCopy) -> Shown:
    name = NAMES[copy.kind]
    if copy.state is CopyState.ASKED:
        return Shown(copy, name, "It is made as soon as the pages are read.")
    if copy.state is CopyState.REFUSED:
        ended = ERRORS.get(copy.end_code)
        plain = ended is not None and "{" not in ended.sentence + ended.next_step
        if ended is not None and plain:
            return Shown(copy, name, ended.sentence, ended.next_step)
        return Shown(copy, name, f"{ended.title}." if ended else "It could not be made.")
    if copy.state is CopyState.READY:
        return Shown(copy, name, _report(copy))
    return Shown(copy, name, "You had it deleted." if copy.state is CopyState.DELETED else "Its time has passed.")


def _report(copy: HeldCopy) -> str:
    """The report of a painted copy in a sentence or three; nothing for one that is not painted."""
    if copy.kind is CopyKind.SEARCHABLE:
        return "The pages as pictures, with their text to be searched and copied."
    painted = f"Painted over: {_listed(copy.painted)}." if copy.painted else "Nothing was found to be painted over."
    again = "once" if copy.passes == 1 else counted(copy.passes, "time")
    checked = f"The painted pages were read again {again}, and nothing of it was found any more."
    left = f" Left to be seen, as you asked: {_listed(copy.left)}." if copy.left else ""
    return f"{painted} {checked}{left} What the reading cannot make out, such as handwriting, may still be there: look."


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind(name).one if count == 1 else kind(name).many}" for name, count in counts.items())
