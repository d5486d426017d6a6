"""The reviews desk: what waits for a person's judgement, with the counts and clauses that it rests on."""

from datetime import UTC

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_security import current_user

from operations.facts import Actor
from operations.review_queue import review_queue
from portal.doors import encrypted, house, needs

pages = Blueprint("reviews", __name__, url_prefix="/dpo/reviews")


@pages.get("")
@needs("dpo")
def reviews() -> ResponseReturnValue:
    """List what waits, the oldest first."""
    officer = Actor("dpo", current_user.id, encrypted=encrypted(), verified=True, ticket=True)
    found = review_queue(house(), officer)
    return render_template("dpo/reviews.html", found=found, now=house().now().astimezone(UTC))
