"""The privacy notice held against the law, for the data protection officer: 57 rules, grouped by outcome."""

from dataclasses import dataclass
from datetime import UTC

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from governance.policy.lint import Verdict, lint
from governance.policy.lint_reader import Outcome
from portal.doors import house, needs

pages = Blueprint("verdicts", __name__, url_prefix="/dpo/notice")

OUTCOMES: tuple[tuple[Outcome, str, str, str], ...] = (
    ("fail", "Missing", "The law asks for it and the text does not say it.", "ended"),
    ("partial", "Said in part", "Something is said, and something is left out.", "busy"),
    ("warn", "To be looked at", "Said, but in a way that a reader or an authority may stumble over.", "busy"),
    ("open", "Open", "It hangs on something that only the controller can tell.", "busy"),
    ("pages", "To be seen on pages", "The text cannot show it; look at the pages themselves.", "quiet"),
    ("pass", "Said", "Found in the text; whether the words are good enough is for a person to judge.", "done"),
    ("n/a", "Does not apply", "Nothing of the kind happens under this policy.", "quiet"),
)
"""Each outcome with its heading, what it means, and the colour of its tag, worst first."""
WEIGHTS = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Kind:
    """An outcome with its verdicts, the weightiest first."""

    outcome: Outcome
    title: str
    meaning: str
    tone: str
    verdicts: tuple[Verdict, ...]


@pages.get("")
@needs("dpo")
def verdicts() -> ResponseReturnValue:
    """Show all verdicts of today."""
    today = house().now().astimezone(UTC).date()
    found = lint(house().policy, today)
    kinds = [
        Kind(outcome, title, meaning, tone, _weightiest_first(found, outcome))
        for outcome, title, meaning, tone in OUTCOMES
    ]
    return render_template(
        "dpo/verdicts.html",
        kinds=[kind for kind in kinds if kind.verdicts],
        count=len(found),
        today=house().now(),
    )


def _weightiest_first(found: tuple[Verdict, ...], outcome: Outcome) -> tuple[Verdict, ...]:
    return tuple(sorted((v for v in found if v.outcome == outcome), key=lambda v: WEIGHTS.index(v.weight)))
