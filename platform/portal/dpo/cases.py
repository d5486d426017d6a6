"""The officer's desk for what people write: a list, one case, an answer, a request made of it, a reported account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from governance.errors import ProvisoError
from governance.fulfilment import FIELDS
from governance.rights import Kind
from governance.support import GOING, CaseKind, CaseState
from operations import answer_case as act_on
from operations.facts import Actor
from operations.review_cases import review_case, review_cases
from portal.doors import encrypted, house, needs
from portal.rights.words import RIGHTS

pages = Blueprint("cases", __name__, url_prefix="/dpo/messages")

STATES = {
    CaseState.OPEN: ("Waits for you", "busy"),
    CaseState.ANSWERED: ("Answered", "done"),
    CaseState.CLOSED: ("Closed", "ended"),
    CaseState.TURNED: ("Became a request", "ended"),
}
KINDS = {CaseKind.QUESTION: "A message", CaseKind.CHILD: "A child uses an account"}
CHANNELS = {"form": "by the form", "mail": "by e-mail"}


def _officer() -> Actor:
    return Actor("dpo", current_user.id, encrypted=encrypted(), verified=True, ticket=True)


@pages.get("")
@needs("dpo")
def board() -> ResponseReturnValue:
    """Show what waits, the longest wait at the top, and what has ended."""
    ended = request.args.get("show") == "ended"
    found = review_cases(house(), _officer(), going=not ended)
    return render_template(
        "dpo/cases.html", found=found, ended=ended, states=STATES, kinds=KINDS, channels=CHANNELS
    )  # fmt: skip


@pages.get("/<case>")
@needs("dpo")
def one(case: str) -> ResponseReturnValue:
    """Show one case with what was written and what can be done."""
    found = review_case(house(), _officer(), case)
    return render_template(
        "dpo/case.html",
        found=found,
        held=found.held,
        going=found.held.state in GOING,
        child=found.held.kind is CaseKind.CHILD,
        states=STATES,
        kinds=KINDS,
        channels=CHANNELS,
        rights=RIGHTS,
        fields=FIELDS,
        consents=house().policy.consents,
    )


@pages.post("/<case>/<any(answer, close, turn, child, erase, release):what>")
@needs("dpo")
def do(case: str, what: str) -> ResponseReturnValue:
    """Do one thing with a case."""
    form, services = request.form, house()
    review_case(services, _officer(), case)
    if what == "answer":
        act_on.answer_case(services, case, form.get("text", ""))
        flash("The answer is on its way.", "done")
    elif what == "close":
        act_on.close_case(services, case)
        flash("The case is closed.", "done")
    elif what == "turn":
        held = act_on.turn_into_request(
            services, case, _kind(form.get("kind", "")), about=_about(), value=form.get("value", "").strip()[:500]
        )
        flash("It is a request now; whoever wrote is asked who they are.", "done")
        return redirect(url_for("desk.one", held=held.id), code=303)
    elif what == "child":
        act_on.name_child(services, case, form.get("account", ""))
        flash("If there is such an account, it is set aside.", "done")
    else:
        if form.get("sure") != "yes":
            raise ProvisoError("request-incomplete", what="your word that you are sure")
        act_on.decide_child(services, case, erase=what == "erase", by=str(current_user.id))
        flash("The account is being erased." if what == "erase" else "The account can be used again.", "done")
    return redirect(url_for("cases.one", case=case), code=303)


def _kind(word: str) -> Kind:
    try:
        return Kind(word)
    except ValueError:
        raise ProvisoError("request-incomplete", what="the right that it is about") from None


def _about() -> str:
    kind = request.form.get("kind", "")
    if kind == Kind.CORRECTION:
        about = request.form.get("field", "")
        return about if about in FIELDS else "other"
    if kind == Kind.WITHDRAWAL:
        consent = request.form.get("consent", "")
        if consent not in house().policy.consents:
            raise ProvisoError("request-incomplete", what="the consent that is taken back")
        return consent
    return ""
