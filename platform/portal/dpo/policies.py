"""The policy desk: which policy decides since when, drafts of the next one, and every step of publishing it."""

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.publishing import DraftState, coming
from operations.draft_policy import check_again, draft_policy, sources_of, withdraw_draft
from operations.facts import Actor
from operations.policy_drafts import Draft
from operations.policy_edits import next_version, with_file, with_parameter
from operations.publish_policy import approve_draft, first_day, publish_policy, recall_policy
from portal.api.door import parts
from portal.changed import sentences
from portal.doors import acting, fresh, house, needs
from store.policies import read_sources
from store.policy_bundle import files_of_zip, zip_of_files

pages = Blueprint("policies", __name__, url_prefix="/dpo/policies")

STATES = {
    DraftState.WAITING: ("waits for its check", "busy"),
    DraftState.CHECKING: ("is being checked", "busy"),
    DraftState.REFUSED: ("cannot be used", "ended"),
    DraftState.PROVED: ("proved, waits for a second person", "busy"),
    DraftState.APPROVED: ("approved, not published", "busy"),
    DraftState.PUBLISHED: ("published", "done"),
    DraftState.WITHDRAWN: ("given up", "quiet"),
}
"""Each state of a draft in words, with the colour of its tag."""
STEPS: Mapping[str, tuple[Callable[..., object], str]] = {
    "approve": (approve_draft, "You approved the draft. It counts from the day on which it is published for."),
    "check": (check_again, "The draft is checked again; an approval that it had is void."),
    "withdraw": (withdraw_draft, "The draft was given up."),
}
SHOWN = 50


@pages.get("")
@needs("dpo")
def desk() -> ResponseReturnValue:
    """Show the policy in force, the one that waits, drafts, and all that were in force before."""
    return _desk()


@pages.post("")
@needs("dpo")
@fresh
def upload() -> ResponseReturnValue:
    """Make a draft of an uploaded ZIP."""
    sent = request.files.get("files")
    try:
        files = files_of_zip(sent.read() if sent is not None else b"")
    except ProvisoError as refusal:
        return _desk(refusal=refusal), 422
    return _drafted(files, "A new version")


@pages.post("/parameters")
@needs("dpo")
@fresh
def tune() -> ResponseReturnValue:
    """Make a draft in which one parameter has another value."""
    policy = house().policy
    name, value = request.form.get("name", ""), request.form.get("value", "")
    today = house().now().astimezone(UTC).date()
    files = with_parameter(_files(policy.digest), name, value, version=next_version(policy.version), day=today)
    return _drafted(files, f"Parameter {name}: {value}")


@pages.get("/files/<file>")
@needs("dpo")
def edit(file: str) -> ResponseReturnValue:
    """Show the text of one file of the policy in force, or of a draft, to be changed into a draft."""
    return render_template("dpo/policy_file.html", file=file, files=sorted(_origin()), text=_text(file),
                           draft=request.args.get("draft", ""))  # fmt: skip


@pages.post("/files/<file>")
@needs("dpo")
@fresh
def change(file: str) -> ResponseReturnValue:
    """Make a draft in which one file has another text."""
    return _drafted(with_file(_origin(), file, request.form.get("text", "")), f"Changed {file}")


@pages.post("/again/<digest>")
@needs("dpo")
@fresh
def again(digest: str) -> ResponseReturnValue:
    """Make a draft of a policy that was in force before, in order to go back to it."""
    with house().store.read() as unit:
        kept = unit.policies.kept(digest)
    if kept is None:
        raise ProvisoError("not-found")
    return _drafted(dict(kept.sources), f"Back to version {kept.version}")


@pages.post("/folder")
@needs("dpo")
@fresh
def from_folder() -> ResponseReturnValue:
    """Make a draft of the files that lie where the settings say, for one prepared with the command line."""
    return _drafted(read_sources(parts().settings.policy.folder), "The policy of the settings' folder")


@pages.get("/packed/<digest>.zip")
@needs("dpo")
def packed(digest: str) -> Response:
    """Give the files of a policy or of a draft as a ZIP, to be worked on elsewhere."""
    with house().store.read() as unit:
        draft = unit.drafts.get(digest)
        files = draft.sources if draft is not None else sources_of(unit, digest)
    if files is None:
        raise ProvisoError("not-found")
    content = io.BytesIO(zip_of_files(files.items()))
    return send_file(content, "application/zip", as_attachment=True, download_name="policy.zip")


@pages.get("/drafts/<draft>")
@needs("dpo")
def draft(draft: str) -> ResponseReturnValue:
    """Show what the check of a draft found, what it changes, and what can be done with it."""
    return _draft(draft)


@pages.post("/drafts/<draft>/<step>")
@needs("dpo")
@fresh
def do(draft: str, step: str) -> ResponseReturnValue:
    """Take a step with a draft: approve, check, withdraw, or publish with its day."""
    try:
        if step == "publish":
            term = publish_policy(house(), acting("dpo"), draft, _day())
            flash(f"Published: it counts from {term.effective_at:%d %B %Y}.", "done")
        elif step in STEPS:
            act, done = STEPS[step]
            act(house(), acting("dpo"), draft)
            flash(done, "done")
        else:
            raise ProvisoError("not-found")
    except ProvisoError as refusal:
        if refusal.code == "not-found":
            raise
        return _draft(draft, refusal=refusal), 422
    return redirect(url_for("policies.draft", draft=draft), code=303)


@pages.post("/terms/<int:term>/recall")
@needs("dpo")
@fresh
def recall(term: int) -> ResponseReturnValue:
    """Take a published policy back before its day."""
    try:
        recall_policy(house(), acting("dpo"), term)
    except ProvisoError as refusal:
        return _desk(refusal=refusal), 422
    flash("The policy was recalled; the one in force stays.", "done")
    return redirect(url_for("policies.desk"), code=303)


def _desk(refusal: ProvisoError | None = None) -> str:
    services = house()
    with services.store.read() as unit:
        terms = unit.policies.terms()
        drafts = unit.drafts.newest(SHOWN)
        versions = {kept.digest: kept.version for kept in unit.policies.all()}
    versions |= {found.digest: found.version for found in drafts if found.digest}
    waiting = coming(terms)
    begun = [term for term in terms if term.taken_at is not None]
    return render_template(
        "dpo/policies.html",
        term=begun[-1] if begun else None,
        coming=waiting,
        begun=begun[::-1],
        drafts=drafts,
        versions=versions,
        states=STATES,
        folder_differs=_folder_differs(services.policy.digest),
        refusal=refusal,
    )


def _draft(draft: str, refusal: ProvisoError | None = None) -> str:
    services = house()
    with services.store.read() as unit:
        found = unit.drafts.get(draft)
        if found is None:
            raise ProvisoError("not-found")
        people = {person: unit.people.address(person) for person in (found.made_by, found.approved_by) if person}
        term = next((each for each in unit.policies.terms() if each.draft == draft and not each.recalled_at), None)
        telling = unit.policies.telling(term.number) if term else None
    known = services.policy.consents
    return render_template(
        "dpo/policy_draft.html",
        draft=found,
        term=term,
        telling=telling,
        people=people,
        state=STATES[found.state],
        said=sentences(found.checked.changes),
        unwritten=[one["said"] for one in found.checked.changes if one["mark"] == "ERROR"],
        stale=[known[name].label if name in known else name for name in found.checked.stale],
        graver=[one for one in found.checked.problems if one["severity"] != "info"],
        mine=acting("dpo").person == found.made_by,
        first=first_day(services, found),
        fault=ProvisoError(found.checked.fault, seconds=parts().settings.policy.proof_seconds)
        if found.checked.fault
        else None,
        refusal=refusal,
    )


def _drafted(files: Mapping[str, str], title: str) -> ResponseReturnValue:
    actor: Actor = acting("dpo")
    named, reason = request.form.get("title", ""), request.form.get("reason", "")
    made: Draft = draft_policy(house(), actor, title=named or title, reason=reason, sources=files)
    return redirect(url_for("policies.draft", draft=made.id), code=303)


def _files(digest: str) -> Mapping[str, str]:
    with house().store.read() as unit:
        found = sources_of(unit, digest)
    if found is None:
        raise ProvisoError("not-found")
    return found


def _origin() -> Mapping[str, str]:
    """Give the files that are changed: of the draft that the address names, else of the policy in force."""
    named = request.args.get("draft", "")
    if not named:
        return _files(house().policy.digest)
    with house().store.read() as unit:
        found = unit.drafts.get(named)
    if found is None:
        raise ProvisoError("not-found")
    return found.sources


def _text(file: str) -> str:
    try:
        return _origin()[file]
    except KeyError:
        raise ProvisoError("not-found") from None


def _day() -> datetime | None:
    written = request.form.get("day", "").strip()
    if not written:
        return None
    try:
        return datetime.strptime(written, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise ProvisoError("effective-unclear") from None


def _folder_differs(digest: str) -> bool:
    """Tell whether the settings' folder holds other files than the policy in force was made of."""
    try:
        return dict(_files(digest)) != read_sources(parts().settings.policy.folder)
    except ProvisoError:
        return False
