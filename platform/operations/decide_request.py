"""What an officer does with a request: start it, extend it, propose a refusal, decide about one, release a text."""

from collections.abc import Sequence

from governance.errors import ProvisoError
from governance.extensions import reasons_for
from governance.fulfilment import BY_SOFTWARE
from governance.refusals import grounds_for
from governance.rights import Act, Kind, State
from operations.advance_request import advance, record
from operations.begin_request import begin, go_on
from operations.ports import Unit
from operations.request_details import add_letter, add_longer, add_reason
from operations.requests import HeldRequest, StepTaken
from operations.services import Services
from operations.tell_by_hand import to_tell_of
from operations.tell_recipients import UNTOLD, note_request_told
from operations.tell_requester import tell

WHOLE, MASKED, LEFT_OUT = "whole", "masked", "left-out"
_OTHERS = "rights_of_others"
WAYS = ("mail", "letter", "call")
"""How recipients are told of a change."""
MOST = 2000
"""Letters of a reason."""


def start_request(services: Services, request: str, *, by: str) -> HeldRequest:
    """Order that a request is carried out."""
    with services.store.begin() as unit:
        held = _get(unit, request)
        if needs_hands(held):
            raise ProvisoError("correction-by-hand")
        held = begin(services, unit, held, role="dpo", by=by, ordered=True)
    return go_on(services, held)


def needs_hands(held: HeldRequest) -> bool:
    """Tell whether only an officer can put right what a request is about."""
    return held.kind is Kind.CORRECTION and held.about not in BY_SOFTWARE


def done_by_hand(services: Services, request: str, *, by: str, done: str) -> HeldRequest:
    """Note that an officer put right what is wrong, and what was done, which the person reads.

    Raises ProvisoError request-incomplete without words, or for a request that the software carries out.
    """
    with services.store.begin() as unit:
        held = _get(unit, request)
        if not needs_hands(held) or not done.strip():
            raise ProvisoError("request-incomplete", what="a word on what was done")
        if held.state is State.IDENTIFIED:
            held = begin(services, unit, held, role="dpo", by=by, ordered=True)
        if held.state is not State.IN_WORK:
            raise ProvisoError("request-elsewhere")
        add_letter(services, unit, held, done.strip()[:4000])
        unit.requests.finish_step(held.id, "correct", at=services.now(), count=1)
        record(services, unit, held, "by_hand", role="dpo")
        person = unit.people.get(held.person) if held.person is not None else None
        if person is not None:
            fields = {"subject": person.pseudonym, "what": "by hand", "request": held.id}
            unit.ledger.append("person.changed", services.now(), fields)
    return go_on(services, held)


def recipients_told(services: Services, request: str, *, by: str, way: str) -> HeldRequest:
    """Note that everybody who has to be told of the change by hand was told, and which way (GDPR Art. 19).

    Those who are being told through the door stay; the request ends when they were. Raises ProvisoError
    request-elsewhere where no request waits for that, request-incomplete for an unknown way.
    """
    if way not in WAYS:
        raise ProvisoError("request-incomplete", what="how they were told")
    with services.store.begin() as unit:
        held = _get(unit, request)
        if held.state is not State.IN_WORK or not waits_for_telling(unit.requests.steps(request)):
            raise ProvisoError("request-elsewhere")
        for each in to_tell_of(unit, held):
            note_request_told(services, unit, held, each.recipient, by=way)
        record(services, unit, held, "recipients_told", role="dpo", note=way, by=by)
    return go_on(services, held)


def waits_for_telling(steps: Sequence[StepTaken]) -> bool:
    """Tell whether a request waits for somebody to tell recipients."""
    return any(one.fault == UNTOLD and one.done_at is None for one in steps)


def carry_on_request(services: Services, request: str) -> HeldRequest:
    """Try the steps again that did not go through."""
    with services.store.read() as unit:
        held = _get(unit, request)
    return go_on(services, held)


def extend_request(services: Services, request: str, *, by: str, reason: str, letter: str) -> HeldRequest:
    """Tell of an extension with its reason, in time; raises ProvisoError extension-too-late, -twice or -unknown.

    `reason` is one that each law whose clock runs for the request accepts; it stands in the history, in the ledger,
    and on the page that the message leads to, above the officer's own words.
    """
    with services.store.begin() as unit:
        held = _get(unit, request)
        if reason not in {one.code for one in reasons_for(held.regimes)} or not letter.strip():
            raise ProvisoError("request-incomplete", what="a reason and a letter")
        held = advance(services, unit, held, Act.EXTEND, role="dpo", note=reason, decided_by=by)
        add_longer(services, unit, held, letter.strip())
        tell(services, unit, held, "request-extended")
    return held


def refuse_request(services: Services, request: str, *, by: str, ground: str, letter: str) -> HeldRequest:
    """Propose to refuse on a ground; another officer decides. Raises ProvisoError request-incomplete."""
    with services.store.begin() as unit:
        held = _get(unit, request)
        if ground not in {fitting.code for fitting in grounds_for(held.kind)} or not letter.strip():
            raise ProvisoError("request-incomplete", what="a ground that fits, and a letter")
        held = advance(services, unit, held, Act.PROPOSE_REFUSAL, role="dpo", by=by, note=ground, ground=ground)
        add_letter(services, unit, held, letter.strip())
    return held


def approve_refusal(services: Services, request: str, *, by: str) -> HeldRequest:
    """Refuse what another officer proposed to refuse; raises ProvisoError second-person-needed."""
    with services.store.begin() as unit:
        held = _get(unit, request)
        held = advance(services, unit, held, Act.APPROVE_REFUSAL, role="dpo", by=by, note=held.ground, decided_by=by)
        tell(services, unit, held, "request-refused")
    return held


def reject_refusal(services: Services, request: str, *, by: str) -> HeldRequest:
    """Say no to a proposed refusal: the request goes on where it was."""
    with services.store.begin() as unit:
        held = _get(unit, request)
        held = advance(services, unit, held, Act.REJECT_REFUSAL, role="dpo", note=held.ground, ground="", decided_by=by)
    return go_on(services, held)


def release_texts(services: Services, request: str, *, by: str, how: str, reason: str) -> HeldRequest:
    """Decide how texts that may hold other people's data are handed out, and write down why.

    They go out `whole`, with what was found `masked`, or not at all (`left-out`, GDPR Art. 15(4)). Nobody reads them
    for it: the counts of what was found are what the decision rests on (clause 5.4). Raises ProvisoError
    request-incomplete.
    """
    if how not in {WHOLE, MASKED, LEFT_OUT} or not reason.strip() or len(reason) > MOST:
        raise ProvisoError("request-incomplete", what="whole, masked or left out, and a reason")
    with services.store.begin() as unit:
        held = _get(unit, request)
        add_reason(services, unit, held, reason.strip())
        # What is left out makes the answer a partial one, on a ground of the law.
        fits = how == LEFT_OUT and _OTHERS in {ground.code for ground in grounds_for(held.kind)}
        held = advance(
            services, unit, held, Act.RELEASE, role="dpo", note=how, review=how, decided_by=by,
            **({"ground": _OTHERS} if fits else {}),
        )  # fmt: skip
    return go_on(services, held)


def withdraw_request(services: Services, request: str, *, role: str = "owner") -> HeldRequest:
    """Take a request back at the asker's word."""
    with services.store.begin() as unit:
        held = advance(services, unit, _get(unit, request), Act.WITHDRAW, role=role)
        tell(services, unit, held, "request-withdrawn")
    _drop_parts(services, held)
    return held


def _drop_parts(services: Services, held: HeldRequest) -> None:
    with services.store.read() as unit:
        papers = [paper for paper in unit.papers.of_request(held.id) if paper.kind.startswith("part:")]
    for paper in papers:
        if services.vault.destroy(paper.id):
            with services.store.begin() as unit:
                unit.papers.gone(paper.id, services.now())


def _get(unit: Unit, request: str) -> HeldRequest:
    held = unit.requests.get(request)
    if held is None:
        raise ProvisoError("not-found")
    return held
