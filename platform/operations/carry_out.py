"""Carry out one step of a request that hands nothing out: each may be repeated."""

from collections.abc import Callable
from typing import cast, get_args

from governance.erasure import Scope, Trigger
from governance.errors import ProvisoError
from governance.identity import Channel
from governance.terms import AgeBand
from operations.ask import GateRefused, ask
from operations.case_words import cases_of_asker, note
from operations.cells import CORRECT, erase_at_word
from operations.change_consent import withdraw_everywhere
from operations.choose_uses import OBJECTABLE
from operations.correct_address import correct_address
from operations.erase_person import erase_person
from operations.facts import facts_of
from operations.gather import WORKING
from operations.ports import Unit
from operations.request_details import details_of
from operations.requests import HeldRequest
from operations.rows import Person
from operations.send_message import send_farewell
from operations.services import Services
from operations.set_aside import keep_at_word, keep_no_longer
from operations.tell_recipients import tell_of_request


def carry_out(services: Services, held: HeldRequest, step: str) -> int:
    """Take one step; returns how many things it changed, 0 where there was nothing to change.

    Where nobody has an account under the address there is nothing but what was written from it. Raises GateRefused or
    ProvisoError.
    """
    if held.person is None:
        return _erase_cases(services, held) if step == "erase" else 0
    return _WORK[step](services, held)


def _changed(
    services: Services, held: HeldRequest, work: Callable[[Unit, Person], bool], what: str, category: str = ""
) -> int:
    with services.store.begin() as unit:
        person = unit.people.get(held.person) if held.person is not None else None
        if person is None:
            return 0
        refused = None
        if category:
            facts = facts_of(services, unit, WORKING, person=person, overdue=False)
            ruling = ask(
                services, unit, step="correct", cell=CORRECT[category], facts=facts, item=held.id, person=person
            )
            refused = None if ruling.decision.allow else ruling.decision
        changed = refused is None and work(unit, person)
        if changed:
            # What the value was is not written down: the history shows that it was changed, and when.
            unit.ledger.append(
                "person.changed",
                services.now(),
                {"subject": person.pseudonym, "what": what, "request": held.id},
            )
    if refused is not None:
        raise GateRefused(refused, held.id)
    return int(changed)


def _restrict(services: Services, held: HeldRequest) -> int:
    """Stop the use of the data, and, when the person wants or needs it kept, its deletion too."""

    def work(unit: Unit, person: Person) -> bool:
        keep_at_word(services, unit, person.id, held.about, asked_at=held.received_at)
        return unit.corrections.restrict(person.id, on=True)

    return _changed(services, held, work, "restricted")


def _object(services: Services, held: HeldRequest) -> int:
    """Object to the purpose that was named, or to each one that an objection stops."""
    purposes = {held.about} if held.about in OBJECTABLE else set(OBJECTABLE)

    def work(unit: Unit, person: Person) -> bool:
        wanted = set(person.objected_to) | purposes
        if wanted == set(person.objected_to):
            return False
        unit.people.objects_to(person.id, sorted(wanted))
        return True

    return _changed(services, held, work, f"objected to {', '.join(sorted(purposes))}")


def _opt_out(services: Services, held: HeldRequest) -> int:
    return _changed(services, held, lambda unit, person: unit.corrections.opt_out(person.id, on=True), "opted_out_sale")


def _limit(services: Services, held: HeldRequest) -> int:
    return _changed(services, held, lambda unit, person: unit.corrections.limit(person.id, on=True), "limited")


def _withdraw(services: Services, held: HeldRequest) -> int:
    """Take a consent back, for everything and for each document, and end what rested on it."""
    assert held.person is not None  # noqa: S101 - looked at by `carry_out`
    if held.about not in services.policy.consents:
        raise ProvisoError("request-incomplete", what="a consent that there is")
    return int(withdraw_everywhere(services, held.person, held.about, by="request"))


def _correct(services: Services, held: HeldRequest) -> int:
    with services.store.read() as unit:
        value = details_of(services, unit, held).value.strip()
    if held.about == "email":
        return correct_address(services, held, value)
    if held.about == "age_group":
        if value not in get_args(AgeBand):
            raise ProvisoError("request-incomplete", what="the right age group")
        band = cast(AgeBand, value)
        return _changed(
            services, held, lambda unit, person: unit.corrections.age_band(person.id, band), "age_group",
            "account.profile",
        )  # fmt: skip
    # What no column tells us the place of is put right by an officer, who says what was done.
    raise ProvisoError("correction-by-hand")


def _erase(services: Services, held: HeldRequest) -> int:
    """Have the person erased, or what came of uploads; done when every step of the erasure is."""
    assert held.person is not None  # noqa: S101 - looked at by `carry_out`
    scope = Scope.DOCUMENTS if held.about == Scope.DOCUMENTS else Scope.ALL
    with services.store.begin() as unit:
        known = [one for one in unit.erasures.of_person(held.person) if one.request == held.id]
        if not known:
            # Whoever asks for deletion now does not want any more what they had kept at their word before.
            keep_no_longer(services, unit, held.person, by="request")
    if not known:
        if scope is Scope.ALL and held.channel is Channel.ACCOUNT:
            _say_farewell(services, held)
        known = [erase_person(services, WORKING, held.person, trigger=Trigger.REQUEST, scope=scope, request=held.id)]
    erasure = known[-1]
    if erasure.open_steps:
        raise ProvisoError("erasure-going-on", steps=len(erasure.open_steps))
    return sum(erasure.counts.values())


def _say_farewell(services: Services, held: HeldRequest) -> None:
    with services.store.begin() as unit:
        person = unit.people.get(held.person) if held.person is not None else None
        if person is not None:
            data = {"reference": held.reference, "link": f"/privacy/requests/{held.id}"}
            send_farewell(services, unit, "deletion-begun", person=person, data=data)


def _erase_cases(services: Services, held: HeldRequest) -> int:
    """Erase what was written from an address without an account, whose reader has shown that it is theirs."""
    with services.store.begin() as unit:
        cases = cases_of_asker(services, unit, held)
        if not cases:
            return 0
        facts = facts_of(services, unit, WORKING, overdue=False)
        cell = erase_at_word("support.message")
        ruling = ask(services, unit, step="erase", cell=cell, facts=facts, item=held.id)
        if ruling.decision.allow:
            for case in cases:
                unit.support.erase(case.id)
                note(services, unit, case, "erased", role="service")
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, held.id)
    return len(cases)


_WORK: dict[str, Callable[[Services, HeldRequest], int]] = {
    "restrict": _restrict,
    "object": _object,
    "correct": _correct,
    "withdraw": _withdraw,
    "opt_out": _opt_out,
    "limit": _limit,
    "recipients": tell_of_request,
    "erase": _erase,
}
