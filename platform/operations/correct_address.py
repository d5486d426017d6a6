"""Correct the e-mail address that a request names: the new one is written to, and counts once it has answered."""

import json

from governance.errors import ProvisoError
from operations.advance_request import record
from operations.ask import GateRefused, ask
from operations.cells import CORRECT
from operations.facts import Actor, facts_of
from operations.requests import HeldRequest
from operations.send_message import send_message
from operations.services import Services

_TOKEN = "corrected address"  # noqa: S105 - what a sealed word is for
ASKED = "address_asked"
LINK = "/privacy/requests/address/"


def correct_address(services: Services, held: HeldRequest, value: str) -> int:
    """Write to the new address, once; 1 when it has answered and is the account's.

    Raises ProvisoError request-incomplete for no address, correction-taken for another account's, and
    address-unconfirmed while it has not answered.
    """
    email = value.strip().lower()
    if "@" not in email or held.person is None:
        raise ProvisoError("request-incomplete", what="the right address")
    with services.store.begin() as unit:
        there = unit.people.find(email)
        if there == held.person:
            return 1
        if there is not None:
            raise ProvisoError("correction-taken")
        if not any(event.what == ASKED for event in unit.requests.events(held.id)):
            token = services.envelope.close(_TOKEN, json.dumps({"request": held.id, "email": email})).hex()
            person = unit.people.get(held.person)
            # The address is nobody's yet, so it is written to as that of somebody who uses a right.
            send_message(services, unit, "corrected-address", address=email, data={"link": LINK + token},
                         language=unit.people.language(person.id) if person else "")  # fmt: skip
            record(services, unit, held, ASKED, role="service")
    raise ProvisoError("address-unconfirmed")


def confirm_corrected(services: Services, token: str) -> str:
    """Put the address that answered into the account, and tell the old one; gives the request's id.

    Raises ProvisoError link-expired for a word that is not ours, or whose request has ended or whose address is
    another account's by now (they look the same), and GateRefused.
    """
    try:
        said = json.loads(services.envelope.open(_TOKEN, bytes.fromhex(token)))
    except ValueError:
        raise ProvisoError("link-expired") from None
    with services.store.begin() as unit:
        held = unit.requests.get(said["request"])
        person = unit.people.get(held.person) if held is not None and held.person is not None else None
        if held is None or person is None or not held.open or unit.people.find(said["email"]) not in (None, person.id):
            raise ProvisoError("link-expired")
        facts = facts_of(services, unit, Actor("service", verified=True), person=person, overdue=False)
        cell = CORRECT["account.identity"]
        ruling = ask(services, unit, step="correct", cell=cell, facts=facts, item=held.id, person=person)
        if ruling.decision.allow:
            old = unit.people.address(person.id)
            if old != said["email"] and unit.people.readdress(person.id, said["email"], services.now()):
                send_message(services, unit, "address-changed", person=person, copy_to=old)
                fields = {"subject": person.pseudonym, "what": "email", "request": held.id}
                unit.ledger.append("person.changed", services.now(), fields)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, held.id)
    return held.id
