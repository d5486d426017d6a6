"""State what only the controller can tell for records; asked of the gate, and in the ledger by key alone."""

import re

from governance.errors import ProvisoError
from governance.processing.observed import Statement
from governance.processing.statements import BY_KEY
from operations.ask import GateRefused, ask
from operations.cells import MAKE_RECORD
from operations.facts import Actor, facts_of
from operations.services import Services

SERVED = re.compile(r"served/[a-z0-9-]{1,30}/(name|contact|representative|dpo|processing|contract)")
"""Keys about a controller on whose behalf this service works: `served/acme/contact`."""
MOST = 2000
"""Letters of a statement."""


def state_fact(services: Services, actor: Actor, key: str, value: str, *, applies: bool = True) -> None:
    """Write a statement under a key; an empty value takes the last one back.

    `applies` is false when the value says why none is needed. Raises ProvisoError statement-unknown for a key that no
    record asks for or a value that is too long, and GateRefused.
    """
    if not (key in BY_KEY or SERVED.fullmatch(key)) or len(value) > MOST:
        raise ProvisoError("statement-unknown", most=MOST)
    now = services.now()
    with services.store.begin() as unit:
        facts = facts_of(services, unit, actor, overdue=False)
        ruling = ask(services, unit, step="state", cell=MAKE_RECORD, facts=facts, item=key)
        if ruling.decision.allow:
            unit.register.state(key, Statement(value.strip(), now, applies), actor.person)
            unit.ledger.append(
                "statement.made", now, {"key": key, "decision": ruling.id, "taken_back": not value.strip()}
            )
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, key)
