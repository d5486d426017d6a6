"""Today: where the data protection officer begins. Contradictions first, then numbers that each lead to their list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from governance.deadlines import days_left
from governance.processing.contradictions import contradictions
from governance.processing.evidence import evidence
from governance.processing.observed import Observed
from governance.publishing import DraftState
from governance.registers import Values
from governance.registers.breaches import deadline, is_open
from governance.rights import State
from governance.support import CaseState
from operations.facts import Actor
from operations.keep_register import opened_entries
from operations.requests import HeldRequest
from operations.review_cases import review_cases
from operations.review_requests import review_requests
from operations.support_cases import HeldCase
from portal.doors import acting, house, needs
from store.checkpoints import newest

pages = Blueprint("today", __name__, url_prefix="/dpo")

DAYS = 30
"""How far back refusals are counted."""
AHEAD = 14
"""How far ahead deletions are shown."""
WEEK = 7
MOST = 10
_WAITING = frozenset({State.IDENTIFIED, State.IN_REVIEW, State.REFUSAL_PROPOSED})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the page: its words, the list it leads to, and whether it is bad news."""

    count: int
    words: str
    address: str
    alarm: bool = False


@pages.get("")
@needs("dpo")
def today() -> ResponseReturnValue:
    """Show the day."""
    services = house()
    now = services.now()
    # From midnight on: whole days are counted beforehand.
    since = datetime.combine(now.astimezone(UTC).date() - timedelta(days=DAYS), time(), UTC)
    observed = services.glance((since, now))
    with services.store.read() as unit:
        ahead = unit.dues.ahead(now, AHEAD)
        breaches = [one.values for one in opened_entries(services, unit, "breaches") if one.entry.state != "closed"]
        waiting = [one for one in unit.registers.current() if one.state == "proposed"]
        drafts = sum(draft.state is DraftState.PROVED for draft in unit.drafts.newest(MOST))
    open_requests = review_requests(services, acting("dpo"), open_only=True)
    messages = review_cases(services, _at_the_desk(), going=True)
    seen = evidence(services.policy, observed)
    refusals = sorted((one for one in seen.by_clause if one.refused), key=lambda one: (-one.refused, one.clause))
    return render_template(
        "dpo/today.html",
        today=now,
        contradictions=contradictions(services.policy, observed),
        numbers=[
            *_numbers(observed, open_requests, messages, now),
            *_registers(breaches, len(waiting), now),
            Number(
                drafts,
                _said(
                    drafts,
                    "draft of the policy waits for a second officer",
                    "drafts of the policy wait for a second officer",
                ),
                url_for("policies.desk"),
            ),
        ],
        refusals=refusals[:MOST],
        refused=seen.refused,
        refusals_picture=_bars([(one.clause.removeprefix("c"), one.refused) for one in refusals[:MOST]]),
        ahead=_steps(ahead, now),
        ahead_picture=_columns(_steps(ahead, now)),
        overdue=sum(held.overdue for held in observed.held),
        ledger=newest(current_app.extensions["proviso-house"].database),
        entries=observed.ledger.size,
        days=DAYS,
    )


def _at_the_desk() -> Actor:
    return replace(acting("dpo"), ticket=True)


def _numbers(
    observed: Observed, requests: Sequence[HeldRequest], messages: Sequence[HeldCase], now: datetime
) -> list[Number]:
    day = now.astimezone(UTC).date()
    left = [days_left(day, held.due) for held in requests]
    overdue = sum(held.overdue for held in observed.held)
    waiting = sum(held.state in _WAITING for held in requests)
    unanswered = sum(case.state is CaseState.OPEN for case in messages)
    refused = sum(count.count for count in observed.decisions if not count.allowed)
    late, soon = sum(days < 0 for days in left), sum(0 <= days <= WEEK for days in left)
    return [
        Number(late, _said(late, "request is late", "requests are late"), url_for("desk.board"), alarm=late > 0),
        Number(soon, _said(soon, "request is due this week", "requests are due this week"), url_for("desk.board")),
        Number(waiting, _said(waiting, "request waits for you", "requests wait for you"), url_for("desk.board")),
        Number(
            unanswered,
            _said(unanswered, "message waits for an answer", "messages wait for an answer"),
            url_for("cases.board"),
        ),
        Number(
            overdue,
            _said(overdue, "item is past its deletion date", "items are past their deletion date"),
            url_for("retention.calendar"),
            alarm=overdue > 0,
        ),
        Number(refused, f"{_said(refused, 'step', 'steps')} refused in {DAYS} days", url_for("decisions.decisions")),
    ]


def _said(count: int, one: str, several: str) -> str:
    return one if count == 1 else several


def _registers(breaches: Sequence[Values], waiting: int, now: datetime) -> list[Number]:
    """Tell of breaches of which the authority is still to be told, and of entries that wait for a second officer."""
    clocks = [last for values in breaches if is_open(values) and (last := deadline(values)) is not None]
    left = min(((last - now).total_seconds() / 3600 for last in clocks), default=0.0)
    hours = f", {left:.0f} hours left" if clocks else ""
    words = f"{'breach' if len(clocks) == 1 else 'breaches'} to tell the authority of{hours}"
    return [
        Number(len(clocks), words, url_for("registers.register", code="breaches"), alarm=bool(clocks)),
        Number(
            waiting,
            _said(waiting, "register entry waits for a second officer", "register entries wait for a second officer"),
            url_for("registers.registers"),
        ),
    ]


def _steps(ahead: Mapping[date, int], now: datetime) -> list[tuple[str, int]]:
    first = now.astimezone(UTC).date()
    days = [first + timedelta(days=at) for at in range(AHEAD)]
    return [(f"{day.day} {day:%b}", ahead.get(day, 0)) for day in days]


def _bars(rows: list[tuple[str, int]]) -> object:
    from reports.charts import bars  # it brings the drawing along, which takes seconds to load

    return bars(rows, "Refusals by clause") if rows else ""


def _columns(steps: list[tuple[str, int]]) -> object:
    from reports.charts import columns

    return columns(steps, "Deletions ahead, by day") if any(count for _, count in steps) else ""
