"""Change one's own account: what one is called, the language, the e-mail address after its confirmation."""

import json
from datetime import datetime, timedelta

from governance.errors import ProvisoError
from governance.policy import Cell
from operations.ask import GateRefused, ask
from operations.facts import Actor, facts_of
from operations.send_message import send_message
from operations.services import Services

CHANGE_PROFILE = Cell("update", "account.profile", "account_management")
CHANGE_ADDRESS = Cell("update", "account.identity", "account_management")
_TOKEN = "new address"  # noqa: S105 - what a sealed word is for
WITHIN = timedelta(hours=24)
"""How long the address that confirms a new e-mail address works."""


def change_profile(services: Services, actor: Actor, *, called: str | None = None, language: str | None = None) -> None:
    """Change what is up to the person to add; raises GateRefused, and ProvisoError request-wrong for no language."""
    if language and language not in services.languages.known:
        raise ProvisoError("request-wrong")
    _changing(services, actor, CHANGE_PROFILE, "profile", called=called, language=language)


def _changing(services: Services, actor: Actor, cell: Cell, part: str, **values: str | None) -> None:
    if actor.person is None:
        raise ProvisoError("account-needed")
    with services.store.begin() as unit:
        person = unit.people.get(actor.person)
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        ruling = ask(services, unit, step="change-account", cell=cell, facts=facts, item="account", person=person)
        if ruling.decision.allow:
            unit.people.change(actor.person, **values)
            unit.ledger.append(
                "account.changed",
                services.now(),
                {"subject": person.pseudonym if person else "", "part": part, "decision": ruling.id},
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "account")


def ask_for_address(services: Services, actor: Actor, email: str) -> str:
    """Make what confirms a new e-mail address: a sealed word for a link, which names nobody and nothing."""
    until = services.now() + WITHIN
    said = json.dumps({"person": actor.person, "email": email.lower(), "until": until.isoformat()})
    return services.envelope.close(_TOKEN, said).hex()


def confirm_address(services: Services, actor: Actor, token: str) -> None:
    """Change the e-mail address of the account that asked for it, and tell the old one.

    Raises ProvisoError link-expired for a word that is too old or not ours, or whose address is another account's
    by now (the three look the same), and GateRefused.
    """
    try:
        said = json.loads(services.envelope.open(_TOKEN, bytes.fromhex(token)))
    except ValueError:
        raise ProvisoError("link-expired") from None
    now = services.now()
    if said["person"] != actor.person or datetime.fromisoformat(said["until"]) <= now:
        raise ProvisoError("link-expired")
    with services.store.begin() as unit:
        person = unit.people.get(said["person"])
        facts = facts_of(services, unit, actor, person=person, overdue=False)
        ruling = ask(
            services, unit, step="change-account", cell=CHANGE_ADDRESS, facts=facts, item="account", person=person
        )
        if person is not None and ruling.decision.allow:
            old = unit.people.address(person.id)
            changed = unit.people.readdress(person.id, said["email"], now)
            if changed:
                send_message(services, unit, "address-changed", person=person, copy_to=old)
                unit.ledger.append(
                    "account.changed",
                    now,
                    {"subject": person.pseudonym, "part": "e-mail address", "decision": ruling.id},
                )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, "account")
    if not changed:
        raise ProvisoError("link-expired")
