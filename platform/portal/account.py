"""One's own account: what one is called, how one logs in, where one is logged in, and the way out."""

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from flask_security import current_user
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import InputRequired, Length, ValidationError

from operations.age_accounts import close_account
from operations.change_account import ask_for_address, change_profile, confirm_address
from operations.send_message import deliver_now, send_farewell, send_message
from operations.sessions import digest, end_sessions, sessions_of
from portal.doors import acting, fresh, house, signed_in
from portal.formats import day
from portal.languages import NAMES
from portal.sessions import own_key

pages = Blueprint("account", __name__, url_prefix="/account")


class AddressForm(FlaskForm):  # type: ignore[misc]
    """A new e-mail address."""

    email = EmailField("New e-mail address", [InputRequired("Enter an e-mail address."), Length(max=255)])

    def validate_email(self, field: EmailField) -> None:
        """Bring the address into the one form it is kept in."""
        from portal.registration import in_one_form

        try:
            field.data = in_one_form(field.data or "")
        except ValueError:
            raise ValidationError(
                "This does not look like an e-mail address; it should be like name@example.com."
            ) from None


@pages.get("")
@signed_in
def overview() -> ResponseReturnValue:
    """Show the account in one page: each part beside what changes it."""
    return render_template(
        "account/overview.html",
        user=current_user,
        sessions=sessions_of(house(), int(current_user.id)),
        this_one=digest(own_key()),
        codes_left=len(current_user.mf_recovery_codes or ()),
    )


@pages.post("/profile")
@signed_in
def profile() -> ResponseReturnValue:
    """Change what one is called and in which language pages and messages come."""
    called, language = request.form.get("called", "").strip(), request.form.get("language", "")
    if len(called) > 100 or language not in ("", *NAMES):
        abort(400)
    change_profile(house(), acting("owner"), called=called, language=language)
    flash("Your account is changed.", "done")
    return redirect(url_for("account.overview"), code=303)


@pages.post("/sessions/<session>/end")
@signed_in
def end(session: str) -> ResponseReturnValue:
    """End one log-in of one's own."""
    if not end_sessions(house(), int(current_user.id), only=session):
        abort(404)
    flash("That log-in is ended.", "done")
    return redirect(url_for("account.overview", _anchor="sessions"), code=303)


@pages.post("/sessions/end-others")
@signed_in
def end_others() -> ResponseReturnValue:
    """End every log-in of one's own but this one."""
    end_sessions(house(), int(current_user.id), but=own_key())
    flash("You are logged in here and nowhere else.", "done")
    return redirect(url_for("account.overview", _anchor="sessions"), code=303)


@pages.route("/email", methods=["GET", "POST"])
@signed_in
@fresh
def email() -> ResponseReturnValue:
    """Ask for another e-mail address: it is written to, and changed when it answers."""
    form = AddressForm()
    asked = form.validate_on_submit()
    if asked:
        services, new = house(), str(form.email.data)
        link = url_for("account.confirm_email", token=ask_for_address(services, acting("owner"), new))
        with services.store.begin() as unit:
            # An address of another account gets no letter, and nobody is told: neither who has it nor that one has.
            if unit.people.find(new) is None:
                person = unit.people.get(int(current_user.id))
                letter = "new-address-to-confirm"
                send_message(services, unit, letter, person=person, copy_to=new, data={"link": link})
    status = 422 if form.is_submitted() and not asked else 200
    return render_template("account/email.html", form=form, asked=asked), status


@pages.route("/email/<token>", methods=["GET", "POST"])
@signed_in
def confirm_email(token: str) -> ResponseReturnValue:
    """Change the address, at the word that was sent to the new one; the old one is told."""
    if request.method == "GET":
        return render_template("account/confirm_email.html", token=token)
    confirm_address(house(), acting("owner"), token)
    flash("Your e-mail address is changed. The old one was told.", "done")
    return redirect(url_for("account.overview"), code=303)


@pages.get("/confirmed")
def confirmed() -> ResponseReturnValue:
    """Say that an address is confirmed now."""
    return render_template("account/confirmed.html")


@pages.get("/second-step")
@signed_in
def second_step() -> ResponseReturnValue:
    """Say that the second step is set up, or done without, and lead to the recovery codes."""
    return render_template("account/second_step.html", user=current_user)


@pages.route("/close", methods=["GET", "POST"])
@signed_in
@fresh
def close() -> ResponseReturnValue:
    """Close the account: first what follows and by when, then a second word, then it is done."""
    services = house()
    rule = services.policy.retention_for("account.identity")
    span = rule.triggers.get("account.closed", rule.ceiling_seconds)
    until = services.now() + timedelta(seconds=span)
    sure = request.form.get("sure") == "yes"
    if request.method == "GET" or not sure:
        asked = request.method == "POST"
        page = render_template("account/close.html", until=until, clauses=rule.clauses, asked=asked)
        return page, 422 if asked else 200
    person = int(current_user.id)
    with services.store.begin() as unit:
        found = unit.people.get(person)
        said = {"until": day(until)}
        farewell = send_farewell(services, unit, "account-closing", person=found, data=said) if found else None
    if farewell is not None:
        # Should the mail server be away, the clock tries again; the address lies sealed with the message until then.
        deliver_now(services, farewell)
    close_account(services, person, by="portal")
    logout_user()
    return render_template("account/closed.html", until=until)
