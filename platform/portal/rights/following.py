"""Following a request: its page, the proof of who asks, coming back with a reference, the answer, taking it back."""

from datetime import date

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from governance.deadlines import days_left
from governance.errors import ProvisoError
from governance.extensions import REASONS, articles_of
from governance.identity import POINTS, Channel, Proof, needed
from governance.refusals import GROUNDS
from governance.rights import Act, Kind, State
from operations.advance_request import today
from operations.carry_over import carried, carry_over, services_to_name
from operations.correct_address import confirm_corrected
from operations.decide_request import carry_on_request, needs_hands, withdraw_request
from operations.prove_identity import prove_by_code, prove_by_log_in, prove_by_points
from operations.request_details import details_of
from operations.requests import Details, HeldRequest
from operations.send_code import ASKER, PERSON, come_back, send_code, send_return_code
from operations.take_answer import GIVEN, take_answer
from portal.api.door import parts
from portal.doors import house
from portal.headers import SANDBOX
from portal.rights.known import asker, own, password_fits, proven, remember, shown
from portal.rights.opening import pages
from portal.rights.words import EVENTS, RIGHTS, SENT, SENTENCES, STEPS, TONES
from store.courier import HttpsCourier


@pages.route("/return", methods=["GET", "POST"])
def back() -> ResponseReturnValue:
    """Send a code to whoever comes back with a reference; the answer is the same whether or not there is one."""
    if request.method == "GET":
        return render_template("rights/return.html", reference="", sent=False)
    reference = _reference(request.form.get("reference", ""))
    code = request.form.get("code", "").strip()
    if not code:
        send_return_code(house(), reference)
        return render_template("rights/return.html", reference=reference, sent=True)
    held = come_back(house(), reference, code)
    remember(held.id, proven=True)
    return redirect(url_for("requests.request", request=held.id), code=303)


@pages.route("/confirm", methods=["GET", "POST"])
def confirm() -> ResponseReturnValue:
    """Let a person say that an agent may ask in their name."""
    if request.method == "GET":
        return render_template("rights/confirm.html", done=False)
    with house().store.read() as unit:
        held = unit.requests.by_reference(_reference(request.form.get("reference", "")))
    if held is None:
        raise ProvisoError("code-wrong")
    prove_by_code(house(), held.id, PERSON, request.form.get("code", ""))
    return render_template("rights/confirm.html", done=True)


@pages.route("/address/<token>", methods=["GET", "POST"])
def address(token: str) -> ResponseReturnValue:
    """Let a corrected e-mail address say that it is whose it should be; without an account, too."""
    if request.method == "GET":
        return render_template("rights/address.html", token=token, done=False)
    carry_on_request(house(), confirm_corrected(house(), token))
    return render_template("rights/address.html", token=token, done=True)


@pages.get("/<request>", endpoint="request")
def one(request: str) -> ResponseReturnValue:
    """Show a request: how it stands, until when it is answered, what is still to be done."""
    return _page(shown(request))


@pages.post("/<request>/code")
def code(request: str) -> ResponseReturnValue:
    """Take the code that was sent, or send a new one."""
    held = shown(request)
    form = _posted()
    if form.get("again"):
        with house().store.begin() as unit:
            send_code(house(), unit, held, ASKER)
        flash(_("A new code is on its way to you."), "done")
        return _back(held)
    prove_by_code(house(), held.id, ASKER, form.get("code", ""))
    remember(held.id, proven=True)
    return _back(held)


@pages.post("/<request>/points")
def points(request: str) -> ResponseReturnValue:
    """Take what the asker says about the account."""
    held = shown(request)
    form = _posted()
    after = prove_by_points(
        house(),
        held.id,
        opened=_date(form.get("opened", "") + "-01"),
        last_upload=_date(form.get("last_upload", "")),
        declared=bool(form.get("declared")),
    )
    if after.state is State.IDENTITY_ASKED:
        flash(_("This is not enough yet to be sure. Look again at what you remember, or write to us."), "error")
    return _back(held)


@pages.post("/<request>/again")
def again(request: str) -> ResponseReturnValue:
    """Let the account's person log in again by their password."""
    held = shown(request)
    if not own(held) or not password_fits(_posted().get("password", "")):
        flash(_("This is not the password of your account."), "error")
        return _back(held)
    prove_by_log_in(house(), held.id, current_user.id)
    return _back(held)


@pages.post("/<request>/withdraw")
def withdraw(request: str) -> ResponseReturnValue:
    """Take a request back."""
    held = shown(request)
    if not (own(held) or proven(held)):
        raise ProvisoError("not-found")
    withdraw_request(house(), held.id)
    flash(_("The request is taken back."), "done")
    return _back(held)


@pages.post("/<request>/answer")
def answer(request: str) -> ResponseReturnValue:
    """Hand the answer out, after the password or a code of the last half hour."""
    held = shown(request)
    verified = proven(held) or (own(held) and password_fits(_posted().get("password", "")))
    if own(held) and not verified:
        flash(_("This is not the password of your account."), "error")
        return _back(held)
    _held, paper, content = take_answer(house(), asker(held, verified=verified), held.id)
    response = Response(content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="answer-{held.reference}.zip"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Digest"] = f"sha-256={paper.sha256}"
    return response


@pages.post("/<request>/carry")
def carry(request: str) -> ResponseReturnValue:
    """Have the answer sent straight to a service, after the password or a code of the last half hour."""
    held = shown(request)
    form = _posted()
    verified = proven(held) or (own(held) and password_fits(form.get("password", "")))
    if not verified:
        flash(_("This is not the password of your account."), "error")
        return _back(held)
    courier = HttpsCourier(parts().settings.sharing)
    carry_over(house(), asker(held, verified=verified), courier, request=held.id, receiver=form.get("receiver", ""))
    flash(_("It is on its way. Here you see when it has arrived."), "done")
    return _back(held)


def _page(held: HeldRequest) -> str:
    services = house()
    with services.store.read() as unit:
        events = [event for event in unit.requests.events(held.id) if event.what in EVENTS]
        steps = unit.requests.steps(held.id)
        papers = unit.papers.of_request(held.id)
        seen = own(held) or proven(held)
        written = details_of(services, unit, held) if seen else Details()
        named = services_to_name(services, unit) if held.kind is Kind.PORTABILITY else []
        sent = carried(unit, held) if seen else ()
        called = {each.id: each.name for each in unit.sharing.receivers()} if sent else {}
    told = next((REASONS.get(event.note) for event in events if event.what == Act.EXTEND), None)
    word, tone = TONES[held.state]
    need = needed(held.kind, held.channel)
    lacking = need.missing(held.proofs)
    paper = next((one for one in papers if one.kind == "answer"), None)
    return render_template(
        "rights/request.html",
        held=held,
        right=RIGHTS[held.kind],
        word=word,
        tone=tone,
        sentence=SENTENCES[held.state],
        left=days_left(today(services), held.due),
        events=events,
        names=EVENTS,
        steps=steps,
        step_names=STEPS,
        asks_code=held.state is State.IDENTITY_ASKED and Proof.MAILED_CODE in lacking,
        asks_points=held.state is State.IDENTITY_ASKED and Proof.MAILED_CODE not in lacking and bool(POINTS & lacking),
        asks_declaration=Proof.DECLARATION in lacking,
        asks_password=held.state is State.IDENTITY_ASKED and Proof.LOGGED_IN_AGAIN in lacking and own(held),
        waits_for_person=Proof.PERSONS_WORD in lacking and Proof.MAILED_CODE not in lacking,
        waits_for_officer=lacking == {Proof.PERMISSION},
        paper=paper if held.state in GIVEN else None,
        fetchable=paper is not None and held.state in GIVEN and (own(held) or proven(held)),
        by_password=own(held) and not proven(held),
        needs_return=held.channel is not Channel.ACCOUNT and not proven(held) and not own(held),
        may_withdraw=held.open and (own(held) or proven(held)),
        unanswered=any(step.fault == "address-unconfirmed" and step.done_at is None for step in steps),
        by_hand=held.state is State.ANSWERED and needs_hands(held),
        ground=GROUNDS.get(held.ground),
        letter=written.letter,
        longer=written.longer,
        reason=told,
        articles=articles_of(told, held.regimes) if told else (),
        named=named,
        sent=[(called[each.receiver], each) for each in sent],
        sent_words=SENT,
        refreshing=(held.state is State.IN_WORK and not any(step.fault for step in steps))
        or any(each.state == "waiting" and not each.attempts for each in sent),
    )


def _posted() -> dict[str, str]:
    return request.form.to_dict()


def _back(held: HeldRequest) -> ResponseReturnValue:
    return redirect(url_for("requests.request", request=held.id), code=303)


def _reference(text: str) -> str:
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return f"{signs[:5]}-{signs[5:10]}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


__all__ = ["pages"]
