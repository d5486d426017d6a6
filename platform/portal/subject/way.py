"""The way of a document as four steps, and the sentence that says where it stands."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from governance.documents import LIVE, Document, Stage
from governance.texts import TextState
from operations.queries import DocumentView
from portal.formats import clock, counted, day_tag, moment_tag, until
from portal.words import STAGES, Said


@dataclass(frozen=True, slots=True)
class WayStep:
    """A step of the way: done, now, ahead or missed, with a few words about it."""

    name: str
    state: str
    detail: Markup | str


def way(document: Document) -> tuple[WayStep, ...]:
    """Draw the four steps: received, allowed, read, deleted."""
    accepted = document.stage is not Stage.RECEIVED
    return (
        WayStep("Received", "done", clock(document.received_at)),
        WayStep(
            "Allowed",
            "done" if accepted else "now",
            "by the policy, and sealed" if accepted else "the policy is being asked",
        ),
        _reading(document),
        _deletion(document),
    )


def _reading(document: Document) -> WayStep:
    if document.stage is Stage.COMPLETED:
        return WayStep("Read", "done", counted(document.page_count, "page"))
    if document.stage is Stage.PROCESSING:
        return WayStep("Read", "now", _page_of(document))
    if document.stage in LIVE:
        return WayStep("Read", "now" if document.stage is Stage.QUEUED else "ahead", "waits for its turn")
    read = f"after {counted(document.pages_read, 'page')}" if document.pages_read else "before the first page"
    return WayStep("Read", "missed", f"stopped {read}")


def _deletion(document: Document) -> WayStep:
    if document.deleted_at is not None:
        return WayStep("Deleted", "done", Markup("at {}").format(clock(document.deleted_at)))
    if document.stage in LIVE:
        return WayStep("Deleted", "ahead", f"by {clock(document.due_at)} at the latest")
    return WayStep("Deleted", "now", "is being deleted")


def sentence(view: DocumentView) -> str:
    """Say where a document stands, for the page and for the ear."""
    document = view.document
    if document.stage is Stage.QUEUED:
        return "The document is sealed and waits for its turn to be read."
    if document.stage is Stage.PROCESSING:
        return f"Reading {_page_of(document)}."
    if document.stage is not Stage.COMPLETED:
        return STAGES[document.stage].sentence
    found = sum(view.text.counts.values()) if view.text else 0
    return (
        f"Read to the end: {counted(document.page_count, 'page')}, "
        f"{counted(found, 'piece', 'pieces')} of personal data found. The document itself is deleted."
    )


def _page_of(document: Document) -> str:
    if not document.page_count:
        return "the first page"
    return f"page {min(document.pages_read + 1, document.page_count)} of {document.page_count}"


def list_state(view: DocumentView) -> Said:
    """Say in a word what is left of a document, for the list."""
    if view.document.stage is not Stage.COMPLETED or view.text is None:
        return STAGES[view.document.stage]
    return {
        TextState.WAITING: Said("Text waits for you", "", "busy"),
        TextState.KEPT: Said("Text kept", "", "done"),
        TextState.DELETED: Said("Deleted", "", "quiet"),
        TextState.EXPIRED: Said("Expired", "", "quiet"),
    }[view.text.state]


def ending(view: DocumentView, now: datetime) -> Markup:
    """Say when the last thing that is left will be gone, or since when it is."""
    gone_by = view.gone_by
    if gone_by is not None:
        left = ("Text",) * view.text_present + ("Copies",) * bool(view.copies_present)
        what = "Document and text" if view.live else (" and ".join(left).capitalize() or "Document")
        at = day_tag(gone_by) if (gone_by - now).days >= 1 else moment_tag(gone_by)
        return Markup("{} will be gone on {} ({}).").format(what, at, until(gone_by, now))
    return Markup("Everything is gone since {}.").format(moment_tag(_gone_at(view)))


def _gone_at(view: DocumentView) -> datetime | None:
    text = view.text
    moments = [view.document.deleted_at, text.gone_at if text else None, *(copy.gone_at for copy in view.copies)]
    return max((moment for moment in moments if moment is not None), default=None)
