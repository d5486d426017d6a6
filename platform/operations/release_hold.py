"""Release a hold, and end those whose time is over; whoever had data set aside is told first (GDPR Art. 18(3))."""

from governance.errors import ProvisoError
from governance.holds import Hold, HoldKind
from operations.holds import end_hold
from operations.ports import Unit
from operations.services import Services
from operations.set_aside import kept_at_another_word, set_aside_otherwise, tell_of_lifting, use_again

BATCH = 200


def release_hold(services: Services, hold: str, *, by: str, officer: int | None = None) -> bool:
    """End a hold before its time; what had become due meanwhile is due at once. False when it had ended.

    Of several at a person's own word the last one ends the restriction. Before a restriction is lifted its person is
    told, in the same act (GDPR Art. 18(3)). Raises ProvisoError not-found.
    """
    with services.store.begin() as unit:
        found = unit.holds.get(hold)
        if found is None:
            raise ProvisoError("not-found")
        return _lift(services, unit, found, by=by, officer=officer)


def end_expired_holds(services: Services) -> int:
    """Write down the end of legal holds whose time is over, which it was at that very moment, and lift restrictions."""
    with services.store.begin() as unit:
        return sum(_lift(services, unit, hold, by="time") for hold in unit.holds.expired(services.now(), BATCH))


def _lift(services: Services, unit: Unit, hold: Hold, *, by: str, officer: int | None = None) -> bool:
    if hold.released_at is not None:
        return False
    if hold.at_word and not kept_at_another_word(services, unit, hold) and not set_aside_otherwise(unit, hold):
        # It and the restriction of the account are one thing to its person, who gets one letter.
        return use_again(services, unit, hold.person, by=by, officer=officer)
    if hold.kind is HoldKind.RESTRICTION and not hold.at_word:
        tell_of_lifting(services, unit, hold.person)
    return end_hold(services, unit, hold, by=by, officer=officer)
