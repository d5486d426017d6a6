"""Any past decision, decided again under the policy of its day."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from operations.replay_decision import replay_decision
from operations.review_decisions import review_decisions
from portal.decision_page import decision_page
from portal.doors import acting, house, needs
from portal.words import STEPS

pages = Blueprint("replays", __name__, url_prefix="/audit/decisions")


@pages.get("")
@needs("auditor", "decisions")
def decisions() -> ResponseReturnValue:
    """List the gate's answers, newest first."""
    refused = request.args.get("show") == "refused"
    found, following = review_decisions(
        house(), acting("auditor"), refused=refused, before=request.args.get("before", "")
    )
    return render_template("auditor/decisions.html", found=found, following=following, refused=refused, steps=STEPS)


@pages.get("/<decision>")
@needs("auditor", "decisions")
def decision(decision: str) -> ResponseReturnValue:
    """Explain one answer and decide it again."""
    replay = replay_decision(house(), acting("auditor"), decision)
    return decision_page(replay.found, list_at="replays.decisions", replay=replay)
