"""A person's own word that their data be set aside: some reasons keep it beyond its date; used again after a letter."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from governance.holds import ASKED, AT_WORD, KEEPING, Hold, HoldKind
from governance.rights import Kind, State
from operations.holds import end_hold, officer_behind, write_hold
from operations.ports import Unit
from operations.send_message import send_message
from operations.services import Services

LONGEST: Final = timedelta(days=365)
"""What is kept at a person's word is kept for a year at most; they are told before it ends, and may ask again."""

_STANDS: Final = frozenset(
    {State.IDENTIFIED, State.IN_WORK, State.IN_REVIEW, State.REFUSAL_PROPOSED, State.ANSWERED, State.PARTLY_REFUSED}
)


def keep_at_word(services: Services, unit: Unit, person: int, ground: str, *, asked_at: datetime) -> bool:
    """Hold everything of a person for a ground that keeps it, in the caller's transaction; False for any other ground.

    One that was placed since they asked is enough (GDPR Art. 18(1)(b) and (c)); asked again, it lasts anew.
    """
    now = services.now()
    if ground not in KEEPING:
        return False
    if not any(hold.ground == ground and hold.placed_at >= asked_at for hold in _standing(unit, person)):
        hold = Hold(uuid.uuid4().hex, HoldKind.RESTRICTION, person, "", ground, AT_WORD, now, now + LONGEST)
        write_hold(services, unit, hold, by="request")
    return True


def kept_at_another_word(services: Services, unit: Unit, hold: Hold) -> bool:
    """Tell whether a person had their data set aside again, or for another ground too, and that goes on."""
    others = (each for each in _standing(unit, hold.person) if each.id != hold.id)
    return any(each.until > services.now() for each in others)


def set_aside_otherwise(unit: Unit, hold: Hold) -> bool:
    """Tell whether the person, after this was kept at their word, had data set aside for a reason that keeps nothing.

    That reason (GDPR Art. 18(1)(a) and (d)) ends when it is settled, not with the year of another one.
    """
    return any(
        each.kind is Kind.RESTRICTION
        and each.about in ASKED
        and each.about not in KEEPING
        and each.state in _STANDS
        and each.received_at >= hold.placed_at
        for each in unit.requests.of_person(hold.person)
    )


def keep_no_longer(services: Services, unit: Unit, person: int, *, by: str, officer: int | None = None) -> int:
    """End what was held at a person's word, in the caller's transaction; gives how many ended."""
    return sum(end_hold(services, unit, hold, by=by, officer=officer) for hold in _standing(unit, person))


def use_again(services: Services, unit: Unit, person: int, *, by: str, officer: int | None = None) -> bool:
    """Write to a person, then use their data again and keep it no longer, in the caller's transaction, in this order.

    False when it was neither set aside nor kept at their word.
    """
    found = unit.people.get(person)
    restricted = found is not None and found.restricted
    if not restricted and not _standing(unit, person):
        return False
    tell_of_lifting(services, unit, person)
    if found is not None and unit.corrections.restrict(person, on=False):
        fields = {"subject": found.pseudonym, "what": "no longer restricted", "by": by}
        unit.ledger.append("person.changed", services.now(), fields | officer_behind(unit, officer))
    keep_no_longer(services, unit, person, by=by, officer=officer)
    return True


def tell_of_lifting(services: Services, unit: Unit, person: int) -> None:
    """Write that data is used again, in the caller's transaction; whoever has no account any more is not written to."""
    found = unit.people.get(person)
    if unit.people.address(person):
        send_message(services, unit, "restriction-lifted", person=found, data={"link": "/contact"})


def _standing(unit: Unit, person: int) -> list[Hold]:
    found = [hold for ground in sorted(KEEPING) for hold in unit.holds.of_ground(person, ground)]
    return [hold for hold in found if hold.at_word and hold.released_at is None]
