"""Begin with a request as soon as it is known who asks, or leave it for the officer."""

from governance.fulfilment import STEPS, begins_by_itself
from governance.repeats import Repeat
from governance.rights import Act, State
from operations.advance_request import advance
from operations.fulfil_request import fulfil_request
from operations.ports import Unit
from operations.requests import HeldRequest
from operations.services import Services


def begin(
    services: Services, unit: Unit, held: HeldRequest, *, role: str = "service", by: str = "", ordered: bool = False
) -> HeldRequest:
    """Start work in the caller's transaction, if it needs nobody's look first or the officer has `ordered` it.

    A repeat that may be refused waits for the officer. Call `go_on` when the transaction is through.
    """
    if not ordered and (held.repeat is Repeat.REPEATED or not begins_by_itself(held.kind, held.channel, held.about)):
        return held
    unit.requests.plan(held.id, STEPS[held.kind])
    return advance(services, unit, held, Act.START, role=role, **({"decided_by": by} if by else {}))


def go_on(services: Services, held: HeldRequest) -> HeldRequest:
    """Carry out what can be carried out at once, and ring for a worker where an answer has to be made."""
    if held.state is not State.IN_WORK:
        return held
    if held.kind.hands_out:
        services.bell.ring_request(held.id)
        return held
    return fulfil_request(services, held.id)
