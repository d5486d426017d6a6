"""What an officer is shown of cases; each look is asked of the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.errors import ProvisoError
from operations.ask import GateRefused, ask
from operations.case_words import words_of
from operations.cells import READ_SUPPORT
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.services import Services
from operations.support_cases import HeldCase, Written


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it is shown: when, whether it is ours, and its words."""

    at: datetime
    from_us: bool
    words: Written


@dataclass(frozen=True, slots=True)
class Reported:
    """What the officer needs to know of a reported account: what was said of its age, and since when it is set aside.

    `released_at` is set when it was let go on.
    """

    age_band: str
    account_state: str
    opened_at: datetime | None
    since: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewedCase:
    """One case with its messages; `reported` where a report led to an account."""

    held: HeldCase
    said: Sequence[Said]
    reported: Reported | None


def review_cases(services: Services, actor: Actor, *, going: bool) -> Sequence[HeldCase]:
    """List cases for the desk; raises GateRefused."""
    with services.store.begin() as unit:
        refused = _refusal(services, unit, actor, "cases")
        found = unit.support.board(going=going) if refused is None else ()
    if refused is not None:
        raise refused
    return found


def review_case(services: Services, actor: Actor, case: str) -> ReviewedCase:
    """Show one with what was written; raises GateRefused or ProvisoError not-found."""
    with services.store.begin() as unit:
        past = unit.dues.past("support_case.due_at", case, services.now())
        refused = _refusal(services, unit, actor, case, overdue=past)
        held = unit.support.get(case)
        messages = unit.support.messages(case) if refused is None else ()
        reported = _reported(unit, held) if held is not None and refused is None else None
    if refused is not None:
        raise refused
    if held is None:
        raise ProvisoError("not-found")
    said = [Said(message.at, message.from_us, words_of(services, message)) for message in messages]
    return ReviewedCase(held, said, reported)


def _reported(unit: Unit, held: HeldCase) -> Reported | None:
    hold = unit.holds.get(held.hold) if held.hold else None
    person = unit.people.get(hold.person) if hold is not None else None
    if hold is None or person is None:
        return None
    opened = unit.holdings.opened_at(hold.person)
    return Reported(person.age_band, person.account_state, opened, hold.placed_at, hold.released_at)


def _refusal(services: Services, unit: Unit, actor: Actor, item: str, *, overdue: bool = False) -> GateRefused | None:
    facts = facts_of(services, unit, actor, overdue=overdue)
    ruling = ask(services, unit, step="review-case", cell=READ_SUPPORT, facts=facts, item=item)
    return None if ruling.decision.allow else GateRefused(ruling.decision, item)
