"""What a person lets be done with their data besides consents: objections, sale and sharing, sensitive data."""

from collections.abc import Callable

from governance.errors import ProvisoError
from operations.ask import GateRefused, ask
from operations.cells import NOTE_CHOICE
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.rows import Person
from operations.services import Services

OBJECTABLE = ("service_improvement", "marketing", "advertising")
"""The purposes against which an objection works at once (GDPR Art. 21(1) and (2)); F-OBJECT of the policy."""


def object_to(services: Services, actor: Actor, purpose: str, *, on: bool) -> None:
    """Object to one purpose, or take that back; raises ProvisoError not-found for one nobody can object to."""
    if purpose not in OBJECTABLE:
        raise ProvisoError("not-found")

    def work(unit: Unit, person: Person) -> bool:
        wanted = set(person.objected_to) | {purpose} if on else set(person.objected_to) - {purpose}
        if wanted == set(person.objected_to):
            return False
        unit.people.objects_to(person.id, sorted(wanted))
        return True

    _change(services, actor, work, f"{'objected to' if on else 'no longer objects to'} {purpose}", "portal")


def opt_out_of_sale(services: Services, actor: Actor, *, on: bool, by: str) -> bool:
    """Opt out of sale and sharing (CCPA 1798.120), or take it back; False when it was so. `by`: portal or gpc."""
    said = _said(on, "sale and sharing")
    return _change(services, actor, lambda unit, person: unit.corrections.opt_out(person.id, on=on), said, by)


def limit_sensitive(services: Services, actor: Actor, *, on: bool) -> bool:
    """Limit the use of sensitive data (CCPA 1798.121), or take it back; False when it was so already."""
    said = _said(on, "sensitive")
    return _change(services, actor, lambda unit, person: unit.corrections.limit(person.id, on=on), said, "portal")


def _said(on: bool, what: str) -> str:
    return f"{what}: {'limited' if on else 'no longer limited'}"


def _change(services: Services, actor: Actor, work: Callable[[Unit, Person], bool], what: str, by: str) -> bool:
    if actor.person is None:
        raise ProvisoError("account-needed")
    with services.store.begin() as unit:
        person = unit.people.get(actor.person)
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        ruling = ask(services, unit, step="note-choice", cell=NOTE_CHOICE, facts=facts, item="choice", person=person)
        changed = ruling.decision.allow and person is not None and work(unit, person)
        if changed and person is not None:
            entry = {"subject": person.pseudonym, "what": what, "by": by, "decision": ruling.id}
            unit.ledger.append("choice.made", services.now(), entry)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "choice")
    return changed
