"""Messages on a page: one's own in the account, and, without a mail server, those to an address at this machine."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from operations.change_consent import withdraw_everywhere
from operations.erase_message import erase_message
from operations.read_messages import laid_out, own_messages
from operations.send_message import unsubscribed
from portal.doors import acting, house, local, signed_in

pages = Blueprint("mailbox", __name__)


@pages.get("/account/messages")
@signed_in
def messages() -> ResponseReturnValue:
    """List the messages that were sent to the person, with the date on which each will be gone."""
    return render_template("mailbox/messages.html", messages=own_messages(house(), acting("owner")))


@pages.post("/account/messages/<message>/delete")
@signed_in
def delete(message: str) -> ResponseReturnValue:
    """Delete one of one's own messages now."""
    erase_message(house(), acting("owner"), message)
    flash(_("The message is deleted."), "done")
    return redirect(url_for("mailbox.messages"), code=303)


@pages.route("/mail", methods=["GET", "POST"])
def mail() -> ResponseReturnValue:
    """Stand in for a mail program where no mail server is set, for whoever sits at this machine."""
    if house().carrier.outside or not local():
        abort(404)
    address = (request.form.get("address") or "").strip()
    found = laid_out(house(), address) if address else None
    return render_template("mailbox/mail.html", address=address, messages=found)


@pages.route("/unsubscribe/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """End promotional messages: by one click of a mail program (RFC 8058), or by the button of this page."""
    person = unsubscribed(house(), token)
    done = request.method == "POST"
    if done:
        withdraw_everywhere(house(), person, "marketing", by="unsubscribe")
    return render_template("mailbox/unsubscribe.html", done=done, token=token)
