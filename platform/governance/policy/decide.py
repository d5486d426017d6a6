"""The answer to a request: total, pure, denied unless a rule allows it and no rule forbids it."""

from collections.abc import Iterable, Mapping

from governance.policy.core import Activity, CellRules, Policy, Prohibition
from governance.policy.decision import Decision, Obligations, Request, Unmet
from governance.policy.guards import Atom, holds, unmet
from governance.terms import UNKNOWN

NOTHING = Obligations()


def decide(policy: Policy, request: Request) -> Decision:
    """Answer one request; never raises, and the same request always gets the same answer.

    Facts that the policy does not know, or with values it does not know, count as unknown and allow nothing.
    """
    facts = known_facts(policy, request.facts)
    cell = request.cell
    key = (cell.action, cell.category, cell.purpose, cell.recipient)
    named = all(isinstance(part, str) for part in key)
    rules = policy.table.get(key) if named else None
    if rules is None:
        return _outside(policy, request, facts, key if named else None)
    permits = tuple(activity for activity in rules.permits if holds(activity.guard, facts))
    denials = tuple(rule for rule in rules.requirements if not holds(rule.guard, facts))
    if permits and not denials:
        return _allowed(policy, request, rules, permits)
    nearest = None if permits else _nearest(rules.permits, facts)
    return _denied(policy, request, facts, permits, denials, nearest)


def known_facts(policy: Policy, facts: Mapping[str, str]) -> dict[str, str]:
    """Keep the facts whose name and value the policy declares; everything else is unknown."""
    return {
        name: value
        for name, value in facts.items()
        if isinstance(name, str)
        and isinstance(value, str)
        and value != UNKNOWN
        and name in policy.facts
        and value in policy.facts[name].values
    }


def _allowed(policy: Policy, request: Request, rules: CellRules, permits: tuple[Activity, ...]) -> Decision:
    duties = rules.deadlines | Obligations(flags=frozenset(duty for rule in permits for duty in rule.duties))
    cited = [rule.clauses for rule in permits]
    if rules.retention is not None:
        cited.append(rules.retention.clauses)
    return Decision(
        allow=True,
        request=request,
        permits=tuple(rule.id for rule in permits),
        denied_by=(),
        missing=(),
        bases=tuple(sorted({basis for rule in permits for basis in rule.bases.values()})),
        obligations=duties,
        clauses=_in_order(policy, cited),
        policy=policy.digest,
    )


def _denied(
    policy: Policy,
    request: Request,
    facts: Mapping[str, str],
    permits: tuple[Activity, ...],
    denials: tuple[Prohibition, ...],
    nearest: Activity | None,
) -> Decision:
    behind: list[Activity | Prohibition] = [nearest] if nearest is not None else []
    behind += denials
    return Decision(
        allow=False,
        request=request,
        permits=tuple(rule.id for rule in permits),
        denied_by=tuple(rule.id for rule in denials),
        missing=tuple(
            _unmet(policy, rule.id, atom, facts) for rule in behind for atom in unmet(rule.guard, facts) or ()
        ),
        bases=(),
        obligations=NOTHING,
        clauses=_in_order(policy, [rule.clauses for rule in behind]),
        policy=policy.digest,
    )


def _outside(
    policy: Policy, request: Request, facts: Mapping[str, str], key: tuple[str, str, str, str] | None
) -> Decision:
    """Answer for a cell that no activity permits; prohibitions are still named, because they say why."""
    denials = [
        rule
        for rule in policy.prohibitions.values()
        if key is not None and rule.enabled and rule.scope.covers(*key) and not holds(rule.guard, facts)
    ]
    return _denied(policy, request, facts, (), tuple(sorted(denials, key=lambda rule: rule.id)), None)


def _nearest(permits: Iterable[Activity], facts: Mapping[str, str]) -> Activity | None:
    """Pick the activity with the fewest conditions still open; the id settles a tie."""
    ways = [(len(way), rule.id, rule) for rule in permits if (way := unmet(rule.guard, facts)) is not None]
    return min(ways)[2] if ways else None


def _unmet(policy: Policy, rule: str, atom: Atom, facts: Mapping[str, str]) -> Unmet:
    needs = tuple(value for value in policy.facts[atom.fact].values if value in atom.values)
    return Unmet(rule, atom.fact, facts.get(atom.fact, UNKNOWN), needs)


def _in_order(policy: Policy, cited: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """List clauses once each, as they stand in the text."""
    wanted = {clause for clauses in cited for clause in clauses}
    return tuple(clause for clause in policy.clauses if clause in wanted)
