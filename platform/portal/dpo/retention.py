"""Retention for the data protection officer: who deletes, what is late or stopped, and what comes to its date when."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from governance.caps import REASONS
from governance.errors import ProvisoError
from operations.let_go import let_go
from operations.retention_ports import Coming, Ending
from operations.review_retention import DAYS, SHOWN, Kind, review_due, review_retention
from portal.doors import acting, fresh, house, needs

pages = Blueprint("retention", __name__, url_prefix="/dpo/retention")

SILENT_SECONDS = 120
"""A clock that has not spoken for so long does not work; it speaks every thirty seconds."""


KINDS = {
    "api_answer.due_at": "Marks of requests by programs that are made once",
    "api_token.due_at": "Tokens for programs",
    "app_user.due_at": "Accounts",
    "consent.due_at": "Records of consents",
    "copy.counts_due_at": "Counts of what was painted over",
    "copy.due_at": "Copies of pages",
    "decision.due_at": "Decisions of the gate",
    "disclosure.due_at": "Records of disclosures",
    "document.due_at": "Uploads",
    "document.row_due_at": "Records of uploads that are gone",
    "hold.due_at": "Records of holds",
    "message.due_at": "Messages that we sent",
    "recipient_notice.due_at": "Records of recipients that were told",
    "record.due_at": "Records of processing",
    "request.due_at": "Records of requests",
    "request_details.due_at": "What came with requests",
    "request_paper.due_at": "Answers to requests, and papers that came with them",
    "session.due_at": "Log-ins",
    "support_case.due_at": "Messages to support",
    "text.counts_due_at": "Counts of what was found in texts",
    "text.due_at": "Texts, waiting and kept",
}
"""What the officer calls each kind; a kind that has no name here goes by its category's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the calendar: a kind under the rule that dates it; None when nothing of it has a date ahead."""

    kind: Kind
    rule: str
    coming: Coming | None


@pages.get("")
@needs("dpo")
def calendar() -> ResponseReturnValue:
    """Show the state of the sweep, what waits, and the calendar by kind."""
    found = review_retention(house(), acting("dpo"))
    silent = found.beat is None or (found.now - found.beat.swept_at).total_seconds() > SILENT_SECONDS
    return render_template(
        "dpo/retention.html",
        found=found,
        silent=silent,
        due=[kind for kind in found.kinds if kind.due or kind.held],
        stopped=[kind for kind in found.kinds if kind.stopped],
        lines=sorted(_lines(found.kinds), key=lambda line: (line.coming is None, line.coming and line.coming.next_at)),
        days=DAYS,
        retention=house().policy.retention,
        seconds=seconds,
        called=called,
    )


@pages.get("/<of>")
@needs("dpo")
def kind(of: str) -> ResponseReturnValue:
    """List what is due of one kind, row by row; nothing is deleted by looking."""
    return _kind(of)


@pages.post("/<of>")
@needs("dpo")
@fresh
def release(of: str) -> ResponseReturnValue:
    """Let go what a cap had stopped."""
    try:
        held = let_go(house(), acting("dpo"), of, reason=request.form.get("reason", ""))
    except ProvisoError as refusal:
        if refusal.code == "not-found":
            raise
        return _kind(of, refusal=refusal), 422
    flash(f"The clock deletes the {held:,} rows that are due now. What becomes due later is stopped again.", "done")
    return redirect(url_for("retention.kind", of=of), code=303)


def _kind(of: str, **more: object) -> str:
    found = review_due(house(), acting("dpo"), of)
    return render_template(
        "dpo/retention_kind.html", found=found, retention=house().policy.retention, reasons=REASONS, shown=SHOWN,
        cap=house().limits, now=house().now(), seconds=seconds,
        called=called, **more,
    )  # fmt: skip


def _lines(kinds: Iterable[Kind]) -> Iterable[Line]:
    for each in kinds:
        if not each.coming:
            yield Line(each, house().policy.retention_for(each.ending.category).id, None)
        for coming in each.coming:
            yield Line(each, coming.rule or house().policy.retention_for(each.ending.category).id, coming)


def called(ending: Ending) -> str:
    """Name a kind."""
    categories = house().policy.categories
    label = categories[ending.category].label if ending.category in categories else ending.category
    return KINDS.get(ending.name, label)


def seconds(span: float) -> str:
    """Say a span: `0.4 s`, `12 s`, `3 min`, `5 h`, `2 days`."""
    if span < 10:
        return f"{max(span, 0.0):.1f} s"
    for size, name, until in ((1, "s", 120), (60, "min", 7200), (3600, "h", 172_800)):
        if span < until:
            return f"{span / size:.0f} {name}"
    return f"{span / 86400:.0f} days"
