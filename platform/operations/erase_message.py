"""Erase messages: those whose date has come, and one at its recipient's word."""

from governance.errors import ProvisoError
from governance.messages import category
from operations.ask import GateRefused, ask
from operations.cells import erase_message as cell_of_erasing
from operations.dates import ending
from operations.facts import SERVICE, Actor, facts_of
from operations.services import Services
from operations.sweep import kept_by


def erase_message(services: Services, actor: Actor, message: str) -> bool:
    """Erase one message; False when it was gone.

    Raises ProvisoError not-found for somebody else's, which looks like one that never was, or GateRefused.
    """
    with services.store.begin() as unit:
        row = unit.messages.get(message)
        if row is None or (actor.role == "owner" and actor.person != row.person):
            if actor.role == "owner":
                raise ProvisoError("not-found")
            return False
        person = unit.people.get(row.person) if row.person is not None else None
        facts = facts_of(services, unit, actor, person=person, overdue=row.due_at <= services.now())
        cell = cell_of_erasing(category(row.purpose), by_the_house=actor.role == "service")
        ruling = ask(services, unit, step="erase-message", cell=cell, facts=facts, item=message, person=person)
        gone = ruling.decision.allow and unit.messages.erase(message)
        if gone:
            unit.ledger.append(
                "message.erased", services.now(), {"message": message, "decision": ruling.id, "rule": row.rule}
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, message)
    return gone


def erase_due_messages(services: Services, most: int = 200) -> int:
    """Erase what is due and return how many; safe in two processes at a time."""
    with services.store.read() as unit:
        due = unit.dues.due(ending(unit, "message.due_at"), services.now(), kept_by(services.policy), most)
    return sum(erase_message(services, SERVICE, str(row.key)) for row in due)
