"""The one door through which a person's data leaves for others: the gate is asked, and every disclosure is counted.

Whatever connector carries the data, it is asked here with the recipient's word in the policy, the purpose, the
category, the zone it goes to and whether a contract is in force; and asked again at the moment of sending.
"""

import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import date

from governance.errors import ProvisoError
from governance.retention import due
from governance.texts import PRESENT, WAITING_CATEGORY, HeldText
from operations.advance_request import record
from operations.ask import GateRefused, Ruling, ask
from operations.bindings import Binding, binding_of
from operations.cells import carries, share_text
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.services import Services
from operations.sharing_ports import Courier, Disclosure, NotTaken, Receiver

PURPOSE = "provide_service"


def add_receiver(
    services: Services,
    courier: Courier,
    *,
    name: str,
    recipient: str,
    address: str,
    contract: str,
    holds: tuple[date | None, date | None],
    zone: str,
    safeguard: bool,
) -> Receiver:
    """Write down a receiver; a firm that works for us may be listed without a contract and is given nothing.

    Raises ProvisoError receiver-wrong for a recipient that the policy knows neither as a processor nor as a service
    that people may have their data carried to, an address that nothing is sent to, or a zone that is none.
    """
    known = services.policy.recipients.get(recipient)
    try:
        courier.check(address)
    except NotTaken as reason:
        raise ProvisoError("receiver-wrong", reason=reason.reason) from None
    if not name.strip() or known is None or not (known.role == "processor" or carries(services.policy, recipient)):
        raise ProvisoError("receiver-wrong", reason="name or recipient does not fit")
    if zone not in {"local", "adequate", "third"}:
        raise ProvisoError("receiver-wrong", reason="zone does not fit")
    receiver = Receiver(
        uuid.uuid4().hex, name.strip()[:80], recipient, address, contract.strip()[:120], *holds, zone, safeguard,
        services.now(),
    )  # fmt: skip
    with services.store.begin() as unit:
        unit.sharing.add_receiver(receiver)
        unit.ledger.append(
            "receiver.added",
            receiver.added_at,
            {"receiver": receiver.id, "recipient": recipient, "contract": bool(receiver.contract), "zone": zone},
        )
    return receiver


def end_receiver(services: Services, receiver: str) -> bool:
    """Give a receiver nothing any more; what waits for it is refused when its turn comes."""
    now = services.now()
    with services.store.begin() as unit:
        ended = unit.sharing.end_receiver(receiver, now)
        if ended:
            unit.ledger.append("receiver.ended", now, {"receiver": receiver})
    return ended


def webhook_secret(services: Services, receiver: str) -> bytes:
    """The secret that a receiver's messages are signed with; it is derived, so that it lies in no table."""
    return hmac.new(services.gate_secret, f"webhook {receiver}".encode(), hashlib.sha256).digest()


def ask_to_share(
    services: Services,
    unit: Unit,
    actor: Actor,
    courier: Courier,
    *,
    receiver: Receiver,
    text: HeldText,
    item: str,
    step: str,
) -> Ruling:
    """Ask the gate whether a text, with what was found in it masked, may go to a receiver now."""
    person = unit.people.get(text.person)
    facts: Mapping[str, str] = {
        **facts_of(services, unit, actor, person=person, text=text),
        **about_receiver(courier, receiver, binding_of(services, unit, receiver)),
        # What leaves has every finding replaced by its type.
        "findings.present": "masked" if any(text.counts.values()) else "none",
    }
    cell = share_text(text.category or WAITING_CATEGORY, receiver.recipient)
    return ask(services, unit, step=step, cell=cell, facts=facts, item=item, document=text.document, person=person)


def disclose(services: Services, actor: Actor, courier: Courier, *, receiver: str, document: str) -> Disclosure:
    """Have a document's text given to a receiver, at its owner's word; the clock sends it.

    Raises ProvisoError not-found (no such receiver, or no such text of the actor's), text-gone, or GateRefused.
    """
    with services.store.begin() as unit:
        to = unit.sharing.receiver(receiver)
        text = unit.texts.of_document(document)
        if text is None or text.person != actor.person or to is None or to.ended_at is not None:
            raise ProvisoError("not-found")
        if text.state not in PRESENT:
            raise ProvisoError("text-gone")
        item = uuid.uuid4().hex
        ruling = ask_to_share(services, unit, actor, courier, receiver=to, text=text, item=item, step="disclose")
        disclosure = to_be_sent(
            services, to, ruling, item=item, person=text.person, category=text.category, purpose=PURPOSE,
            document=document,
        )  # fmt: skip
        if ruling.decision.allow:
            add_disclosure(unit, disclosure)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, item)
    return disclosure


def to_be_sent(
    services: Services, to: Receiver, ruling: Ruling, *, item: str, person: int, category: str, purpose: str,
    document: str = "", request: str = "",
) -> Disclosure:  # fmt: skip
    """Make a disclosure that waits to be sent, with the date of its record."""
    now, rule = services.now(), services.policy.retention_for("record.decision")
    return Disclosure(
        item, person, to.id, to.recipient, category, purpose, document, ruling.id, "waiting", now, now,
        due(rule, {"data.created": now}), rule.id, services.policy.digest, request=request,
    )  # fmt: skip


def add_disclosure(unit: Unit, disclosure: Disclosure) -> None:
    """Write down what is to be sent at its owner's word, with its entry, in the caller's transaction."""
    unit.sharing.add(disclosure)
    person = unit.people.get(disclosure.person)
    fields = {
        "disclosure": disclosure.id,
        "receiver": disclosure.receiver,
        "recipient": disclosure.recipient,
        "category": disclosure.category,
        "document": disclosure.document,
        "subject": person.pseudonym if person else "",
        "decision": disclosure.decision,
    }
    fields |= {"request": disclosure.request} if disclosure.request else {}
    unit.ledger.append("disclosure.asked", disclosure.asked_at, fields)


def end_disclosure(services: Services, unit: Unit, disclosure: Disclosure, state: str, count: int = 0) -> bool:
    """Note what became of one, with its entry, in the caller's transaction; False when that was noted before.

    What tells a receiver of something has an entry of its own (`send_word`).
    """
    now = services.now()
    if not unit.sharing.finish(disclosure.id, state=state, at=now, bytes_=count):
        return False
    if not disclosure.tells:
        fields = {"disclosure": disclosure.id, "receiver": disclosure.receiver, "state": state, "bytes": count}
        unit.ledger.append("disclosure.ended", now, fields)
    asked = unit.requests.get(disclosure.request) if disclosure.request else None
    if asked is not None:
        act = "carried" if state == "sent" else "not_carried"
        record(services, unit, asked, act, role="service", note=disclosure.receiver)
    return True


def sweep_disclosures(services: Services) -> int:
    """Delete the records of disclosures whose date has come."""
    with services.store.begin() as unit:
        return unit.sharing.sweep(services.now())


def about_receiver(courier: Courier, receiver: Receiver, binding: Binding) -> dict[str, str]:
    """Say what is true of a receiver; a contract binds it to our purposes, without one nothing is known of them."""
    facts = {
        "recipient.contract": "true" if binding.bound else "false",
        "recipient.consideration": "false",
        "transfer.zone": binding.zone,
        "transfer.safeguard": "true" if binding.safeguard else "false",
        "channel.encrypted": "true" if courier.is_encrypted(receiver.address) else "false",
    }
    return facts | ({"recipient.own_purposes": "false"} if binding.bound else {})
