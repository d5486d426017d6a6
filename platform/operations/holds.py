"""Place and end holds: each is a row with ground, owner and end, and an entry of the ledger."""

import uuid
from datetime import datetime

from governance.dating import dated
from governance.errors import ProvisoError
from governance.holds import GROUNDS, Hold, HoldKind
from operations.ports import Unit
from operations.services import Services
from operations.tell_outside_requests import tell_of_hold

CATEGORY = "record.decision"


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

    Every hold has an end, so that a forgotten one ends by itself. Whoever got what is restricted by it is told (GDPR
    Article 19), noted in the same act. Raises ProvisoError hold-ground, hold-end,
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
        tell_of_hold(services, unit, hold)
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
            **officer_behind(unit, officer),
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


def end_hold(services: Services, unit: Unit, hold: Hold, *, by: str, officer: int | None = None) -> bool:
    """End a hold in the caller's transaction, whose person was told; False when it had ended."""
    at = services.now()
    ended = unit.holds.release(hold.id, at)
    if ended:
        told = {"hold": hold.id, "kind": hold.kind.value, "by": by, **officer_behind(unit, officer)}
        unit.ledger.append("hold.released", at, told)
    return ended


def officer_behind(unit: Unit, officer: int | None) -> dict[str, str]:
    """Give what an entry says of the account behind a door; nothing for a door without one."""
    found = unit.people.get(officer) if officer is not None else None
    return {"officer": found.pseudonym} if found is not None else {}
