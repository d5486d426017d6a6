"""Open a request about a right: by account, by e-mail without one, by an agent, by a parent."""

import hashlib
import uuid
from datetime import datetime

from governance.clocks import clock_of
from governance.errors import ProvisoError
from governance.identity import Channel, Proof, needed
from governance.repeats import Earlier, Repeat, repeat_of
from governance.retention import due
from governance.rights import Act, Kind, State, regimes_for
from operations.advance_request import advance, record, today
from operations.ask import GateRefused, Ruling, ask
from operations.begin_request import begin, go_on
from operations.cells import TAKE_IN_REQUEST
from operations.facts import Actor, facts_of
from operations.new_reference import new_reference
from operations.ports import Unit
from operations.request_details import put_details
from operations.requests import Details, HeldRequest, Paper
from operations.rows import Person
from operations.send_code import ASKER, PERSON, send_code
from operations.services import Services
from operations.tell_requester import tell


def open_request(
    services: Services,
    actor: Actor,
    kind: Kind,
    channel: Channel,
    details: Details,
    *,
    about: str = "",
    permission: bytes | None = None,
    received_at: datetime | None = None,
) -> HeldRequest:
    """Take a request in, start its clock, and ask for as much proof as it takes, or none.

    In the account's channel `actor.verified` says that the person has just logged in again. Nothing that is given
    back or sent depends on whether an address has an account. A duplicate gives the request that is open already.
    `received_at` is for one that reached us earlier, by another door: the clock began then.
    Raises GateRefused, or ProvisoError request-incomplete.
    """
    if channel is Channel.ACCOUNT and actor.person is None:
        raise ProvisoError("request-incomplete", what="an account")
    if channel is not Channel.ACCOUNT and not details.address:
        raise ProvisoError("request-incomplete", what="an e-mail address")
    if channel in {Channel.AGENT, Channel.PARENT} and not details.about_address:
        raise ProvisoError("request-incomplete", what="the e-mail address of the person it is about")
    if channel is Channel.AGENT and permission is None:
        raise ProvisoError("request-incomplete", what="the signed permission")
    item = uuid.uuid4().hex
    with services.store.begin() as unit:
        person = unit.people.get(actor.person) if actor.person is not None else None
        earlier = _earlier(services, unit, kind, about, person)
        if isinstance(earlier, HeldRequest):
            record(services, unit, earlier, "asked_again", role="owner")
            return earlier
        rulings = _ask(services, unit, actor, person, item)
        refused = next((ruling for ruling in rulings if not ruling.decision.allow), None)
        if refused is None:
            held = _write(services, unit, item, kind, channel, about, earlier, person, received_at or services.now())
            put_details(services, unit, held, details)
            if permission is not None:
                _keep_permission(services, unit, held, permission)
            record(services, unit, held, "open", role="owner", decision=rulings[0].id)
            held = _prove_or_ask(services, unit, actor, held, details)
    if refused is not None:
        raise GateRefused(refused.decision, item)
    return go_on(services, held)


def _earlier(services: Services, unit: Unit, kind: Kind, about: str, person: Person | None) -> Repeat | HeldRequest:
    if person is None:
        # Whose it is is not known yet, so nothing may be told from what is there.
        return Repeat.NEW
    past = unit.requests.of_person(person.id)
    day = today(services)
    found = repeat_of(
        kind,
        day,
        [
            Earlier(one.kind, one.state, today(services, one.received_at),
                    today(services, one.closed_at) if one.closed_at else None, one.about)
            for one in past
        ],
        about,
    )  # fmt: skip
    if found is Repeat.DUPLICATE:
        return next(one for one in past if one.kind is kind and one.about == about and one.open)
    return found


def _ask(services: Services, unit: Unit, actor: Actor, person: Person | None, item: str) -> list[Ruling]:
    facts = facts_of(services, unit, actor, person=person, overdue=False)
    return [
        ask(services, unit, step="request", cell=cell, facts=facts, item=item, person=person)
        for cell in TAKE_IN_REQUEST
    ]


def _write(
    services: Services,
    unit: Unit,
    item: str,
    kind: Kind,
    channel: Channel,
    about: str,
    repeat: Repeat,
    person: Person | None,
    now: datetime,
) -> HeldRequest:
    # Where somebody lives is not asked, so every law that may apply does.
    regimes = regimes_for(kind, "", frozenset(services.policy.regimes))
    clock = clock_of(kind, regimes, today(services, now), services.desk.holidays)
    rule = services.policy.retention_for("record.request")
    held = HeldRequest(
        id=item,
        reference=new_reference(),
        person=person.id if person else None,
        kind=kind,
        about=about,
        channel=channel,
        regimes=regimes,
        state=State.RECEIVED,
        received_at=now,
        acknowledge_by=clock.acknowledge.target,
        respond_by=clock.respond.target,
        respond_limit=clock.respond.limit,
        extend_by=clock.extend_by,
        extended_by=clock.extended.target if clock.extended else None,
        extended_limit=clock.extended.limit if clock.extended else None,
        due_at=due(rule, {"data.created": now}),
        rule=rule.id,
        policy=services.policy.digest,
        repeat=repeat,
    )
    unit.requests.add(held)
    return held


def _prove_or_ask(services: Services, unit: Unit, actor: Actor, held: HeldRequest, details: Details) -> HeldRequest:
    proofs = {Proof.LOGGED_IN_AGAIN} if held.channel is Channel.ACCOUNT and actor.verified else set()
    if details.declared:
        proofs.add(Proof.DECLARATION)
    missing = needed(held.kind, held.channel).missing(frozenset(proofs))
    if not missing:
        person = held.person
        if person is None:
            # Stopping sale or use needs no proof: whoever the address belongs to, it is done for them.
            person = unit.people.find(details.about_address or details.address)
        held = advance(
            services, unit, held, Act.IDENTIFY, role="owner", person=person, proofs=frozenset(proofs),
            identified_at=services.now(),
        )  # fmt: skip
        tell(services, unit, held, "request-received")
        return begin(services, unit, held)
    held = advance(services, unit, held, Act.ASK_IDENTITY, role="service", proofs=frozenset(proofs))
    tell(services, unit, held, "request-received")
    if held.channel is not Channel.ACCOUNT:
        send_code(services, unit, held, ASKER)
        if Proof.PERSONS_WORD in missing:
            send_code(services, unit, held, PERSON)
    return held


def _keep_permission(services: Services, unit: Unit, held: HeldRequest, permission: bytes) -> None:
    rule = services.policy.retention_for("request.details")
    paper = Paper(
        id=uuid.uuid4().hex,
        request=held.id,
        kind="permission",
        name="permission",
        byte_count=len(permission),
        sha256=hashlib.sha256(permission).hexdigest(),
        created_at=services.now(),
        due_at=due(rule, {"data.created": held.received_at}),
        rule=rule.id,
        policy=services.policy.digest,
    )
    unit.papers.add(paper, services.vault.enclose(paper.id, permission))
