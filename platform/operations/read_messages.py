"""Read messages where they were laid out: one's own, or, without a mail server, those to an address on this machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.messages import MessageState
from operations.ask import GateRefused, ask
from operations.cells import show_message
from operations.facts import Actor, facts_of
from operations.messages import Message
from operations.send_message import subject_of
from operations.services import Services


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message opened for its recipient."""

    row: Message
    subject: str
    text: str

    @property
    def waiting(self) -> bool:
        """Tell whether it is still to be sent."""
        return self.row.state in {MessageState.WAITING, MessageState.SENDING}


def own_messages(services: Services, actor: Actor) -> Sequence[OpenMessage]:
    """Open the actor's own messages, newest first; raises GateRefused, after the refusal was recorded."""
    if actor.person is None:
        return []
    with services.store.begin() as unit:
        person = unit.people.get(actor.person)
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        cell = show_message("message.sent")
        ruling = ask(services, unit, step="read-messages", cell=cell, facts=facts, item="messages", person=person)
        rows = unit.messages.of_person(actor.person) if ruling.decision.allow else []
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "messages")
    return [_opened(services, row) for row in rows if row.due_at > services.now()]


def laid_out(services: Services, address: str) -> Sequence[OpenMessage]:
    """Open what was laid out for an address, newest first, where no mail server takes messages; else nothing.

    For whoever sits at the machine that everything runs on, in the place of a mail program.
    """
    if services.carrier.outside:
        return []
    with services.store.read() as unit:
        person = unit.people.find(address)
        rows = [*unit.messages.of_address(address), *(unit.messages.of_person(person) if person is not None else ())]
    rows.sort(key=lambda row: row.created_at, reverse=True)
    return [_opened(services, row) for row in rows if row.due_at > services.now() and row.sent_at is not None]


def _opened(services: Services, row: Message) -> OpenMessage:
    return OpenMessage(row, subject_of(services, row), services.envelope.open(row.id, row.sealed))
