"""The officer's desk for requests: a board by state and days left, and everything that is to be decided about one."""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from governance.deadlines import days_left
from governance.extensions import articles_of, reasons_for
from governance.identity import Proof, needed
from governance.refusals import GROUNDS, grounds_for
from governance.rights import TRANSITIONS, Act, State
from operations import decide_request as decide
from operations.advance_request import today
from operations.facts import Actor
from operations.prove_identity import accept_identity, accept_permission
from operations.requests import HeldRequest
from operations.review_requests import review_request, review_requests
from operations.see_to_requests import WARN_DAYS
from operations.sharing_ports import WORD
from operations.take_permission import take_permission
from operations.tell_by_hand import to_tell_of
from portal.doors import encrypted, house, needs
from portal.headers import SANDBOX
from portal.rights.words import CHANNELS, DESK_TONES, EVENTS, PROOFS, RIGHTS, STEPS

pages = Blueprint("desk", __name__, url_prefix="/dpo/requests")

ACTORS = {
    "owner": "the person",
    "service": "the software",
    "dpo": "an officer",
    "agent": "an authorised agent",
    "operator": "this machine's operator",
}
"""Who did a step of a request, as its history says it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A request with the days left for it; negative when it is late."""

    held: HeldRequest
    left: int


def _officer() -> Actor:
    return Actor("dpo", current_user.id, encrypted=encrypted(), verified=True, ticket=True)


def _me() -> str:
    return str(current_user.id)


@pages.get("")
@needs("dpo")
def board() -> ResponseReturnValue:
    """Show what is open, the first due at the top, and what has ended."""
    ended = request.args.get("show") == "ended"
    day = today(house())
    rows = [Row(held, days_left(day, held.due)) for held in review_requests(house(), _officer(), open_only=not ended)]
    groups = {
        "late": [row for row in rows if row.left < 0],
        "soon": [row for row in rows if 0 <= row.left <= WARN_DAYS],
        "later": [row for row in rows if row.left > WARN_DAYS],
    }
    return render_template(
        "dpo/requests.html", rows=rows, groups=groups, ended=ended, rights=RIGHTS, tones=DESK_TONES, channels=CHANNELS
    )


@pages.get("/<held>")
@needs("dpo")
def one(held: str) -> ResponseReturnValue:
    """Show one request with its evidence, its scope and what can be done."""
    found = review_request(house(), _officer(), held)
    acts = TRANSITIONS[found.held.state]
    need = needed(found.held.kind, found.held.channel)
    stuck = [step for step in found.steps if step.fault]
    return render_template(
        "dpo/request.html",
        actors=ACTORS,
        found=found,
        held=found.held,
        right=RIGHTS[found.held.kind],
        tone=DESK_TONES[found.held.state],
        left=days_left(today(house()), found.held.due),
        lacking=sorted(need.missing(found.held.proofs)),
        may_start=Act.START in acts and not decide.needs_hands(found.held),
        by_hand=found.held.state in {State.IDENTIFIED, State.IN_WORK} and decide.needs_hands(found.held)
        and not any(step.step == "correct" and step.done_at for step in found.steps),
        may_carry_on=found.held.state is State.IN_WORK and bool(stuck),
        to_tell=_to_tell(found.held) if decide.waits_for_telling(found.steps) else (),
        may_extend=Act.EXTEND in acts and found.held.extended_on is None and found.held.extended_by is not None
        and days_left(today(house()), found.held.extend_by) >= 0,
        may_propose=Act.PROPOSE_REFUSAL in acts,
        may_decide=found.held.state is State.REFUSAL_PROPOSED,
        mine=found.held.proposed_by == _me(),
        may_release=found.held.state is State.IN_REVIEW,
        may_identify=found.held.state is State.IDENTITY_ASKED,
        permission=Proof.PERMISSION in need.missing(found.held.proofs),
        paper=next((paper for paper in found.papers if paper.kind == "permission"), None),
        extension=_extension(found.held),
        reasons=[(one, articles_of(one, found.held.regimes)) for one in reasons_for(found.held.regimes)],
        grounds=grounds_for(found.held.kind),
        ground=GROUNDS.get(found.held.ground),
        events=EVENTS,
        steps=STEPS,
        channels=CHANNELS,
        proofs=PROOFS,
    )  # fmt: skip


def _to_tell(held: HeldRequest) -> list[tuple[str, tuple[str, ...], str]]:
    """Who has to be told of a change by hand, in the policy's words and by name, and of which data."""
    policy = house().policy
    with house().store.read() as unit:
        by_hand = {each.recipient: each.names for each in to_tell_of(unit, held)}
        passed = unit.holdings.disclosures(held.person) if held.person is not None else ()
        found = [one for one in passed if one[0] in by_hand and one[1] not in WORD]
    return [
        (policy.recipients[to].label if to in policy.recipients else to, by_hand[to],
         policy.categories[what].label if what in policy.categories else what)
        for to, what, _ in found
    ]  # fmt: skip


def _extension(held: HeldRequest) -> str:
    """Whole sentences to begin with; the reason that the officer chooses stands above them, and they say more of it."""
    until = f"{held.extended_by.day} {held.extended_by:%B %Y}" if held.extended_by else ""
    return (
        f"You asked us on {held.received_at.day} {held.received_at:%B %Y} under the reference {held.reference}. We "
        f"need more time: you have our answer by {until} at the latest. "
        "What we have done so far: we have confirmed who asks and looked for your data. You can complain to the data "
        "protection authority where you live, or go to court, if you do not agree."
    )


@pages.get("/<held>/permission")
@needs("dpo")
def permission(held: str) -> ResponseReturnValue:
    """Hand out the permission that an agent sent, as a file that no browser runs."""
    content = take_permission(house(), _officer(), held)
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = 'attachment; filename="permission"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@pages.post("/<held>/<act>")
@needs("dpo")
def do(held: str, act: str) -> ResponseReturnValue:
    """Do one thing with a request."""
    form, services, by = request.form, house(), _me()
    review_request(services, _officer(), held)
    after: HeldRequest
    if act == "start":
        after = decide.start_request(services, held, by=by)
    elif act == "carry-on":
        after = decide.carry_on_request(services, held)
    elif act == "by-hand":
        after = decide.done_by_hand(services, held, by=by, done=form.get("done", ""))
    elif act == "told":
        after = decide.recipients_told(services, held, by=by, way=form.get("way", ""))
    elif act == "extend":
        after = decide.extend_request(
            services, held, by=by, reason=form.get("reason", ""), letter=form.get("letter", "")
        )
    elif act == "refuse":
        after = decide.refuse_request(
            services, held, by=by, ground=form.get("ground", ""), letter=form.get("letter", "")
        )
    elif act == "approve":
        after = decide.approve_refusal(services, held, by=by)
    elif act == "reject":
        after = decide.reject_refusal(services, held, by=by)
    elif act == "release":
        after = decide.release_texts(services, held, by=by, how=form.get("how", ""), reason=form.get("reason", ""))
    elif act == "permit":
        after = accept_permission(services, held, by=by)
    else:
        after = accept_identity(services, held, by=by)
    flash(f"Done: the request is now {DESK_TONES[after.state][0].lower()}.", "done")
    return redirect(url_for("desk.one", held=held), code=303)
