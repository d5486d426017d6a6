"""What came with a request: written and read back sealed, for the request alone."""

import json
from dataclasses import asdict, replace

from governance.errors import ProvisoError
from governance.retention import due
from operations.ask import GateRefused, ask
from operations.cells import READ_REQUEST
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.requests import Details, HeldRequest
from operations.services import Services


def put_details(services: Services, unit: Unit, held: HeldRequest, details: Details) -> None:
    """Seal and write them, in the caller's transaction."""
    rule = services.policy.retention_for("request.details")
    text = json.dumps({name: value for name, value in asdict(details).items() if value})
    unit.requests.put_details(
        held.id,
        services.envelope.close(held.id, text),
        due_at=due(rule, {"data.created": held.received_at}),
        rule=rule.id,
        policy=services.policy.digest,
    )


def details_of(services: Services, unit: Unit, held: HeldRequest) -> Details:
    """Read them for the house itself, to write to somebody or to carry out what was asked; empty when they are gone."""
    sealed = unit.requests.details(held.id)
    return Details(**json.loads(services.envelope.open(held.id, sealed))) if sealed is not None else Details()


def read_details(services: Services, actor: Actor, request: str) -> Details:
    """Show them to the officer who handles the request; the gate is asked. Raises GateRefused, not-found."""
    with services.store.begin() as unit:
        held = unit.requests.get(request)
        if held is None:
            raise ProvisoError("not-found")
        person = unit.people.get(held.person) if held.person is not None else None
        past = unit.dues.past("request_details.due_at", request, services.now())
        facts = facts_of(services, unit, actor, overdue=past)
        ruling = ask(services, unit, step="handle-request", cell=READ_REQUEST, facts=facts, item=request, person=person)
        # The gate lets rights be worked on with what is past its date; what came with one is not shown any more.
        found = details_of(services, unit, held) if ruling.decision.allow and not past else Details()
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, request)
    return found


def add_reason(services: Services, unit: Unit, held: HeldRequest, reason: str) -> None:
    """Keep why texts that may hold other people's data go out as they do."""
    put_details(services, unit, held, replace(details_of(services, unit, held), weighed=reason))


def add_longer(services: Services, unit: Unit, held: HeldRequest, letter: str) -> None:
    """Keep what the officer wrote about an extension, whatever is written later."""
    put_details(services, unit, held, replace(details_of(services, unit, held), longer=letter))


def add_letter(services: Services, unit: Unit, held: HeldRequest, letter: str) -> None:
    """Keep what the officer wrote beside what came with the request."""
    put_details(services, unit, held, replace(details_of(services, unit, held), letter=letter))
