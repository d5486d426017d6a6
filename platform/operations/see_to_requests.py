"""What the clock does about requests: carry on, expire what nobody proved, warn of what is late, erase what is due."""

from dataclasses import replace
from datetime import timedelta

from governance.deadlines import days_left
from governance.errors import ProvisoError
from governance.rights import OPEN, Act, State
from operations.advance_request import advance, record, today
from operations.ask import ask
from operations.begin_request import go_on
from operations.cells import ERASE_ANSWER, ERASE_REQUEST
from operations.dates import ending
from operations.facts import SERVICE, facts_of
from operations.ports import Unit
from operations.requests import HeldRequest, StepTaken
from operations.services import Services
from operations.sweep import kept_by
from operations.tell_recipients import UNTOLD, left
from operations.tell_requester import tell

BATCH = 100
WARN_DAYS = 7
"""Days before its date from which an unanswered request stands first on the officer's desk, and in the ledger."""


def carry_on(services: Services) -> int:
    """Take up requests whose work stopped halfway, unless their steps have been tried too often.

    One that waits for its recipients to be told goes on when they were, however often it was tried.
    """
    with services.store.read() as unit:
        waiting = [
            held
            for held in unit.requests.waiting(frozenset({State.IN_WORK}), BATCH)
            if all(_may_be_taken(services, unit, held, step) for step in unit.requests.steps(held.id))
        ]
    for held in waiting:
        go_on(services, held)
    return len(waiting)


def _may_be_taken(services: Services, unit: Unit, held: HeldRequest, step: StepTaken) -> bool:
    """Tell whether a step is done or worth another try."""
    if step.done_at is not None or step.attempts < services.desk.attempts:
        return True
    return step.fault == UNTOLD and not left(unit, held)


def expire_unproved(services: Services) -> int:
    """End requests of which nobody showed in time who asked; returns how many."""
    before = services.now() - timedelta(days=services.desk.unproved_days)
    with services.store.read() as unit:
        late = [
            held
            for held in unit.requests.waiting(frozenset({State.IDENTITY_ASKED}), BATCH)
            if held.received_at <= before
        ]
    expired = 0
    for held in late:
        try:
            with services.store.begin() as unit:
                tell(services, unit, held, "request-expired")
                advance(services, unit, held, Act.EXPIRE, role="service")
            expired += 1
        except ProvisoError:
            # Somebody proved it, or took it back, a moment ago.
            continue
    with services.store.begin() as unit:
        unit.requests.drop_codes(services.now())
    return expired


def warn_of_late(services: Services) -> int:
    """Write into history and ledger, once a day, which requests are due within a week or overdue."""
    day = today(services)
    with services.store.read() as unit:
        near = [
            held
            for held in unit.requests.waiting(OPEN, 10 * BATCH)
            if days_left(day, held.due) <= WARN_DAYS and held.warned_on != day
        ]
    for held in near:
        with services.store.begin() as unit:
            left = days_left(day, held.due)
            if unit.requests.move(held, replace(held, warned_on=day)):
                record(services, unit, held, "overdue" if left < 0 else "due_soon", role="service", days_left=left)
    return len(near)


def erase_due(services: Services) -> int:
    """Destroy answers and erase what came with requests when their dates have come; returns how many."""
    now = services.now()
    with services.store.read() as unit:
        papers = unit.papers.due(now, BATCH)
        details = unit.dues.due(ending(unit, "request_details.due_at"), now, kept_by(services.policy), BATCH)
    gone = 0
    for paper in papers:
        with services.store.begin() as unit:
            ruling = ask(
                services, unit, step="erase-answer", cell=ERASE_ANSWER,
                facts=facts_of(services, unit, SERVICE, overdue=True), item=paper.id,
            )  # fmt: skip
        if ruling.decision.allow and services.vault.destroy(paper.id):
            with services.store.begin() as unit:
                held = unit.requests.get(paper.request)
                if unit.papers.gone(paper.id, services.now()) and held is not None:
                    record(services, unit, held, "destroy", role="service", note=paper.kind, rule=paper.rule)
                    gone += 1
    for request in (str(row.key) for row in details):
        with services.store.begin() as unit:
            ruling = ask(
                services, unit, step="erase-request", cell=ERASE_REQUEST,
                facts=facts_of(services, unit, SERVICE, overdue=True), item=request,
            )  # fmt: skip
            held = unit.requests.get(request)
            if ruling.decision.allow and held is not None and unit.requests.erase_details(request):
                record(services, unit, held, "details_erased", role="service")
                gone += 1
    return gone
