"""Take in what somebody writes to us, by the form or by e-mail: into a case of its own, or one that is going on."""

import uuid
from dataclasses import replace
from datetime import datetime

from governance.dating import dated
from governance.support import GOING, MOST_GOING, STEPS, CaseAct, CaseKind, CaseState, references, shortened
from operations.ask import GateRefused, ask
from operations.case_words import CATEGORY, FORM, note, say, sender_of
from operations.cells import TAKE_IN_SUPPORT
from operations.facts import Actor, facts_of
from operations.new_reference import new_reference
from operations.ports import Unit
from operations.report_child import report_child
from operations.rows import Person
from operations.send_message import send_message
from operations.services import Services
from operations.support_cases import HeldCase, Written

RIGHTS = "/privacy/requests"


def take_message(
    services: Services,
    actor: Actor,
    written: Written,
    *,
    channel: str,
    kind: CaseKind = CaseKind.QUESTION,
    digest: str = "",
    at: datetime | None = None,
) -> HeldCase:
    """Take one message in and confirm that it came; returns its case.

    `actor.person` is the account that wrote, if one is logged in; by e-mail the address is a claim, so the account
    that has it is noted as whose case it is and nothing more is done in its name. Whoever names the reference of a
    case of theirs that is going on adds to it. A report about a child sets the account it names aside. Raises
    GateRefused.
    """
    now = at or services.now()
    text, cut = shortened(written.text)
    left_out = ", ".join(
        part for part in (written.left_out, "the end, because it was very long" if cut else "") if part
    )
    written = replace(written, text=text, address=written.address.lower(), left_out=left_out)
    item = uuid.uuid4().hex
    with services.store.begin() as unit:
        person = _whose(services, unit, actor, written.address)
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        rulings = [
            ask(services, unit, step="support", cell=cell, facts=facts, item=item, person=person)
            for cell in TAKE_IN_SUPPORT
        ]
        refused = next((ruling for ruling in rulings if not ruling.decision.allow), None)
        if refused is None:
            held = _case(services, unit, item, written, channel, kind, person, now)
            say(services, unit, held, written, at=now, digest=digest)
            if kind is CaseKind.CHILD and written.about:
                held = report_child(services, unit, held, written.about, by=channel)
    if refused is not None:
        raise GateRefused(refused.decision, item)
    return held


def _whose(services: Services, unit: Unit, actor: Actor, address: str) -> Person | None:
    if actor.person is not None:
        return unit.people.get(actor.person)
    found = unit.people.find(address) if address else None
    if found is None or (services.carrier.outside and not unit.people.is_confirmed(found)):
        return None
    return unit.people.get(found) if actor.role == "service" else None


def _case(
    services: Services,
    unit: Unit,
    item: str,
    written: Written,
    channel: str,
    kind: CaseKind,
    person: Person | None,
    now: datetime,
) -> HeldCase:
    sender = sender_of(services, written.address or (unit.people.address(person.id) if person else item))
    going = [one for one in unit.support.of_sender(sender) if one.state in GOING]
    named = references(written.text)
    joined = next((one for one in going if one.reference in named), None)
    if joined is None and len(going) >= MOST_GOING and kind is CaseKind.QUESTION:
        joined = going[0]
    if joined is not None:
        after = replace(joined, state=STEPS[joined.state][CaseAct.WRITE_AGAIN], heard_at=now)
        unit.support.move(joined, after)
        note(services, unit, after, "write_again", role="owner")
        return after
    held = HeldCase(
        id=item,
        reference=new_reference(),
        person=person.id if person else None,
        sender=sender,
        kind=kind,
        state=CaseState.OPEN,
        channel=channel,
        opened_at=now,
        heard_at=now,
    )
    unit.support.add(held, dated(services.policy, CATEGORY, {"data.created": now}))
    note(services, unit, held, "open", role="owner", kind="opened")
    data = {"reference": held.reference, "link": RIGHTS}
    writing = person if channel == FORM else None
    send_message(
        services, unit, "support-received", person=writing, address="" if writing else written.address,
        language=written.language, data=data,
    )  # fmt: skip
    return held
