"""Tell recipients what became of the data they got (GDPR Article 19): their programs by the door, the others by hand.

Whoever got something through the door of disclosures is told through it: the gate is asked, what is said is signed and
sent by the clock, and tried again. All others, and those whom that does not reach, stand on the officer's list.
"""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from governance.errors import ProvisoError
from operations.advance_request import record
from operations.ask import Ruling, ask
from operations.bindings import binding_of
from operations.cells import tell_firm
from operations.disclose import about_receiver, to_be_sent
from operations.erasing import Notice
from operations.facts import SERVICE, facts_of
from operations.ports import Unit
from operations.requests import HeldRequest
from operations.services import Services
from operations.sharing_ports import WORD, Courier, Disclosure, Receiver

ERASED, CHANGED = WORD
"""The records that a recipient is told of: of an erasure, or of a request that was carried out."""
PURPOSE = "subject_rights"
UNTOLD = "recipients-to-tell"
BEGUN, TOLD = "telling", "told"
"""Moments of a request: its recipients are being told; one of them, in the note, was told."""
_EVERY = 1_000_000
_CORRECTED = {
    "email": frozenset({"account.identity", "request.answer"}),
    "age_group": frozenset({"account.profile", "request.answer"}),
}
"""In what a corrected field stands, an answer among it; whoever never got any of that need not hear of it."""


def tell_of_erasure(services: Services, unit: Unit, erasure: str, person: int) -> int:
    """Note everybody who got something of the person's, in the caller's transaction; returns how many have to be told.

    From then on nothing here leads from the notices to the person.
    """
    at = services.now()
    for recipient, category, disclosed in passed_on(unit, person):
        notice = Notice(uuid.uuid4().hex, erasure, recipient, category, disclosed, at)
        if unit.erasures.notice(notice):
            fields = {"erasure": erasure, "notice": notice.id, "recipient": recipient, "category": category}
            unit.ledger.append("recipient.to-be-told", at, fields)
            let_word_go(services, unit, notice.id, ERASED, person, recipient, category)
    return len(unit.erasures.notices(erasure))


def tell_of_request(services: Services, held: HeldRequest) -> int:
    """See that everybody who got what a request changes is told; returns how many were.

    Raises ProvisoError recipients-to-tell while some are not.
    """
    assert held.person is not None  # noqa: S101 - looked at by the caller
    with services.store.begin() as unit:
        recipients = concerned(unit, held)
        if recipients and begun(unit, held) is None:
            for recipient in recipients:
                fields = {"request": held.id, "recipient": recipient, "category": CHANGED}
                unit.ledger.append("recipient.to-be-told", services.now(), fields)
                let_word_go(services, unit, held.id, CHANGED, held.person, recipient)
            record(services, unit, held, BEGUN, role="service", count=len(recipients))
        untold = left(unit, held)
    if untold:
        raise ProvisoError(UNTOLD, count=len(untold))
    return len(recipients)


def note_erasure_told(services: Services, unit: Unit, notice: Notice, *, by: str) -> bool:
    """Note that a recipient was told of an erasure, in the caller's transaction; False when that was noted before."""
    at = services.now()
    told = unit.erasures.tell(notice.id, at=at, by=by)
    if told:
        fields = {"erasure": notice.erasure, "notice": notice.id, "recipient": notice.recipient, "by": by}
        unit.ledger.append("recipient.told", at, fields)
    return told


def note_request_told(services: Services, unit: Unit, held: HeldRequest, recipient: str, *, by: str) -> None:
    """Note that a recipient was told of what a request changed, in the caller's transaction."""
    record(services, unit, held, TOLD, role="service" if by == "door" else "dpo", note=recipient)
    fields = {"request": held.id, "recipient": recipient, "by": by}
    unit.ledger.append("recipient.told", services.now(), fields)


def ask_to_tell(
    services: Services, unit: Unit, courier: Courier, *, receiver: Receiver, category: str, item: str, step: str
) -> Ruling:
    """Ask the gate whether a receiver may be told now; the decision names what it is told of, and no person."""
    facts = {
        **facts_of(services, unit, SERVICE, overdue=False),
        **about_receiver(courier, receiver, binding_of(services, unit, receiver)),
    }
    return ask(services, unit, step=step, cell=tell_firm(category, receiver.recipient), facts=facts, item=item)


def let_word_go(
    services: Services,
    unit: Unit,
    item: str,
    category: str,
    person: int,
    recipient: str,
    given: str = "",
    among: Iterable[Disclosure] | None = None,
) -> None:
    """Let word go to each receiver that may have got something; `given` is the category it got, empty for any.

    It is what was disclosed `among` these, else anything of the person's.

    Who is not told through the door is written down as refused: word to others of the same recipient does not count for
    them, and the officer sees their names.
    """
    told: set[tuple[str, str]] = set()
    for each in through_the_door(unit, person) if among is None else among:
        known = (each.receiver, each.document)
        receiver = unit.sharing.receiver(each.receiver)
        fits = each.recipient == recipient and given in {"", each.category} and each.may_have_arrived
        if not fits or known in told or receiver is None:
            continue
        told.add(known)
        ruling = ask_to_tell(
            services, unit, services.courier, receiver=receiver, category=category, item=item, step="tell"
        )
        word = to_be_sent(
            services, receiver, ruling, item=uuid.uuid4().hex, person=person, category=category, purpose=PURPOSE,
            document=each.document,
        )  # fmt: skip
        # What people had carried to a service of their own choice was theirs to send: its program, told of an erasure
        # here, might erase there, so an officer looks at it, whatever a policy says.
        by_program = ruling.decision.allow and not each.request
        unit.sharing.add(word if by_program else replace(word, state="refused"))


def through_the_door(unit: Unit, person: int) -> list[Disclosure]:
    """List what of a person's was to go through the door of disclosures."""
    return [each for each in unit.sharing.of_person(person, _EVERY) if not each.tells]


def passed_on(unit: Unit, person: int) -> list[tuple[str, str, datetime]]:
    """List what was passed on; what was to go through the door and never left it was not."""
    through = through_the_door(unit, person)
    arrived = {(each.recipient, each.category) for each in through if each.may_have_arrived}
    never = {(each.recipient, each.category) for each in through} - arrived
    return [each for each in unit.erasures.disclosures(person) if each[:2] not in never]


def concerned(unit: Unit, held: HeldRequest) -> list[str]:
    """Name the recipients who got what a request changes."""
    assert held.person is not None  # noqa: S101 - looked at by the callers
    changed = _CORRECTED.get(held.about)
    passed = passed_on(unit, held.person)
    return sorted({recipient for recipient, category, _ in passed if changed is None or category in changed})


def begun(unit: Unit, held: HeldRequest) -> datetime | None:
    """Give the moment from which the recipients of a request are told; None while none has to be."""
    return next((event.at for event in unit.requests.events(held.id) if event.what == BEGUN), None)


def left(unit: Unit, held: HeldRequest) -> list[str]:
    """Name the recipients of a request who were not told yet."""
    told = {event.note for event in unit.requests.events(held.id) if event.what == TOLD}
    return [recipient for recipient in concerned(unit, held) if recipient not in told]
