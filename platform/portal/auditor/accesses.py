"""The access register as auditors see it, their own looks among them."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from operations.review_accesses import review_accesses
from portal.doors import acting, house, needs
from portal.words import STEPS

pages = Blueprint("accesses", __name__, url_prefix="/audit/accesses")


@pages.get("")
@needs("auditor", "registers")
def accesses() -> ResponseReturnValue:
    """List who looked at what."""
    role = request.args.get("role", "")
    found = review_accesses(house(), acting("auditor"), role=role, before=request.args.get("before", ""))
    return render_template("auditor/accesses.html", found=found, role=role, steps=STEPS, here="accesses.accesses")
