"""Writing to us: a form for everybody, with an account or without one; also to say that a child uses the service."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from governance.support import LETTERS, CaseKind
from operations.case_words import FORM
from operations.facts import Actor
from operations.support_cases import Written
from operations.take_message import take_message
from portal.doors import encrypted, house
from portal.languages import language
from portal.rights.known import address_in

pages = Blueprint("contact", __name__, url_prefix="/contact")

_WRITTEN = "written"
"""Where the session keeps the reference of what was just sent, for the page that shows it."""


@pages.route("", methods=["GET", "POST"])
def write() -> ResponseReturnValue:
    """Show the form; take a message in."""
    kind = CaseKind.CHILD if request.values.get("about") == "child" else CaseKind.QUESTION
    if request.method == "GET":
        return _form(kind, {})
    wrong, written = _read(kind)
    if wrong:
        return _form(kind, wrong), 422
    mine = int(current_user.id) if current_user.is_authenticated else None
    actor = Actor("owner", mine, encrypted=encrypted())
    held = take_message(house(), actor, written, channel=FORM, kind=kind)
    session[_WRITTEN] = held.reference
    return redirect(url_for("contact.sent"), code=303)


@pages.get("/sent")
def sent() -> ResponseReturnValue:
    """Say that the message is here, with its reference."""
    reference = session.get(_WRITTEN)
    if reference is None:
        return redirect(url_for("contact.write"), code=303)
    return render_template("contact/sent.html", reference=reference)


def _read(kind: CaseKind) -> tuple[dict[str, str], Written]:
    form, wrong = request.form, {}
    address = ""
    if not current_user.is_authenticated:
        address = address_in(form.get("address", ""))
        if not address:
            wrong["address"] = _("Enter an e-mail address at which we can answer you.")
    text = form.get("text", "").strip()
    if not text:
        wrong["text"] = _("Write what it is about.")
    elif len(text) > LETTERS:
        wrong["text"] = _("Shorten it, please: more than eight pages do not fit.")
    about = ""
    if kind is CaseKind.CHILD:
        about = address_in(form.get("account", ""))
        if not about:
            wrong["account"] = _("Enter the e-mail address of the account that the child uses.")
    return wrong, Written(text, address, about, language())


def _form(kind: CaseKind, wrong: dict[str, str]) -> str:
    policy = house().policy
    kept = policy.parameter_in_words("support_retention") if "support_retention" in policy.parameters else ""
    page = "contact/child.html" if kind is CaseKind.CHILD else "contact/write.html"
    return render_template(page, wrong=wrong, kept=kept)
