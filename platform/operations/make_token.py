"""Give a program a token that acts for a person, and take it back; the gate is asked for both."""

import secrets
import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta

from governance.errors import ProvisoError
from governance.retention import due
from governance.tokens import LONGEST_DAYS, SCOPES, SECRET_BYTES, scopes_for, token_digest, write_token
from operations.ask import GateRefused, ask
from operations.cells import MAKE_TOKEN, erase_token
from operations.facts import SERVICE, Actor, facts_of
from operations.services import Services
from operations.token_ports import Token

BATCH = 200
NAME_LETTERS = 40
MOST = 20
"""Tokens that one account may have at a time."""


def make_token(services: Services, actor: Actor, name: str, scopes: Collection[str], days: int) -> tuple[Token, str]:
    """Make a token of the actor's own; its letters are given here, once, and never again.

    Raises ProvisoError token-unusable (no name, no scope, a scope that the account's roles do not give, more than
    90 days, too many tokens), account-needed, or GateRefused.
    """
    if actor.person is None:
        raise ProvisoError("account-needed")
    now = services.now()
    item = uuid.uuid4().hex
    with services.store.begin() as unit:
        person = unit.people.get(actor.person)
        given = frozenset(scopes_for(unit.tokens.roles(actor.person)))
        if not name.strip() or len(name) > NAME_LETTERS or not 1 <= days <= LONGEST_DAYS:
            raise ProvisoError("token-unusable")
        if not scopes or not given.issuperset(scopes) or len(unit.tokens.of_person(actor.person)) >= MOST:
            raise ProvisoError("token-unusable")
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        rulings = [ask(services, unit, step="token", cell=cell, facts=facts, item=item, person=person)
                   for cell in MAKE_TOKEN]  # fmt: skip
        refused = next((ruling for ruling in rulings if not ruling.decision.allow), None)
        rule = services.policy.retention_for("account.credentials")
        letters = write_token(secrets.token_bytes(SECRET_BYTES))
        token = Token(
            id=item,
            person=actor.person,
            name=name.strip(),
            scopes=tuple(scope for scope in SCOPES if scope in scopes),
            created_at=now,
            # A token never outlives what the policy gives to credentials, whatever the person chooses.
            due_at=min(now + timedelta(days=days), due(rule, dict.fromkeys((rule.ceiling_from,), now))),
            rule=rule.id,
            policy=services.policy.digest,
        )
        if refused is None:
            unit.tokens.add(token, token_digest(letters))
            unit.ledger.append(
                "token.made",
                now,
                {
                    "token": item,
                    "subject": person.pseudonym if person else "",
                    "scopes": list(token.scopes),
                    "due": token.due_at,
                    "decision": rulings[0].id,
                },
            )
    if refused is not None:
        raise GateRefused(refused.decision, item)
    return token, letters


def end_token(services: Services, actor: Actor, token: str) -> bool:
    """End a token now: its digest is deleted, and with it what it was answered; False when it had ended already.

    Raises ProvisoError not-found for a token that is not the actor's, or GateRefused.
    """
    now = services.now()
    with services.store.begin() as unit:
        held = unit.tokens.get(token)
        if held is None and actor is SERVICE:
            return False
        if held is None or (actor is not SERVICE and held.person != actor.person):
            raise ProvisoError("not-found")
        person = unit.people.get(held.person)
        ruling = ask(
            services,
            unit,
            step="end-token",
            cell=erase_token(by_the_house=actor is SERVICE),
            facts=facts_of(services, unit, actor, person=person, overdue=held.due_at <= now),
            item=held.id,
            person=person,
        )
        ended = ruling.decision.allow and unit.tokens.end(token)
        if ended:
            unit.ledger.append(
                "token.ended",
                now,
                {
                    "token": held.id,
                    "subject": person.pseudonym if person else "",
                    "due": held.due_at,
                    "decision": ruling.id,
                    "by": actor.role,
                },
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, held.id)
    return ended


def end_due_tokens(services: Services) -> int:
    """End tokens whose time has come and forget answers that are a day old; returns how many tokens ended."""
    now = services.now()
    with services.store.read() as unit:
        due_now = unit.tokens.due(now, BATCH)
    with services.store.begin() as unit:
        unit.answers.sweep(now)
    ended = 0
    for token in due_now:
        # What a hold keeps is no use to anybody meanwhile: a token past its date opens nothing.
        with suppress(GateRefused):
            ended += end_token(services, SERVICE, token.id)
    return ended
