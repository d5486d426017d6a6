"""Prove who asks: a code by e-mail, points that match what we hold, an officer's look at a permission."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from governance.clocks import clock_of
from governance.errors import ProvisoError
from governance.identity import Channel, Proof, needed
from governance.rights import Act, State
from operations.advance_request import advance, record, today
from operations.begin_request import begin, go_on
from operations.ports import Unit
from operations.request_details import details_of
from operations.requests import HeldRequest
from operations.send_code import ASKER, PERSON, check_code
from operations.services import Services

_OF_CODE = {ASKER: Proof.MAILED_CODE, PERSON: Proof.PERSONS_WORD}


def prove_by_code(services: Services, request: str, whom: str, code: str) -> HeldRequest:
    """Take a code that was sent by e-mail; raises ProvisoError code-wrong or not-found."""
    held = _get(services, request)
    check_code(services, held, whom, code)
    return _add(services, held, {_OF_CODE[whom]}, role="owner")


def prove_by_points(
    services: Services, request: str, *, opened: date | None, last_upload: date | None, declared: bool
) -> HeldRequest:
    """Match what the asker says about the account with what we hold.

    `opened` counts by its month. What did not match is not said, and neither is whether there is an account. Points
    are taken only after the code, and a request has as many tries as a code has.
    """
    held = _get(services, request)
    if Proof.MAILED_CODE not in held.proofs:
        raise ProvisoError("request-elsewhere")
    with services.store.begin() as unit:
        tried = sum(event.what == "points" for event in unit.requests.events(request))
        if tried >= services.desk.code_tries:
            raise ProvisoError("code-wrong")
        record(services, unit, held, "points", role="owner")
        given = _matched(services, unit, held, opened, last_upload)
    if declared:
        given.add(Proof.DECLARATION)
    return _add(services, held, given, role="owner")


def accept_permission(services: Services, request: str, *, by: str) -> HeldRequest:
    """Note that the officer looked at an agent's permission or a parent's evidence and accepts it."""
    return _add(services, _get(services, request), {Proof.PERMISSION}, role="dpo", by=by)


def accept_identity(services: Services, request: str, *, by: str) -> HeldRequest:
    """Note that the officer is satisfied with who asks, on evidence that came another way."""
    held = _get(services, request)
    need = needed(held.kind, held.channel)
    return _add(services, held, set(need.missing(held.proofs)), role="dpo", by=by)


def prove_by_log_in(services: Services, request: str, person: int) -> HeldRequest:
    """Note that the account's own person has just logged in again; raises ProvisoError not-found for anybody else."""
    held = _get(services, request)
    if held.person != person or held.channel is not Channel.ACCOUNT:
        raise ProvisoError("not-found")
    return _add(services, held, {Proof.LOGGED_IN_AGAIN}, role="owner")


def _add(services: Services, held: HeldRequest, given: set[Proof], *, role: str, by: str = "") -> HeldRequest:
    with services.store.begin() as unit:
        held = unit.requests.get(held.id) or held
        if held.state not in {State.RECEIVED, State.IDENTITY_ASKED}:
            return held
        proofs = held.proofs | given
        about = details_of(services, unit, held)
        person = held.person or unit.people.find(about.about_address or about.address)
        # Whoever reads the mail of an address that has no account may know that there is nothing: it is their own.
        nothing = held.channel is Channel.EMAIL and person is None and Proof.MAILED_CODE in proofs
        if not nothing and needed(held.kind, held.channel).missing(proofs):
            after = replace(held, proofs=proofs)
            if not unit.requests.move(held, after):
                raise ProvisoError("request-elsewhere")
            record(services, unit, after, "proof", role=role, note=",".join(sorted(given)))
            return after
        now = services.now()
        waited = (today(services, now) - today(services, held.received_at)).days
        clock = clock_of(held.kind, held.regimes, today(services, held.received_at), services.desk.holidays, waited)
        after = advance(
            services, unit, held, Act.IDENTIFY, role=role, note=",".join(sorted(given)), person=person,
            proofs=proofs, identified_at=now, respond_limit=clock.respond.limit, decided_by=by,
            extended_limit=clock.extended.limit if clock.extended else None,
        )  # fmt: skip
        after = begin(services, unit, after)
    return go_on(services, after)


def _matched(
    services: Services, unit: Unit, held: HeldRequest, opened: date | None, last_upload: date | None
) -> set[Proof]:
    about = details_of(services, unit, held)
    person = unit.people.find(about.about_address or about.address)
    if person is None:
        return set()
    zone = ZoneInfo(services.desk.time_zone)
    began, sent = unit.holdings.opened_at(person), unit.holdings.last_upload(person)
    found = set()
    if opened and began and (began.astimezone(zone).year, began.astimezone(zone).month) == (opened.year, opened.month):
        found.add(Proof.OPENING_MONTH)
    if last_upload and sent and sent.astimezone(zone).date() == last_upload:
        found.add(Proof.LAST_UPLOAD_DAY)
    return found


def _get(services: Services, request: str) -> HeldRequest:
    with services.store.read() as unit:
        held = unit.requests.get(request)
    if held is None:
        raise ProvisoError("not-found")
    return held
