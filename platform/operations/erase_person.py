"""Erase a person: step by step, each step repeatable and written down, until nothing is found any more.

The order is one transaction: from there on nobody logs in, and what no backup may bring back is on the list. The steps
follow at once; what cannot be done now is done by the clock (`finish_erasures`). A step that fails loses none of the
others.
"""

import logging
import uuid
from collections.abc import Callable, Mapping

from governance.erasure import STEPS, Erasure, Scope, Step, Trigger, ready, scope_of, trigger_of
from governance.errors import ProvisoError
from governance.retention import due
from operations import erasure_steps
from operations.ask import GateRefused, ask
from operations.case_words import claim_cases
from operations.cells import erase_at_word
from operations.erasing import Account, Suppressed
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.services import Services

_LOG = logging.getLogger(__name__)
BATCH = 20

HOUSE = Actor(role="service", verified=True)
"""The house itself, carrying out what a person whom it knows has asked for before, or what the policy's date says."""


def erase_person(
    services: Services,
    actor: Actor,
    person: int,
    *,
    trigger: Trigger | str,
    scope: Scope | str = Scope.ALL,
    request: str = "",
) -> Erasure:
    """Erase an account with everything about its person, or (scope `documents`) all that came of uploads.

    Returns how far it got: `open_steps` is empty when everything is gone, else the clock goes on. Asked for again while
    one is open, or after the person was erased, it gives that one. `request` is the id of the request that asked for
    it. Raises ProvisoError not-found for a person who is none, or not the actor's own, erasure-unknown for another
    trigger or scope, and GateRefused; then nothing was done.
    """
    erasure = _order(services, actor, person, trigger_of(trigger), scope_of(scope), request)
    return carry_on(services, erasure)


def carry_on(services: Services, erasure: str) -> Erasure:
    """Take every step of an erasure that is still to be taken and can be; may run in two processes at once."""
    found = _read(services, erasure)
    for step in STEPS[found.scope]:
        if step in found.done or not ready(step, found.scope, found.done):
            continue
        fault = _take(services, _WORK[step], found)
        if fault:
            _note(services, found, step, fault)
        found = _read(services, erasure)
    return found


def finish_erasures(services: Services) -> int:
    """Go on with erasures that something stopped; returns how many came to their end."""
    with services.store.read() as unit:
        open_ = unit.erasures.open(BATCH)
    return sum(carry_on(services, erasure).done_at is not None for erasure in open_)


def _order(services: Services, actor: Actor, person: int, trigger: Trigger, scope: Scope, request: str) -> str:
    with services.store.begin() as unit:
        account = unit.rows.account(person)
        if account is None or (actor.role == "owner" and actor.person != person):
            raise ProvisoError("not-found")
        before = [each for each in unit.erasures.of_person(person) if each.scope in (scope, Scope.ALL)]
        going = next((each for each in reversed(before) if each.done_at is None or each.scope is Scope.ALL), None)
        if going is not None:
            return going.id
        category = "account.identity" if scope is Scope.ALL else "text.extracted"
        ruling = ask(
            services,
            unit,
            step="erase",
            cell=erase_at_word(category),
            facts=facts_of(services, unit, actor, person=unit.people.get(person)),
            item=(identity := uuid.uuid4().hex),
        )
        if ruling.decision.allow:
            _write_order(services, unit, account, identity, trigger, scope, request)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, identity)
    return identity


def _write_order(
    services: Services, unit: Unit, account: Account, identity: str, trigger: Trigger, scope: Scope, request: str
) -> None:
    at = services.now()
    rule = services.policy.retention_for("account.identity")
    due_at = due(rule, {rule.after: at, rule.ceiling_from: at})
    reference, digest = uuid.uuid4().hex, services.policy.digest
    unit.erasures.order(
        Erasure(identity, reference, account.person, trigger, scope, request, digest, rule.id, at, due_at)
    )
    # The entry names no pseudonym: whoever holds the certificate shall not find the person's entries by it.
    fields: dict[str, object] = {"erasure": identity, "trigger": trigger.value, "scope": scope.value}
    fields |= {"rule": rule.id, "due": due_at, "policy": digest}
    unit.ledger.append("erasure.ordered", at, fields)
    if scope is Scope.ALL:
        unit.suppressions.add(
            [
                Suppressed(services.erased.fingerprint("account", account.itself), "account", at),
                Suppressed(services.erased.fingerprint("address", account.email.lower()), "address", at),
            ]
        )
        claim_cases(services, unit, account.person)
        unit.rows.close(account.person, at)
        unit.erasures.finish_step(identity, Step.ACCESS, at=at, counts={})


def _read(services: Services, erasure: str) -> Erasure:
    with services.store.read() as unit:
        found = unit.erasures.get(erasure)
    if found is None:
        raise ProvisoError("not-found")
    return found


def _take(services: Services, work: Callable[[Services, Erasure], None], erasure: Erasure) -> str:
    """Take a step; give the code or the kind of what stopped it, empty when nothing did."""
    try:
        work(services, erasure)
    except ProvisoError as fault:
        return fault.code
    except Exception as fault:  # noqa: BLE001 - whatever it was, the other steps must not be lost
        _LOG.error("a step of an erasure failed: %s", type(fault).__name__)
        return type(fault).__name__
    return ""


def _note(services: Services, erasure: Erasure, step: Step, fault: str) -> None:
    try:
        with services.store.begin() as unit:
            unit.erasures.fail_step(erasure.id, step, fault=fault)
    except ProvisoError as away:
        _LOG.warning("an erasure is not finished: %s", away.code)


_WORK: Mapping[Step, Callable[[Services, Erasure], None]] = {
    Step.ACCESS: erasure_steps.access,
    Step.ITEMS: erasure_steps.items,
    Step.TRACES: erasure_steps.traces,
    Step.RECIPIENTS: erasure_steps.recipients,
    Step.LIST: erasure_steps.list_erased,
    Step.ROWS: erasure_steps.rows,
    Step.IDENTITY: erasure_steps.identity,
    Step.STORAGE: erasure_steps.storage,
    Step.PROOF: erasure_steps.proof,
}
