"""Ask the gate: decide, and write the decision and its ledger entry into the transaction at hand."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from governance import gate
from governance.dating import dated
from governance.errors import ProvisoError
from governance.gate import Permit
from governance.policy import Cell, Decision, Request, decide
from operations.ports import Unit
from operations.rows import DecisionRow, Person
from operations.services import Services

RECORDS = "record.decision"
"""The data category of decisions."""


class GateRefused(ProvisoError):
    """The gate said no; `decision` tells by which clause, `item` what it was about."""

    def __init__(self, decision: Decision, item: str) -> None:
        super().__init__("gate-refused", clauses=", ".join(decision.clauses) or "none that allows it")
        self.decision = decision
        self.item = item


@dataclass(frozen=True, slots=True)
class Ruling:
    """A recorded decision and, when it allows, the permit that goes with it."""

    id: str
    decision: Decision
    permit: Permit | None


def ask(
    services: Services,
    unit: Unit,
    *,
    step: str,
    cell: Cell,
    facts: Mapping[str, str],
    item: str,
    document: str = "",
    person: Person | None = None,
) -> Ruling:
    """Decide one request and record it; the caller does the effect in the same transaction.

    `step` names the moment (upload, dequeue, page, …), `item` the thing asked about. Nothing is raised for a
    refusal: the caller commits the refusal first and then says so.
    """
    now = services.now()
    policy = services.policy_in(unit)
    decision = decide(policy, Request(cell, facts))
    identity = uuid.uuid4().hex
    permit = None
    if decision.allow:
        permit = gate.mint(
            services.gate_secret,
            identity,
            item=item,
            cell=cell,
            policy=decision.policy,
            now=now,
            seconds=services.limits.permit_seconds,
        )
    unit.decisions.add(
        DecisionRow(
            identity,
            now,
            step,
            item,
            document,
            decision,
            now + timedelta(seconds=services.limits.permit_seconds) if permit else None,
            person=person.id if person else None,
            dated=dated(policy, RECORDS, {"data.created": now}),
        ),
        facts,
    )
    unit.ledger.append(
        "decision.allowed" if decision.allow else "decision.refused",
        now,
        {
            "decision": identity,
            "step": step,
            "item": item,
            "subject": person.pseudonym if person else "",
            "cell": [cell.action, cell.category, cell.purpose, cell.recipient],
            "rules": list(decision.permits if decision.allow else decision.denied_by),
            "clauses": list(decision.clauses),
            "policy": decision.policy,
        },
    )
    return Ruling(identity, decision, permit)
