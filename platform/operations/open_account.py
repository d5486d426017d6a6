"""Open an account: the gate is asked for everything that it holds, and only then is a row written."""

import uuid
from typing import cast

from governance.facts import build_facts
from governance.terms import AgeBand, Zone
from operations.ask import GateRefused, ask
from operations.cells import OPEN_ACCOUNT
from operations.dates import give_date
from operations.services import Services


def open_account(
    services: Services, email: str, password: str | None, band: AgeBand, *, encrypted: bool, by: str
) -> int | None:
    """Write a new account and give its number; None when the address is taken, and then nothing was changed.

    `password` is hashed already, None for an account that nobody logs in to; `by` names the door. Raises
    GateRefused after the refusal was recorded; nothing else was.
    """
    facts = build_facts(
        actor_role="owner",
        account_state="none",
        age_band=band,
        channel_encrypted=encrypted,
        tenant_match=True,
        infra_approved=services.site.approved,
        transfer_zone=cast(Zone, services.site.zone),
        overdue=False,
        restricted=False,
        objected=False,
        notice_current=True,
    )
    item = uuid.uuid4().hex
    with services.store.begin() as unit:
        if unit.people.find(email) is not None:
            return None
        rulings = [ask(services, unit, step="register", cell=cell, facts=facts, item=item) for cell in OPEN_ACCOUNT]
        refused = next((ruling for ruling in rulings if not ruling.decision.allow), None)
        if refused is None:
            person = unit.people.add(email, password, band)
            give_date(services, unit, "app_user.due_at", person.id, services.now())
            unit.ledger.append(
                "account.opened",
                services.now(),
                {"subject": person.pseudonym, "decision": rulings[0].id, "by": by},
            )
    if refused is not None:
        raise GateRefused(refused.decision, item)
    return person.id
