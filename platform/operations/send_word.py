"""Send a receiver word of what became of data that it got (GDPR Article 19), and note that it took it."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from governance.rights import Kind
from operations.begin_request import go_on
from operations.ports import Unit
from operations.requests import HeldRequest
from operations.services import Services
from operations.sharing_ports import Courier, Disclosure, Receiver
from operations.tell_outside_requests import note_notice_told
from operations.tell_recipients import CHANGED, ask_to_tell, note_erasure_told, note_request_told

ERASED: Final = "text.erased"
TYPES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.CORRECTION: "text.corrected",
        Kind.RESTRICTION: "text.restricted",
        Kind.OBJECTION: "text.objected",
        Kind.WITHDRAWAL: "text.consent-withdrawn",
    }
)
"""What a message says became of the text of the document that it names, by the kind of the request."""


def word(services: Services, courier: Courier, telling: Disclosure) -> tuple[Receiver, bytes] | str:
    """Write what is said when the gate still says yes; else tell what became of it.

    The receiver learns which document of those it got is meant, and nothing else.
    """
    with services.store.begin() as unit:
        receiver, item = unit.sharing.receiver(telling.receiver), _item(services, unit, telling)
        if receiver is None or not item:
            return "gone"
        ruling = ask_to_tell(
            services, unit, courier, receiver=receiver, category=telling.category, item=item, step="send"
        )
        held = unit.requests.get(item)
    if not ruling.decision.allow:
        return "refused"
    # Without a request it is an officer's hold that set data aside.
    changed = TYPES[held.kind if held else Kind.RESTRICTION]
    what = changed if telling.category == CHANGED else ERASED
    said = {"type": what, "disclosure": telling.id, "document": telling.document}
    return receiver, json.dumps(said, sort_keys=True).encode()


def note_word(services: Services, unit: Unit, telling: Disclosure, state: str) -> HeldRequest | None:
    """Note how it ended, in the caller's transaction; gives the request that may go on now, if one waited for it."""
    item = _item(services, unit, telling)
    fields = {"item": item, "disclosure": telling.id, "receiver": telling.receiver, "state": state}
    unit.ledger.append("recipient.word-ended", services.now(), fields)
    mine = [each for each in unit.sharing.tellings(item) if each.recipient == telling.recipient]
    if any(each.state != "sent" for each in mine):
        return None
    notice, other, held = unit.erasures.named(item), unit.notices.named(item), unit.requests.get(item)
    if notice is not None:
        note_erasure_told(services, unit, notice, by="door")
    if other is not None:
        note_notice_told(services, unit, other, by="door")
    if held is not None:
        note_request_told(services, unit, held, telling.recipient, by="door")
    return held


def carry_on(services: Services, held: HeldRequest | None) -> None:
    """Go on with a request whose last recipient may have been told."""
    if held is not None:
        go_on(services, held)


def _item(services: Services, unit: Unit, telling: Disclosure) -> str:
    """Name the notice or request that it tells of: what the decision behind it was asked about."""
    decision = unit.decisions.get(telling.decision, services.now())
    return decision.item if decision is not None else ""
