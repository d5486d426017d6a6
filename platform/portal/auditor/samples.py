"""Random samples by seed: entries that nobody could have picked, each proved, each decision decided again."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.ledger import leaf_hash
from governance.sampling import draw, rank
from operations.entries import KINDS
from operations.replay_decision import replay_decision
from operations.review_decisions import review_ledger
from portal.auditor.parts import parts
from portal.doors import acting, house, needs

pages = Blueprint("samples", __name__, url_prefix="/audit/samples")

MOST = 50
DAYS = 30


@dataclass(frozen=True, slots=True)
class Drawn:
    """An entry that was drawn; `answer` is what a replay gave: same, another, gone, or empty where none is due."""

    number: int
    rank: str
    kind: str
    at: datetime
    fits: bool
    decision: str
    answer: str


@dataclass(frozen=True, slots=True)
class _Wish:
    seed: str
    count: int
    since: date
    until: date

    @property
    def period(self) -> tuple[datetime, datetime]:
        return datetime.combine(self.since, time.min, UTC), datetime.combine(
            self.until + timedelta(days=1), time.min, UTC
        )


@pages.get("")
@needs("auditor", "decisions")
def samples() -> ResponseReturnValue:
    """Draw a sample when a seed is given; the same seed, period and number give the same one."""
    wish = _wish()
    drawn = _drawn(wish) if wish.seed else None
    return render_template("auditor/samples.html", wish=wish, drawn=drawn, most=MOST, kinds=KINDS)


@pages.get("/sample.json")
@needs("auditor", "decisions")
def sample() -> ResponseReturnValue:
    """Hand the sample out as data, with its seed; raises not-found without one."""
    wish = _wish()
    if not wish.seed:
        raise ProvisoError("not-found")
    said = {
        "seed": wish.seed, "count": wish.count, "since": wish.since.isoformat(), "until": wish.until.isoformat(),
        "rule": "lowest SHA-256 of SEED:NUMBER over the numbers of the period's entries",
        "entries": [
            {"number": one.number, "rank": one.rank, "kind": one.kind, "at": one.at.isoformat(), "fits": one.fits,
             "decision": one.decision, "replay": one.answer}
            for one in _drawn(wish)
        ],
    }  # fmt: skip
    response = Response(json.dumps(said, indent=1) + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="sample.json"'
    return response


def _wish() -> _Wish:
    today = house().now().astimezone(UTC).date()
    given = request.args
    since = given.get("since", today - timedelta(days=DAYS), type=date.fromisoformat)
    until = given.get("until", today, type=date.fromisoformat)
    count = min(max(given.get("count", 10, type=int), 1), MOST)
    return _Wish(given.get("seed", "").strip()[:80], count, since, max(since, min(until, today)))


def _drawn(wish: _Wish) -> list[Drawn]:
    review_ledger(house(), acting("auditor"), "sample")
    with parts().database.read() as unit:
        chosen = draw(wish.seed, unit.entries.numbers(*wish.period), wish.count)
        entries = [next(unit.entries.entries(after=number - 1)) for number in chosen]
    found = []
    for entry in entries:
        try:
            fields = json.loads(entry.body)["fields"]
            decision = str(fields["decision"]) if entry.kind.startswith("decision.") else ""
        except (ValueError, RecursionError, LookupError, TypeError):
            decision = ""
        fits = leaf_hash(entry.body) == entry.leaf_hash and entry.agrees
        answer = _answer(decision) if decision else ""
        found.append(Drawn(entry.number, rank(wish.seed, entry.number), entry.kind, entry.at, fits, decision, answer))
    return found


def _answer(decision: str) -> str:
    try:
        return "same" if replay_decision(house(), acting("auditor"), decision).same else "another"
    except ProvisoError:
        return "gone"
