"""The words of cases, sealed and opened again; whose they are; and what of them stands in the ledger: nothing."""

import hashlib
import hmac
import json
import uuid
from dataclasses import asdict
from datetime import datetime

from governance.identity import Channel, Proof
from operations.ports import Unit
from operations.request_details import details_of
from operations.requests import HeldRequest
from operations.services import Services
from operations.support_cases import HeldCase, HeldMessage, Written

CATEGORY = "support.message"
FORM, MAIL = "form", "mail"


def sender_of(services: Services, address: str) -> str:
    """Name an address so that its cases are found and nobody reads it there."""
    key = services.gate_secret
    return hmac.new(key, f"support sender {address.lower()}".encode(), hashlib.sha256).hexdigest()[:32]


def claim_cases(services: Services, unit: Unit, person: int) -> int:
    """Make what was written from an address before it had an account that account's, once the address is confirmed.

    Where no mail leaves the house nothing is ever confirmed, and nobody else reads that address either.
    """
    address = unit.people.address(person)
    if not address or (services.carrier.outside and not unit.people.is_confirmed(person)):
        return 0
    return unit.support.claim(sender_of(services, address), person)


def cases_of_asker(services: Services, unit: Unit, held: HeldRequest) -> list[HeldCase]:
    """Give the cases of an asker's address that has no account, once a mailed code has shown whose it is."""
    address = details_of(services, unit, held).address
    if held.channel is not Channel.EMAIL or Proof.MAILED_CODE not in held.proofs or not address:
        return []
    return [case for case in unit.support.of_sender(sender_of(services, address)) if case.person is None]


def say(
    services: Services,
    unit: Unit,
    held: HeldCase,
    written: Written,
    *,
    at: datetime,
    us: bool = False,
    digest: str = "",
) -> None:
    """Seal a message and add it to its case, in the caller's transaction."""
    item = uuid.uuid4().hex
    unit.support.say(HeldMessage(item, held.id, at, us, services.envelope.close(item, sealed_words(written)), digest))


def sealed_words(written: Written) -> str:
    """Write a message as it is sealed."""
    return json.dumps({name: value for name, value in asdict(written).items() if value}, ensure_ascii=False)


def words_of(services: Services, message: HeldMessage) -> Written:
    """Read a sealed message for the house itself."""
    return Written(**{"text": "", **json.loads(services.envelope.open(message.id, message.sealed))})


def note(services: Services, unit: Unit, held: HeldCase, act: str, *, role: str, kind: str = "step") -> None:
    """Write what happened to a case into the ledger."""
    person = unit.people.get(held.person) if held.person is not None else None
    fields = {
        "case": held.id,
        "act": act,
        "about": held.kind.value,
        "state": held.state.value,
        "channel": held.channel,
        "role": role,
        "subject": person.pseudonym if person else "",
    }
    unit.ledger.append(f"support.{kind}", services.now(), fields)
