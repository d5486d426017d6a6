"""Give and take back a consent; what rested on one that is taken back goes at once."""

from governance.dating import dated
from governance.errors import ProvisoError
from operations.ports import Unit
from operations.services import Services


def withdraw_everywhere(services: Services, person: int, consent: str, *, by: str) -> bool:
    """Take a consent back for everything, and erase what was kept under it; False when none was in force.

    `by` names the door it came through. Raises ProvisoError not-found for a consent that the policy does not know.
    """
    if consent not in services.policy.consents:
        raise ProvisoError("not-found")
    with services.store.begin() as unit:
        changed = unit.consents.state(person, consent) == "given"
        if changed:
            _write(services, unit, person, consent, given=False, by=by)
        erased = services.policy.consents[consent].withdraw_erases
        messages = [
            row.id
            for row in unit.messages.of_person(person, limit=10_000)
            if "message.promotional" in erased and row.purpose == "marketing"
        ]
        for message in messages:
            unit.messages.erase(message)
            unit.ledger.append(
                "message.erased", services.now(), {"message": message, "decision": "", "rule": "R-PROMOTION"}
            )
    return changed


def _write(services: Services, unit: Unit, person: int, consent: str, *, given: bool, by: str) -> None:
    now = services.now()
    found = unit.people.get(person)
    unit.consents.record(
        person=person,
        consent=consent,
        given=given,
        at=now,
        policy=services.policy.digest,
        dated=dated(services.policy, "record.consent", {"data.created": now}),
    )
    unit.ledger.append(
        "consent.given" if given else "consent.withdrawn",
        now,
        {"consent": consent, "document": "", "subject": found.pseudonym if found else "", "by": by},
    )


def write_withdrawal(services: Services, unit: Unit, person: int, consent: str, *, by: str = "request") -> None:
    """Write in the caller's transaction that a consent is taken back for everything, single documents included."""
    _write(services, unit, person, consent, given=False, by=by)
