"""Pages for everybody: the front page, the policy, privacy at a glance, and whether the house is ready."""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from governance.errors import ERRORS, ProvisoError
from governance.policy import Policy, compile_policy
from governance.publishing import coming, deciding
from governance.terms import duration_in_words
from portal.changed import sentences
from portal.doors import home, house
from portal.notice_page import notice_page

pages = Blueprint("public", __name__)

_GAP = re.compile(r"\{\w+\}")
"""Where an error's sentence takes what it is about."""

PROBE = "0" * 32
"""An item that never exists; asking for it shows whether the key server answers."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of the front page with the clauses behind it."""

    title: str
    sentence: str
    clauses: tuple[str, ...]


@pages.get("/")
def front() -> ResponseReturnValue:
    """Welcome a visitor; send somebody logged in to their own pages."""
    if current_user.is_authenticated:
        return redirect(home(), code=303)
    policy = house().policy
    image, text = policy.retention_for("document.image"), policy.retention_for("text.extracted")
    return render_template(
        "public/front.html",
        promises=_promises(policy),
        ceiling=duration_in_words(image.ceiling_seconds),
        kept=duration_in_words(text.ceiling_seconds),
    )


@pages.get("/privacy/policy")
def policy() -> ResponseReturnValue:
    """Show the privacy notice: every sentence with an anchor and with what enforces it."""
    with house().store.read() as unit:
        term = deciding(unit.policies.terms(), house().now())
    # The policy that a house begins with says itself since when; a published one counts since it took over.
    since = term.taken_at if term is not None and term.draft else None
    return render_template("public/policy.html", page=notice_page(house().policy), since=since)


@pages.get("/privacy/changes")
def changes() -> ResponseReturnValue:
    """Say what a published change will change and from when, and which policy held when."""
    with house().store.read() as unit:
        terms = unit.policies.terms()
        waiting = coming(terms)
        draft = unit.drafts.get(waiting.draft) if waiting else None
        drafts = {term.draft: unit.drafts.get(term.draft) for term in terms if term.draft}
        versions = {kept.digest: kept.version for kept in unit.policies.all()}
    said = sentences(draft.checked.changes, rules=False) if draft else ()
    return render_template(
        "public/changes.html",
        coming=waiting,
        draft=draft,
        said=said,
        quoted=any(one.language for group in said for one in group.said),
        consents=[_(house().policy.consents[name].label) for name in waiting.stale if name in house().policy.consents]
        if waiting
        else (),
        past=[
            (term, versions.get(term.digest, ""), sentences(found.checked.changes, rules=False) if found else ())
            for term in reversed(terms)
            if term.taken_at
            for found in [drafts.get(term.draft)]
        ],
    )


@pages.get("/privacy/changes/text")
def coming_text() -> ResponseReturnValue:
    """Give the whole text of the policy that waits for its day."""
    with house().store.read() as unit:
        waiting = coming(unit.policies.terms())
        draft = unit.drafts.get(waiting.draft) if waiting else None
    if draft is None:
        raise ProvisoError("not-found")
    policy = compile_policy(draft.sources)
    return render_template("public/coming.html", page=notice_page(policy), coming=waiting)


@pages.get("/problems/<code>")
def problem(code: str) -> ResponseReturnValue:
    """Explain one kind of error, for who follows the address in a problem's `type`."""
    kind = ERRORS.get(code)
    if kind is None:
        raise ProvisoError("not-found")
    said = (_GAP.sub("…", sentence) for sentence in (kind.sentence, kind.next_step))
    return render_template("public/problem.html", kind=kind, said=tuple(said))


@pages.get("/healthz")
def health() -> Response:
    """Answer 200 when the database and the key server answer, else 503; nothing more is told."""
    try:
        with house().store.read() as unit:
            unit.documents.get(PROBE)
        house().vault.alive(PROBE)
    except Exception:  # noqa: BLE001 - whichever part it is, the answer is the same
        return Response("not ready\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


def _promises(policy: Policy) -> tuple[Promise, ...]:
    image, text = policy.retention_for("document.image"), policy.retention_for("text.extracted")
    choose = (
        f"You keep it for up to {duration_in_words(text.ceiling_seconds)} or delete it now. Doing nothing lets it go."
    )
    return (
        Promise(
            "The page goes as soon as it is read",
            f"However the reading ends, the page is destroyed, {duration_in_words(image.ceiling_seconds)} after "
            "it arrived at the very latest.",
            image.clauses,
        ),
        Promise("The text is your choice", choose, text.clauses),
        Promise(
            "Nobody reads along",
            "The page is opened by a program, for one moment, with a permission that is written down.",
            tuple(c for c in ("c5.4",) if c in policy.clauses),
        ),
        Promise(
            "Nothing leaves this house",
            "Reading and finding personal data happen here. These pages load nothing from anybody else.",
            (),
        ),
    )
