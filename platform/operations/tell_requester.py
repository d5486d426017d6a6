"""Write to whoever asked: at every step, through the gate, with nothing about anybody in the message."""

from collections.abc import Mapping

from operations.ports import Unit
from operations.request_details import details_of
from operations.requests import HeldRequest
from operations.send_message import send_message
from operations.services import Services

RETURN = "/privacy/requests/return"


def tell(services: Services, unit: Unit, held: HeldRequest, letter: str) -> None:
    """Write to the asker in the caller's transaction; whoever used an account is written to there.

    A message that the gate refuses is not sent, and its refusal is on record; the request goes on all the same.
    """
    mail(services, unit, held, letter, address=details_of(services, unit, held).address)


def mail(
    services: Services,
    unit: Unit,
    held: HeldRequest,
    letter: str,
    *,
    address: str = "",
    data: Mapping[str, str] | None = None,
) -> None:
    """Write one letter about a request, to an address or else to the account."""
    person = unit.people.get(held.person) if held.person is not None and not address else None
    if not address and (person is None or not unit.people.address(person.id)):
        return
    filled = {
        "reference": held.reference,
        "due": f"{held.due.day} {held.due:%B %Y}",
        "link": RETURN if address else f"/privacy/requests/{held.id}",
        **(data or {}),
    }
    language = details_of(services, unit, held).language
    send_message(services, unit, letter, person=person, address=address, language=language, data=filled)
