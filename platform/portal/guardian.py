"""A parent's or guardian's word: asked for from the account, given on a page that needs no account."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from governance.errors import ProvisoError
from operations.guardian import ask_guardian, decide_as_guardian
from portal.doors import acting, house, signed_in
from portal.rights.known import address_in

pages = Blueprint("guardian", __name__)


@pages.post("/account/guardian")
@signed_in
def ask() -> ResponseReturnValue:
    """Have a guardian written to."""
    address = address_in(request.form.get("address", ""))
    if not address:
        raise ProvisoError("request-incomplete", what="the e-mail address of a parent or guardian")
    ask_guardian(house(), acting("owner"), address)
    flash(_("We have written to them. Nothing changes until they say yes."), "done")
    return redirect(url_for("account.overview"), code=303)


@pages.route("/guardian/<token>", methods=["GET", "POST"])
def decide(token: str) -> ResponseReturnValue:
    """Show what it is about, and take a yes or no."""
    if request.method == "GET":
        return render_template("guardian/decide.html", token=token, said="")
    answer = request.form.get("answer")
    if answer not in ("yes", "no"):
        abort(400)
    decide_as_guardian(house(), token, agrees=answer == "yes")
    return render_template("guardian/decide.html", token=token, said=answer)
