"""Decide again what was decided once: the facts of then, the policy of then, and whether the answer is the same."""

import json
from dataclasses import dataclass

from governance.policy import Decision, decide
from operations.facts import Actor
from operations.review_decisions import ReviewedWhole, review_decision
from operations.services import Services


@dataclass(frozen=True, slots=True)
class Replay:
    """A decision as it was written down, decided again, and as the ledger tells it.

    `again` is None where the policy cannot be compiled any more; `differs` names what is not the same. `entry` is the
    number of the ledger's entry about it, 0 where there is none, and `entry_agrees` tells whether it says the same.
    """

    found: ReviewedWhole
    again: Decision | None
    differs: tuple[str, ...]
    entry: int
    entry_agrees: bool

    @property
    def same(self) -> bool:
        """Tell whether everything fits together."""
        return self.again is not None and not self.differs and self.entry_agrees


def replay_decision(services: Services, actor: Actor, decision: str) -> Replay:
    """Replay one decision; the look is asked of the gate. Raises GateRefused or ProvisoError not-found."""
    found = review_decision(services, actor, decision)
    written = found.row.decision
    again = decide(found.policy, written.request) if found.policy is not None else None
    with services.store.read() as unit:
        entry = unit.ledger.about_decision(decision, found.row.at)
    agrees = False
    if entry is not None:
        said = json.loads(entry[1])
        cell, fields = written.request.cell, said["fields"]
        agrees = (said["kind"] == "decision.allowed", fields["cell"], fields["clauses"], fields["policy"]) == (
            written.allow,
            [cell.action, cell.category, cell.purpose, cell.recipient],
            list(written.clauses),
            written.policy,
        )
    return Replay(found, again, _differs(written, again), entry[0] if entry else 0, agrees)


def _differs(written: Decision, again: Decision | None) -> tuple[str, ...]:
    if again is None:
        return ()
    pairs = {
        "the answer": (written.allow, again.allow),
        "the rules that allow": (written.permits, again.permits),
        "the rules that forbid": (written.denied_by, again.denied_by),
        "the facts that were missing": (written.missing, again.missing),
        "the lawful bases": (written.bases, again.bases),
        "the clauses": (written.clauses, again.clauses),
        "the duties": (written.obligations, again.obligations),
    }
    return tuple(name for name, (one, other) in pairs.items() if one != other)
