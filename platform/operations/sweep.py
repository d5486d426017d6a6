"""Delete what is due, of every kind that the tables' annotations date: in batches, counted, never beyond a cap.

What needs more than deleting a row (an upload's key, a text, a copy, a message, an account) has an operation of its
own, listed in `OWN_WAYS`; everything else ends here. Holds are left out by the storeroom, so nothing that is kept is
ever asked for, and what a hold kept is due again the moment the hold ends.
"""

from dataclasses import dataclass
from datetime import datetime

from governance.holds import HoldKind, kept_rules
from governance.policy import Policy
from operations.ask import ask
from operations.cells import erase_due
from operations.facts import SERVICE, facts_of
from operations.ports import Unit
from operations.retention_ports import DueRow, Ending, Kept
from operations.services import Services

OWN_WAYS = frozenset(
    {
        "document.due_at",
        "text.due_at",
        "copy.due_at",
        "message.due_at",
        "app_user.due_at",
        "request_details.due_at",
        "request_paper.due_at",
        "api_token.due_at",
        "api_answer.due_at",
        "session.due_at",
    }
)
"""Endings that an operation of their own brings about."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a round did about an ending; `stopped` when more is due than the cap allows, so nothing more of it goes."""

    ending: Ending
    gone: int
    stopped: bool = False


def kept_by(policy: Policy) -> Kept:
    """The rules that holds suspend under a policy."""
    return Kept(kept_rules(policy, HoldKind.LEGAL), kept_rules(policy, HoldKind.RESTRICTION))


def generic_endings(unit: Unit) -> list[Ending]:
    """The endings that the sweep brings about itself."""
    return [ending for ending in unit.dues.endings() if ending.name not in OWN_WAYS]


def sweep(services: Services, *, beyond_cap: bool = False) -> list[Swept]:
    """Delete everything that is due now, kind by kind; safe in any number of processes at once.

    Of a kind of which more is due than the cap allows nothing is deleted, unless `beyond_cap`: a clock that was set
    wrong would make everything due at once. Uploads, texts, copies and messages know no cap.
    """
    with services.store.read() as unit:
        endings = generic_endings(unit)
    return [_sweep(services, ending, beyond_cap=beyond_cap) for ending in endings]


def _sweep(services: Services, ending: Ending, *, beyond_cap: bool) -> Swept:
    now = services.now()
    if beyond_cap or not over_cap(services, ending, now):
        return Swept(ending, _delete(services, ending, now))
    with services.store.read() as unit:
        order = unit.clockwork.ordered(ending.name)
    if order is None or not order.covers(now):
        return Swept(ending, 0, stopped=True)
    # Only what was due when somebody looked at it and let it go.
    gone = _delete(services, ending, order.ordered_at)
    return Swept(ending, gone, stopped=over_cap(services, ending, now))


def _delete(services: Services, ending: Ending, now: datetime) -> int:
    gone = 0
    while True:
        batch = sweep_batch(services, ending, now)
        gone += batch
        if batch < services.limits.sweep_rows:
            return gone


def over_cap(services: Services, ending: Ending, now: datetime) -> bool:
    """Tell whether so much is due that a wrong clock is likelier than a long absence.

    That is more than `cap_rows` rows, and more than `cap_percent` of the whole kind.
    """
    share = services.limits.cap_percent
    with services.store.read() as unit:
        due = unit.dues.tally(ending, now, kept_by(services.policy))
        if due <= services.limits.cap_rows:
            return False
        others = due * (100 - share) // share
        return unit.dues.later(ending, now, others) < others


def say_stopped(services: Services, ending: Ending) -> None:
    """Write into the ledger that a kind is stopped by its cap, for the data protection officer to look at."""
    now = services.now()
    with services.store.begin() as unit:
        held = unit.dues.count(ending)
        unit.ledger.append("retention.stopped", now, {"of": ending.name, "held": held, "cap": services.limits.cap_rows})


def sweep_batch(services: Services, ending: Ending, now: datetime) -> int:
    """Delete one batch in one transaction with its decision, its counts and its ledger entry; returns how many."""
    with services.store.begin() as unit:
        rows = unit.dues.due(ending, now, kept_by(services.policy), services.limits.sweep_rows)
        if not rows:
            return 0
        facts = facts_of(services, unit, SERVICE, overdue=True, legal_hold=False, restriction_keeps=False)
        ruling = ask(services, unit, step="sweep", cell=erase_due(ending.category), facts=facts, item=ending.name)
        if not ruling.decision.allow:
            return 0
        at = services.now()
        gone = unit.dues.end(ending, rows, at)
        for rule in sorted({row.rule for row in rows}):
            of_rule = [row for row in rows if row.rule == rule]
            note(services, unit, of_rule, at, decision=ruling.id)
        return gone


def note(services: Services, unit: Unit, rows: list[DueRow], at: datetime, *, decision: str) -> None:
    """Count the lateness of rows that went together under one rule, and write the ledger entry."""
    first = rows[0]
    unit.dues.note_lateness(first.rule, [(at - row.due_at).total_seconds() for row in rows], at)
    rule = services.policy.retention.get(first.rule)
    unit.ledger.append(
        "retention.deleted",
        at,
        {
            "of": first.ending.name,
            "category": first.ending.category,
            "count": len(rows),
            "rule": first.rule,
            "clauses": list(rule.clauses) if rule else [],
            "policies": sorted({row.policy for row in rows}),
            "due": [min(row.due_at for row in rows), max(row.due_at for row in rows)],
            "decision": decision,
        },
    )
