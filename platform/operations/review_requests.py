"""What the data protection officer is shown of requests; each look is asked of the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance.errors import ProvisoError
from operations.ask import GateRefused, ask
from operations.cells import REVIEW_REQUESTS
from operations.facts import Actor, facts_of
from operations.gather import texts_of
from operations.ports import Unit
from operations.request_details import read_details
from operations.requests import Details, HeldRequest, Paper, RequestEvent, StepTaken
from operations.services import Services


@dataclass(frozen=True, slots=True)
class Found:
    """What is held about the person in one table: how many rows, and of which categories."""

    table: str
    rows: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One request as the officer sees it; `scope` counts what carrying it out would reach, without any content."""

    held: HeldRequest
    details: Details
    events: Sequence[RequestEvent]
    steps: Sequence[StepTaken]
    papers: Sequence[Paper]
    scope: Sequence[Found]
    texts: Sequence[Mapping[str, int]]


def review_requests(services: Services, actor: Actor, *, open_only: bool) -> Sequence[HeldRequest]:
    """List requests for the desk; raises GateRefused."""
    with services.store.begin() as unit:
        refused = _refusal(services, unit, actor, "requests")
        found = unit.requests.board(open_only=open_only) if refused is None else ()
    if refused is not None:
        raise refused
    return found


def review_request(services: Services, actor: Actor, request: str) -> Reviewed:
    """Show one with its evidence; raises GateRefused or ProvisoError not-found."""
    with services.store.begin() as unit:
        refused = _refusal(services, unit, actor, request)
        held = unit.requests.get(request)
        if refused is None and held is not None:
            whole = unit.holdings.of(held.person) if held.person is not None else ()
            texts = [text.counts for text in texts_of(unit, held.person)] if held.person is not None else []
            events, steps = unit.requests.events(request), unit.requests.steps(request)
            papers = unit.papers.of_request(request)
    if refused is not None:
        raise refused
    if held is None:
        raise ProvisoError("not-found")
    scope = [Found(one.name, len(one.rows), tuple(dict.fromkeys(one.categories.values()))) for one in whole]
    return Reviewed(held, read_details(services, actor, request), events, steps, papers, scope, texts)


def _refusal(services: Services, unit: Unit, actor: Actor, item: str) -> GateRefused | None:
    facts = facts_of(services, unit, actor, overdue=False)
    looker = unit.people.get(actor.person) if actor.person is not None else None
    ruling = ask(services, unit, step="review-request", cell=REVIEW_REQUESTS, facts=facts, item=item, person=looker)
    return None if ruling.decision.allow else GateRefused(ruling.decision, item)
