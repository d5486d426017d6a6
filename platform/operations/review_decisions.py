"""Look through the gate's answers, as those may who check what was done; looking is asked for and on record, too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance.errors import ProvisoError
from governance.policy import Explanation, Policy, explain
from operations.ask import GateRefused, ask
from operations.cells import READ_DECISIONS
from operations.decision_ports import RuleCount
from operations.earlier_policies import policy_of
from operations.facts import Actor, facts_of
from operations.ports import Unit
from operations.rows import DecisionRow
from operations.services import Services

REVIEW = "review"
"""The step of looking itself; it is left out of what is looked at unless it was refused."""
PAGE = 50


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A decision with the policy it was made with; both None when that policy cannot be compiled any more."""

    row: DecisionRow
    policy: Policy | None
    explanation: Explanation | None


@dataclass(frozen=True, slots=True)
class ReviewedWhole(Reviewed):
    """A decision with the facts it was made on."""

    facts: Mapping[str, str]


def review_decisions(
    services: Services, actor: Actor, *, refused: bool = False, before: str = "", limit: int = PAGE
) -> tuple[Sequence[Reviewed], str]:
    """Give up to `limit` decisions, newest first, and where the next page begins (empty: nowhere).

    `refused` gives refusals only, `before` those older than a decision. Raises GateRefused.
    """
    _ask(services, actor, "decisions")
    with services.store.read() as unit:
        rows = unit.decisions.newest(limit + 1, refused=refused, before=before, without=REVIEW, now=services.now())
        found = [_reviewed(services, unit, row) for row in rows[:limit]]
    return found, found[-1].row.id if len(rows) > limit else ""


def review_decision(services: Services, actor: Actor, decision: str) -> ReviewedWhole:
    """Give one decision with its facts; raises GateRefused, or ProvisoError not-found."""
    _ask(services, actor, decision)
    with services.store.read() as unit:
        row = unit.decisions.get(decision, services.now())
        if row is None:
            raise ProvisoError("not-found")
        found = _reviewed(services, unit, row)
    return ReviewedWhole(found.row, found.policy, found.explanation, row.decision.request.facts)


def review_rules(services: Services, actor: Actor) -> Mapping[str, RuleCount]:
    """Tell how often each rule had its way; raises GateRefused. A rule that is not there was never exercised."""
    _ask(services, actor, "rules")
    with services.store.read() as unit:
        return {counted.rule: counted for counted in unit.decisions.by_rule()}


def review_ledger(services: Services, actor: Actor, what: str = "ledger") -> None:
    """Let somebody look into the ledger, or `what` else there is to check, and note it; raises GateRefused."""
    _ask(services, actor, what)


def _ask(services: Services, actor: Actor, item: str) -> None:
    with services.store.begin() as unit:
        person = unit.people.get(actor.person) if actor.person is not None else None
        facts = facts_of(services, unit, actor, overdue=False)
        ruling = ask(services, unit, step=REVIEW, cell=READ_DECISIONS, facts=facts, item=item[:64], person=person)
    if not ruling.decision.allow:
        raise GateRefused(ruling.decision, item)


def _reviewed(services: Services, unit: Unit, row: DecisionRow) -> Reviewed:
    policy = policy_of(services, unit, row.decision.policy)
    return Reviewed(row, policy, explain(policy, row.decision) if policy is not None else None)
