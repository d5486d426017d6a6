"""The gate's answers for the data protection officer: a list, and each one explained with its rules and facts."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from operations.review_decisions import review_decision, review_decisions
from portal.decision_page import decision_page
from portal.doors import acting, house, needs
from portal.words import STEPS

pages = Blueprint("decisions", __name__, url_prefix="/dpo/decisions")


@pages.get("")
@needs("dpo")
def decisions() -> ResponseReturnValue:
    """List the gate's answers, newest first; refusals alone unless everything is asked for."""
    everything = request.args.get("show") == "all"
    found, following = review_decisions(
        house(), acting("dpo"), refused=not everything, before=request.args.get("before", "")
    )
    return render_template("dpo/decisions.html", found=found, following=following, everything=everything, steps=STEPS)


@pages.get("/<decision>")
@needs("dpo")
def decision(decision: str) -> ResponseReturnValue:
    """Explain one answer under the policy that it was made with."""
    return decision_page(review_decision(house(), acting("dpo"), decision), list_at="decisions.decisions")
