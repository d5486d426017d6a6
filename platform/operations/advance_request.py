"""Take one step with a request: the table allows it, the row changes if nobody was faster, and it is written down."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from governance.errors import ProvisoError
from governance.retention import due
from governance.rights import ENDED, Act, NotNow, step
from operations.ports import Unit
from operations.requests import HeldRequest, RequestEvent
from operations.services import Services

_WHY = {
    "state": "request-elsewhere",
    "late": "extension-too-late",
    "again": "extension-twice",
    "same_person": "second-person-needed",
    "no_term": "extension-unknown",
}


def today(services: Services, at: datetime | None = None) -> Any:
    """Give the day of a moment where the controller is; requests arrive on days, not in seconds."""
    return (at or services.now()).astimezone(ZoneInfo(services.desk.time_zone)).date()


def advance(
    services: Services,
    unit: Unit,
    held: HeldRequest,
    act: Act,
    *,
    role: str,
    by: str = "",
    note: str = "",
    **changes: Any,
) -> HeldRequest:
    """Take a step in the caller's transaction and give the request as it stands then.

    `changes` are further fields of the row. Raises ProvisoError: request-elsewhere when the table or somebody
    faster does not let it, extension-too-late, extension-twice, extension-unknown, second-person-needed.
    """
    now = services.now()
    try:
        after = step(
            held.progress, act, by=by, on=today(services, now), extend_by=held.extend_by if held.extended_by else None
        )
    except NotNow as refusal:
        raise ProvisoError(_WHY[refusal.why]) from None
    moved = replace(
        held,
        state=after.state,
        before_refusal=after.before_refusal,
        proposed_by=after.proposed_by,
        extended_on=after.extended_on,
        closed_at=now if after.state in ENDED else None,
        **changes,
    )
    if not unit.requests.move(held, moved):
        raise ProvisoError("request-elsewhere")
    record(services, unit, moved, act.value, role=role, note=note)
    if moved.state in ENDED:
        rule = services.policy.retention_for("request.details")
        until = due(rule, {"data.created": held.received_at, "request.closed": now})
        unit.requests.details_end(held.id, due_at=until)
    return moved


def record(
    services: Services, unit: Unit, held: HeldRequest, what: str, *, role: str, note: str = "", **more: object
) -> None:
    """Write a moment into the request's history and into the ledger."""
    now = services.now()
    unit.requests.note(held.id, RequestEvent(now, what, role, note))
    person = unit.people.get(held.person) if held.person is not None else None
    unit.ledger.append(
        f"request.{LEDGER.get(what, 'step')}",
        now,
        {
            "request": held.id,
            "act": what,
            "kind": held.kind.value,
            "state": held.state.value,
            "role": role,
            "note": note,
            "subject": person.pseudonym if person else "",
            **more,
        },
    )


LEDGER = {
    "open": "opened",
    "identify": "identified",
    "extend": "extended",
    "approve_refusal": "refused",
    "answer": "answered",
    "answer_partly": "answered",
    "withdraw": "withdrawn",
    "expire": "expired",
    "take": "answer-taken",
    "destroy": "answer-destroyed",
}
"""Which kind of ledger entry an act is; the others are steps on the way."""
