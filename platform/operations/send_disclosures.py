"""Send what may be disclosed: ask again, open, mask a text, sign, hand over; what is not taken is tried later."""

import json
from datetime import timedelta

from governance.errors import ProvisoError
from governance.findings import Reading
from governance.gate import PermitRefused
from governance.masking import Span, masked
from governance.texts import PRESENT
from governance.webhooks import sign
from operations.ask import Ruling, ask
from operations.carry_over import answer_of, ask_to_carry
from operations.cells import READ_ANSWER, open_text
from operations.disclose import ask_to_share, end_disclosure, webhook_secret
from operations.facts import SERVICE, facts_of
from operations.gather import WORKING
from operations.ports import KeyGone
from operations.read_text import unpack
from operations.send_word import carry_on, note_word, word
from operations.services import Services
from operations.sharing_ports import Courier, Disclosure, NotTaken, Receiver

BATCH = 50
ATTEMPTS = 8
LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=30)
"""The wait before the second attempt; it doubles, so that the eighth comes after about an hour."""


def send_disclosures(services: Services, courier: Courier) -> int:
    """Try everything that waits, once; returns how many were taken. Safe in any number of processes."""
    now = services.now()
    with services.store.read() as unit:
        waiting = unit.sharing.to_send(now, BATCH)
    return sum(_send(services, courier, each) for each in waiting)


def _send(services: Services, courier: Courier, disclosure: Disclosure) -> bool:
    now = services.now()
    with services.store.begin() as unit:
        if not unit.sharing.claim(disclosure.id, now=now, until=now + LEASE):
            return False
    found = _written(services, courier, disclosure)
    if isinstance(found, str):
        return _end(services, disclosure, found)
    receiver, body = found
    seconds = int(services.now().timestamp())
    headers = {
        "Content-Type": "application/zip" if disclosure.request else "application/json",
        "Webhook-Id": disclosure.id,
        "Webhook-Timestamp": str(seconds),
        "Webhook-Signature": sign(webhook_secret(services, receiver.id), disclosure.id, seconds, body),
    }
    try:
        courier.send(receiver.address, headers, body)
    except NotTaken as reason:
        last = reason.lasting or disclosure.attempts + 1 >= ATTEMPTS
        return _end(services, disclosure, "failed") if last else _later(services, disclosure)
    return _end(services, disclosure, "sent", len(body))


def _written(services: Services, courier: Courier, disclosure: Disclosure) -> tuple[Receiver, bytes] | str:
    """Write what is to be sent; else tell what became of the disclosure."""
    return (word if disclosure.tells else _opened)(services, courier, disclosure)


def _opened(services: Services, courier: Courier, disclosure: Disclosure) -> tuple[Receiver, bytes] | str:
    """Open what is to be sent when the gate still says yes; else tell what became of the disclosure."""
    if disclosure.request:
        return _opened_answer(services, courier, disclosure)
    with services.store.begin() as unit:
        receiver = unit.sharing.receiver(disclosure.receiver)
        text = unit.texts.of_document(disclosure.document)
        if receiver is None or text is None or text.state not in PRESENT:
            return "gone"
        share = ask_to_share(
            services, unit, SERVICE, courier, receiver=receiver, text=text, item=disclosure.id, step="send"
        )
        person = unit.people.get(text.person)
        read = ask(
            services,
            unit,
            step="send",
            cell=open_text(text.category),
            facts=facts_of(services, unit, SERVICE, person=person, text=text),
            item=text.id,
            document=text.document,
            person=person,
        )
    content = _content(services, share, read)
    return content if isinstance(content, str) else (receiver, _body(disclosure, content))


def _opened_answer(services: Services, courier: Courier, disclosure: Disclosure) -> tuple[Receiver, bytes] | str:
    with services.store.begin() as unit:
        receiver = unit.sharing.receiver(disclosure.receiver)
        held = unit.requests.get(disclosure.request)
        paper = answer_of(services, unit, disclosure.request)
        if receiver is None or held is None or paper is None:
            return "gone"
        if receiver.ended_at is not None:
            return "refused"
        # That it is the person who speaks was shown when they named the service; else there were nothing to send.
        share = ask_to_carry(
            services, unit, WORKING, courier, held=held, receiver=receiver, item=disclosure.id, step="send"
        )
        person = unit.people.get(disclosure.person)
        facts = facts_of(services, unit, WORKING, overdue=False)
        read = ask(services, unit, step="send", cell=READ_ANSWER, facts=facts, item=paper.id, person=person)
    content = _content(services, share, read)
    return content if isinstance(content, str) else (receiver, content)


def _content(services: Services, share: Ruling, read: Ruling) -> bytes | str:
    if not share.decision.allow or read.permit is None:
        return "refused"
    try:
        return services.vault.open(read.permit)
    except (KeyGone, PermitRefused):
        return "gone"
    except ProvisoError:
        return "waiting"


def _body(disclosure: Disclosure, content: bytes) -> bytes:
    """Write what is given: the pages' text with every finding masked, and nothing that stood beside the pages."""
    reading = unpack(content)
    pages = [
        {
            "page": page.page,
            "text": masked(page.text, _spans(reading, page.page), lambda _kind: True)[0],
        }
        for page in reading.pages
    ]
    said = {"type": "text.disclosed", "disclosure": disclosure.id, "document": disclosure.document, "pages": pages}
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def _spans(reading: Reading, page: int) -> list[Span]:
    return [(found.type, found.start, found.end) for found in reading.findings if found.page == page]


def _later(services: Services, disclosure: Disclosure) -> bool:
    wait = FIRST_WAIT * 2**disclosure.attempts
    with services.store.begin() as unit:
        unit.sharing.finish(disclosure.id, state="waiting", at=None, not_before=services.now() + wait)
    return False


def _end(services: Services, disclosure: Disclosure, state: str, count: int = 0) -> bool:
    if state == "waiting":
        return _later(services, disclosure)
    held = None
    with services.store.begin() as unit:
        if end_disclosure(services, unit, disclosure, state, count) and disclosure.tells:
            held = note_word(services, unit, disclosure, state)
    carry_on(services, held)
    return state == "sent"
