"""Carry a person's data over: the answer goes straight to a service that they have named (GDPR Art. 20(2)).

It leaves by the one door for everybody's data: the gate is asked with the service as recipient when the person says
so and again when it is sent, the way is signed and guarded, and every attempt is counted.
"""

import uuid
from collections.abc import Mapping, Sequence

from governance.errors import ProvisoError
from governance.rights import Kind
from operations.advance_request import record
from operations.ask import GateRefused, Ruling, ask
from operations.bindings import binding_of
from operations.cells import carries, carry_answer
from operations.disclose import about_receiver, add_disclosure, to_be_sent
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.requests import HeldRequest, Paper
from operations.services import Services
from operations.sharing_ports import Courier, Disclosure, Receiver
from operations.take_answer import GIVEN

PURPOSE, CATEGORY = "subject_rights", "request.answer"


def services_to_name(services: Services, unit: Unit) -> list[Receiver]:
    """List the services that a person may name: those that told us where they listen."""
    found = unit.sharing.receivers()
    return [each for each in found if each.ended_at is None and carries(services.policy, each.recipient)]


def carry_over(services: Services, actor: Actor, courier: Courier, *, request: str, receiver: str) -> Disclosure:
    """Have the answer to a request for portability sent to a service; the clock sends it.

    `actor.verified` says that the person has shown just now who they are; the caller has made sure that they are the
    asker. One that waits for the same service is given back. Raises GateRefused, or ProvisoError: not-found (no such
    answer or service), answer-gone.
    """
    with services.store.begin() as unit:
        held = unit.requests.get(request)
        to = next((each for each in services_to_name(services, unit) if each.id == receiver), None)
        if (
            held is None
            or held.kind is not Kind.PORTABILITY
            or held.state not in GIVEN
            or held.person is None
            or not to
        ):
            raise ProvisoError("not-found")
        paper = answer_of(services, unit, request)
        if paper is None:
            raise ProvisoError("answer-gone")
        if not unit.requests.move(held, held):
            raise ProvisoError("not-found")
        # The row is this transaction's now: of two clicks at once the second sees here what the first one wrote.
        waiting = [each for each in carried(unit, held) if each.state == "waiting" and each.receiver == to.id]
        if waiting:
            return waiting[0]
        item = uuid.uuid4().hex
        ruling = ask_to_carry(services, unit, actor, courier, held=held, receiver=to, item=item, step="carry-over")
        disclosure = to_be_sent(
            services, to, ruling, item=item, person=held.person, category=CATEGORY, purpose=PURPOSE, request=held.id
        )
        if ruling.decision.allow:
            add_disclosure(unit, disclosure)
        record(services, unit, held, "carry" if ruling.decision.allow else "carry_refused", role="owner", note=to.id)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, item)
    return disclosure


def answer_of(services: Services, unit: Unit, request: str) -> Paper | None:
    """Give the answer to a request while it may be handed out."""
    papers = unit.papers.of_request(request)
    return next((one for one in papers if one.kind == "answer" and one.due_at > services.now()), None)


def carried(unit: Unit, held: HeldRequest) -> Sequence[Disclosure]:
    """List what of a request's answer was sent to services, or is to be, newest first."""
    found = unit.sharing.of_person(held.person) if held.person is not None else ()
    return [each for each in found if each.request == held.id]


def ask_to_carry(
    services: Services,
    unit: Unit,
    actor: Actor,
    courier: Courier,
    *,
    held: HeldRequest,
    receiver: Receiver,
    item: str,
    step: str,
) -> Ruling:
    """Ask the gate whether an answer may go to the service that its person has named now."""
    person = unit.people.get(held.person) if held.person is not None else None
    facts: Mapping[str, str] = {
        **facts_of(services, unit, actor, person=person, overdue=False),
        **about_receiver(courier, receiver, binding_of(services, unit, receiver)),
        # A service that somebody moves to answers for what it does with the data, and has ends of its own.
        "recipient.own_purposes": "true",
        "recipient.named": "true",
    }
    return ask(services, unit, step=step, cell=carry_answer(receiver.recipient), facts=facts, item=item, person=person)
