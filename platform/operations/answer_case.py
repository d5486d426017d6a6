"""What an officer does with a case: answer it, close it, make a request of it, decide about a reported account."""

from dataclasses import replace

from governance.dating import dated
from governance.errors import ProvisoError
from governance.identity import Channel
from governance.rights import Kind
from governance.support import STEPS, CaseAct, CaseKind
from operations.case_words import CATEGORY, FORM, note, say, sealed_words, words_of
from operations.dates import ending
from operations.facts import Actor
from operations.open_request import open_request
from operations.ports import Unit
from operations.report_child import erase_account, release_account, report_child
from operations.requests import Details, HeldRequest
from operations.send_message import send_message
from operations.services import Services
from operations.support_cases import HeldCase, Written


def answer_case(services: Services, case: str, text: str) -> HeldCase:
    """Write back to whoever wrote, through the gate; the answer stays with the case.

    Raises ProvisoError request-incomplete without words, case-unreachable where no address is known or the gate lets
    nobody be written to.
    """
    text = text.strip()
    if not text:
        raise ProvisoError("request-incomplete", what="an answer")
    with services.store.begin() as unit:
        held = _step(services, unit, case, CaseAct.ANSWER)
        say(services, unit, held, Written(text), at=services.now(), us=True)
        if not _write(services, unit, held, "support-answer", {"text": text}):
            raise ProvisoError("case-unreachable")
    return held


def close_case(services: Services, case: str) -> HeldCase:
    """End a case; its messages go by the policy's date."""
    with services.store.begin() as unit:
        return _step(services, unit, case, CaseAct.CLOSE)


def turn_into_request(services: Services, case: str, kind: Kind, *, about: str = "", value: str = "") -> HeldRequest:
    """Make a request about a right of a case; its clock began when the message reached us.

    Whoever wrote from an account logs in again for it. For everybody else, also where the address is that of an
    account, the identity is checked as for a request without one, since a sender's line shows nothing.
    """
    with services.store.begin() as unit:
        held = _get(unit, case)
        first = next((message for message in unit.support.messages(case) if not message.from_us), None)
        words = words_of(services, first) if first is not None else Written("")
        turned = _step(services, unit, case, CaseAct.TURN)
        _write(services, unit, turned, "support-turned", {})
    account = held.person is not None and held.channel == FORM
    request = open_request(
        services,
        Actor("owner", held.person) if account else Actor("owner"),
        kind,
        Channel.ACCOUNT if account else Channel.EMAIL,
        Details(address="" if account else words.address, wish=words.text[:4000], value=value, language=words.language),
        about=about,
        received_at=held.opened_at,
    )
    with services.store.begin() as unit:
        unit.support.move(turned, replace(turned, request=request.id))
    return request


def name_child(services: Services, case: str, address: str) -> HeldCase:
    """Say, as an officer, which account a message is about that says a child uses one; it is set aside at once."""
    if "@" not in address:
        raise ProvisoError("request-incomplete", what="the e-mail address of the account")
    with services.store.begin() as unit:
        return report_child(services, unit, _get(unit, case), address.strip().lower(), by="dpo")


def decide_child(services: Services, case: str, *, erase: bool, by: str) -> HeldCase:
    """Have the reported account erased, or let it go on, and close the case; its address leaves the messages.

    Raises ProvisoError not-found where no account was found.
    """
    with services.store.begin() as unit:
        held = _get(unit, case)
        if held.kind is not CaseKind.CHILD or not held.hold:
            raise ProvisoError("not-found")
        if not erase:
            release_account(services, unit, held, by=by)
    if erase:
        erase_account(services, held, by=by)
    with services.store.begin() as unit:
        for message in unit.support.messages(case):
            words = words_of(services, message)
            if words.about:
                sealed = services.envelope.close(message.id, sealed_words(replace(words, about="")))
                unit.support.reseal(message.id, sealed)
        return _step(services, unit, case, CaseAct.CLOSE)


def _step(services: Services, unit: Unit, case: str, act: CaseAct) -> HeldCase:
    held = _get(unit, case)
    following = STEPS[held.state].get(act)
    if following is None:
        raise ProvisoError("case-ended")
    now = services.now()
    ended = not STEPS[following]
    after = replace(held, state=following, closed_at=now if ended else None)
    if not unit.support.move(held, after):
        raise ProvisoError("request-elsewhere")
    if ended:
        events = {"data.created": held.opened_at, "ticket.closed": now}
        unit.dues.redate(ending(unit, "support_case.due_at"), {case: dated(services.policy, CATEGORY, events)})
    note(services, unit, after, act.value, role="dpo")
    return after


def _write(services: Services, unit: Unit, held: HeldCase, letter: str, data: dict[str, str]) -> bool:
    """Write to whoever wrote: to the account they were logged in with, else to the address that they gave."""
    person = unit.people.get(held.person) if held.person is not None and held.channel == FORM else None
    newest = [words_of(services, message) for message in unit.support.messages(held.id) if not message.from_us]
    address = "" if person is not None else next((one.address for one in reversed(newest) if one.address), "")
    language = next((one.language for one in reversed(newest) if one.language), "")
    if person is None and not address:
        return False
    filled = {"reference": held.reference, **data}
    return (
        send_message(services, unit, letter, person=person, address=address, language=language, data=filled) is not None
    )


def _get(unit: Unit, case: str) -> HeldCase:
    held = unit.support.get(case)
    if held is None:
        raise ProvisoError("not-found")
    return held
