"""Whom an officer has to tell by hand what became of data that they got (GDPR Article 19), and that it was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.errors import ProvisoError
from governance.rights import State
from operations.begin_request import go_on
from operations.facts import Actor
from operations.ports import Unit
from operations.requests import HeldRequest
from operations.review_decisions import review_ledger
from operations.services import Services
from operations.sharing_ports import Disclosure
from operations.tell_outside_requests import note_notice_told
from operations.tell_recipients import begun, concerned, left, note_erasure_told, note_request_told


@dataclass(frozen=True, slots=True)
class ToTell:
    """A recipient who has to be told by hand; `about` is the erasure, the text, the hold, or the request's reference.

    `what` is the data category that it got, or the kind of the request; `of` says which of these it is about
    (`erasure`, `text`, `hold`, `request`); `names` are those of its firms or services
    that are written down as receivers and did not hear.
    """

    id: str
    about: str
    recipient: str
    what: str
    noted_at: datetime
    names: tuple[str, ...] = ()
    of: str = "erasure"


def review_recipients(services: Services, actor: Actor) -> Sequence[ToTell]:
    """Show an officer who has still to be told by hand; raises GateRefused."""
    review_ledger(services, actor, "recipients")
    return recipients_to_tell(services)


def recipients_to_tell(services: Services) -> Sequence[ToTell]:
    """List who has still to be told by hand, oldest first; whoever is being told through the door is left out."""
    with services.store.read() as unit:
        found = [
            ToTell(each.id, each.erasure, each.recipient, each.category, each.noted_at, _names(unit, mine))
            for each in unit.erasures.notices(unsent=True)
            if not _on_its_way(mine := _of(unit.sharing.tellings(each.id), each.recipient))
        ]
        found += [
            ToTell(each.id, each.item, each.recipient, each.category, each.noted_at, _names(unit, mine), each.what)
            for each in unit.notices.untold()
            if not _on_its_way(mine := _of(unit.sharing.tellings(each.id), each.recipient))
        ]
        for held in unit.requests.waiting(frozenset({State.IN_WORK}), 1000):
            found += to_tell_of(unit, held)
    return sorted(found, key=lambda each: each.noted_at)


def to_tell_of(unit: Unit, held: HeldRequest) -> list[ToTell]:
    """List who has still to be told by hand of what a request changed."""
    since = begun(unit, held)
    if since is None:
        return []
    tellings = unit.sharing.tellings(held.id)
    return [
        ToTell(
            f"{held.id}.{recipient}", held.reference, recipient, held.kind.value, since, _names(unit, mine), "request"
        )
        for recipient in left(unit, held)
        if not _on_its_way(mine := _of(tellings, recipient))
    ]


def note_told(services: Services, notice: str, *, by: str) -> bool:
    """Note that a recipient was told, and which way (`letter`, `mail`, `call`).

    False when that was noted before, or while their program is being told. A request that waited for it goes on.
    Raises ProvisoError not-found for a notice that is none.
    """
    request, _, recipient = notice.partition(".")
    held = None
    with services.store.begin() as unit:
        if recipient:
            held = unit.requests.get(request)
            if held is None or begun(unit, held) is None or recipient not in concerned(unit, held):
                raise ProvisoError("not-found")
            told = any(each.recipient == recipient for each in to_tell_of(unit, held))
            if told:
                note_request_told(services, unit, held, recipient, by=by)
        else:
            told = _note_told(services, unit, notice, by=by)
    if held is not None and told:
        go_on(services, held)
    return told


def _note_told(services: Services, unit: Unit, notice: str, *, by: str) -> bool:
    found, other = unit.erasures.named(notice), unit.notices.named(notice)
    if found is not None:
        return note_erasure_told(services, unit, found, by=by)
    if other is None:
        raise ProvisoError("not-found")
    on_its_way = _on_its_way(unit.sharing.tellings(notice))
    return not on_its_way and note_notice_told(services, unit, other, by=by)


def _of(tellings: Sequence[Disclosure], recipient: str) -> list[Disclosure]:
    return [each for each in tellings if each.recipient == recipient]


def _on_its_way(tellings: Sequence[Disclosure]) -> bool:
    return any(each.state == "waiting" for each in tellings)


def _names(unit: Unit, tellings: Sequence[Disclosure]) -> tuple[str, ...]:
    """Name the receivers whom no program told."""
    missed = {each.receiver for each in tellings if each.state != "sent"}
    return tuple(sorted(to.name for each in missed if (to := unit.sharing.receiver(each)) is not None))
