"""Lift a restriction that a person asked for, once its reason is gone; they are told before (GDPR Art. 18(3))."""

from collections.abc import Sequence

from governance.errors import ProvisoError
from operations.facts import Actor
from operations.review_decisions import review_ledger
from operations.services import Services
from operations.set_aside import use_again


def review_restricted(services: Services, actor: Actor) -> Sequence[int]:
    """List the accounts whose data is set aside at their own word; raises GateRefused."""
    review_ledger(services, actor, "holds")
    with services.store.read() as unit:
        return unit.people.restricted()


def lift_restriction(services: Services, person: int, *, by: str, officer: int | None = None) -> bool:
    """Write to the person and use their data again, in one act and in this order; False when it was not set aside.

    `by` names the door, `officer` the account behind it. What was held at the person's word ends with it; a restriction
    that an officer placed is lifted by `release_hold`. Raises ProvisoError not-found for an account that there is not.
    """
    with services.store.begin() as unit:
        if unit.people.get(person) is None:
            raise ProvisoError("not-found")
        return use_again(services, unit, person, by=by, officer=officer)
