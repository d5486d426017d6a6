"""Place, release and end holds: each is a row with ground, owner and end, and an entry of the ledger."""

import uuid
from datetime import datetime

from governance.dating import dated
from governance.errors import ProvisoError
from governance.holds import GROUNDS, Hold, HoldKind
from operations.ports import Unit
from operations.send_message import send_message
from operations.services import Services

CATEGORY = "record.decision"
BATCH = 200


def place_hold(
    services: Services,
    *,
    kind: HoldKind,
    person: int,
    ground: str,
    owner: str,
    until: datetime,
    item: str = "",
    by: str,
    officer: int | None = None,
) -> Hold:
    """Keep everything of a person, or one thing, beyond its date; `by` names the door, `officer` the account behind it.

    Every hold has an end, so that a forgotten one ends by itself. Raises ProvisoError hold-ground, hold-end,
    hold-owner, or not-found when there is no such account.
    """
    now = services.now()
    if ground not in GROUNDS[kind]:
        raise ProvisoError("hold-ground", known=", ".join(GROUNDS[kind]))
    if until <= now:
        raise ProvisoError("hold-end")
    if not owner.strip():
        raise ProvisoError("hold-owner")
    hold = Hold(uuid.uuid4().hex, kind, person, item, ground, owner.strip()[:120], now, until)
    with services.store.begin() as unit:
        write_hold(services, unit, hold, by=by, officer=officer)
    return hold


def write_hold(services: Services, unit: Unit, hold: Hold, *, by: str, officer: int | None = None) -> None:
    """Write a hold with its entry, in the caller's transaction; raises ProvisoError not-found."""
    found = unit.people.get(hold.person)
    if found is None:
        raise ProvisoError("not-found")
    unit.holds.add(hold, dated(services.policy, CATEGORY, {"data.created": hold.placed_at}))
    unit.ledger.append(
        "hold.placed",
        hold.placed_at,
        {
            "hold": hold.id,
            "kind": hold.kind.value,
            "subject": found.pseudonym,
            "item": hold.item,
            "ground": hold.ground,
            "until": hold.until,
            "by": by,
            **_officer(unit, officer),
        },
    )


def whose(services: Services, on: str) -> tuple[int, str]:
    """Find whom a hold would be on: the account of an e-mail address, or the owner of a document or text by its id.

    Returns the account and the thing, empty for everything. Raises ProvisoError not-found.
    """
    named = on.strip()
    with services.store.read() as unit:
        if "@" in named:
            person = unit.people.find(named)
            if person is not None:
                return person, ""
        elif (document := unit.documents.get(named)) is not None:
            return document.person, named
        elif (text := unit.texts.get(named)) is not None:
            return text.person, named
    raise ProvisoError("not-found")


def release_hold(services: Services, hold: str, *, by: str, officer: int | None = None) -> bool:
    """End a hold before its time; what had become due meanwhile is due at once. False when it had ended.

    Before a restriction is lifted its person is told, in the same act (GDPR Art. 18(3)). Raises ProvisoError not-found.
    """
    with services.store.begin() as unit:
        found = unit.holds.get(hold)
        if found is None:
            raise ProvisoError("not-found")
        return lift_hold(services, unit, found, by=by, officer=officer)


def end_expired_holds(services: Services) -> int:
    """Write down the end of legal holds whose time is over, which it was at that very moment, and lift restrictions."""
    with services.store.begin() as unit:
        ended = [lift_hold(services, unit, hold, by="time") for hold in unit.holds.expired(services.now(), BATCH)]
    return sum(ended)


def lift_hold(services: Services, unit: Unit, hold: Hold, *, by: str, officer: int | None = None) -> bool:
    """End a hold in the caller's transaction, after a letter to its person when it is a restriction (Art. 18(3)).

    Whoever has no account any more is not written to. False when it had ended.
    """
    if hold.kind is HoldKind.RESTRICTION and hold.released_at is None:
        person = unit.people.get(hold.person)
        if unit.people.address(hold.person):
            send_message(services, unit, "restriction-lifted", person=person, data={"link": "/contact"})
    return end_hold(services, unit, hold, by=by, officer=officer)


def end_hold(services: Services, unit: Unit, hold: Hold, *, by: str, officer: int | None = None) -> bool:
    """End a hold in the caller's transaction, whose person was told; False when it had ended."""
    at = services.now()
    ended = unit.holds.release(hold.id, at)
    if ended:
        told = {"hold": hold.id, "kind": hold.kind.value, "by": by, **_officer(unit, officer)}
        unit.ledger.append("hold.released", at, told)
    return ended


def _officer(unit: Unit, officer: int | None) -> dict[str, str]:
    found = unit.people.get(officer) if officer is not None else None
    return {"officer": found.pseudonym} if found is not None else {}
