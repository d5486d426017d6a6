"""What a person had set aside is kept beyond its date where that is why they asked (GDPR Art. 18(1)(b) and (c))."""

import uuid
from datetime import timedelta
from typing import Final

from governance.holds import KEEPING, Hold, HoldKind
from operations.holds import end_hold, write_hold
from operations.ports import Unit
from operations.services import Services

OWNER: Final = "the person, by a request"
"""Who answers for such a hold; no officer placed it."""
LONGEST: Final = timedelta(days=365)
"""It ends after a year at the latest, and the person is told before; they may ask again."""


def keep_at_word(services: Services, unit: Unit, person: int, ground: str) -> bool:
    """Hold everything of a person for a ground that keeps it, in the caller's transaction; False for any other ground.

    One that stands is enough.
    """
    now = services.now()
    if ground not in KEEPING:
        return False
    if not any(_theirs(hold) and hold.active(now) for hold in unit.holds.of_ground(person, ground)):
        hold = Hold(uuid.uuid4().hex, HoldKind.RESTRICTION, person, "", ground, OWNER, now, now + LONGEST)
        write_hold(services, unit, hold, by="request")
    return True


def keep_no_longer(services: Services, unit: Unit, person: int, *, by: str, officer: int | None = None) -> int:
    """End what was held at a person's word, in the caller's transaction, who was told; gives how many ended."""
    found = [hold for ground in sorted(KEEPING) for hold in unit.holds.of_ground(person, ground)]
    mine = [hold for hold in found if _theirs(hold) and hold.released_at is None]
    return sum(end_hold(services, unit, hold, by=by, officer=officer) for hold in mine)


def _theirs(hold: Hold) -> bool:
    return hold.kind is HoldKind.RESTRICTION and hold.owner == OWNER
