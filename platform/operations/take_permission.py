"""Open the permission that an agent sent with a request, for the officer who handles it."""

from governance.errors import ProvisoError
from governance.gate import PermitRefused
from operations.ask import GateRefused, ask
from operations.cells import READ_REQUEST
from operations.facts import Actor, facts_of
from operations.ports import KeyGone
from operations.services import Services


def take_permission(services: Services, actor: Actor, request: str) -> bytes:
    """Give its bytes; raises GateRefused, or ProvisoError not-found when there is none (any more)."""
    with services.store.begin() as unit:
        paper = next((one for one in unit.papers.of_request(request) if one.kind == "permission"), None)
        if paper is None:
            raise ProvisoError("not-found")
        facts = facts_of(services, unit, actor, overdue=False)
        ruling = ask(services, unit, step="handle-request", cell=READ_REQUEST, facts=facts, item=paper.id)
    if ruling.permit is None:
        raise GateRefused(ruling.decision, paper.id)
    try:
        return services.vault.open(ruling.permit)
    except (KeyGone, PermitRefused):
        raise ProvisoError("not-found") from None
