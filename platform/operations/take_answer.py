"""Fetch an answer: after showing again who asks, from a link that expires."""

from governance.errors import ProvisoError
from governance.gate import PermitRefused
from governance.rights import State
from operations.advance_request import record
from operations.ask import GateRefused, ask
from operations.cells import TAKE_ANSWER
from operations.facts import Actor, facts_of
from operations.ports import KeyGone
from operations.requests import HeldRequest, Paper
from operations.services import Services

GIVEN = frozenset({State.ANSWERED, State.PARTLY_REFUSED})


def take_answer(services: Services, actor: Actor, request: str) -> tuple[HeldRequest, Paper, bytes]:
    """Open the answer for whoever asked; `actor.verified` says that they have shown just now who they are.

    The caller has made sure that the actor is the asker. Raises GateRefused, or ProvisoError: not-found when there
    is no answer, answer-gone when its time has passed.
    """
    with services.store.begin() as unit:
        held = unit.requests.get(request)
        papers = unit.papers.of_request(request) if held is not None else ()
        paper = next((one for one in papers if one.kind == "answer"), None)
        if held is None or held.state not in GIVEN:
            raise ProvisoError("not-found")
        if paper is None or paper.due_at <= services.now():
            raise ProvisoError("answer-gone")
        person = unit.people.get(held.person) if held.person is not None else None
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        ruling = ask(services, unit, step="take-answer", cell=TAKE_ANSWER, facts=facts, item=paper.id, person=person)
    if ruling.permit is None:
        raise GateRefused(ruling.decision, paper.id)
    try:
        content = services.vault.open(ruling.permit)
    except (KeyGone, PermitRefused):
        raise ProvisoError("answer-gone") from None
    with services.store.begin() as unit:
        unit.papers.taken(paper.id, services.now())
        record(services, unit, held, "take", role="owner", sha256=paper.sha256)
    return held, paper, content
