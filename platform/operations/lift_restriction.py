"""Lift a restriction that a person asked for, once its reason is gone; they are told before (GDPR Art. 18(3))."""

from collections.abc import Sequence

from governance.errors import ProvisoError
from operations.facts import Actor
from operations.review_decisions import review_ledger
from operations.send_message import send_message
from operations.services import Services
from operations.set_aside import keep_no_longer


def review_restricted(services: Services, actor: Actor) -> Sequence[int]:
    """List the accounts whose data is set aside at their own word; raises GateRefused."""
    review_ledger(services, actor, "holds")
    with services.store.read() as unit:
        return unit.people.restricted()


def lift_restriction(services: Services, person: int, *, by: str, officer: int | None = None) -> bool:
    """Write to the person and use their data again, in one act and in this order; False when it was not set aside.

    `by` names the door, `officer` the account behind it. What was held at the person's word ends with it; a restriction
    that an officer placed is lifted by `release_hold`.
    Raises ProvisoError not-found for an account that there is not.
    """
    with services.store.begin() as unit:
        found = unit.people.get(person)
        if found is None:
            raise ProvisoError("not-found")
        if not found.restricted:
            return False
        send_message(services, unit, "restriction-lifted", person=found, data={"link": "/contact"})
        lifted = unit.corrections.restrict(person, on=False)
        if lifted:
            who = unit.people.get(officer) if officer is not None else None
            fields = {"subject": found.pseudonym, "what": "no longer restricted", "by": by}
            fields |= {"officer": who.pseudonym} if who is not None else {}
            unit.ledger.append("person.changed", services.now(), fields)
            keep_no_longer(services, unit, person, by=by, officer=officer)
    return lifted
