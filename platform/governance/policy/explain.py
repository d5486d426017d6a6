"""A decision in the policy's own words: what was asked, the sentences behind the answer, what is missing."""

from dataclasses import dataclass, replace

from governance.policy.core import Policy
from governance.policy.decision import Decision, Unmet
from governance.policy.why_not import why_not
from governance.terms import listed


@dataclass(frozen=True, slots=True)
class Sentence:
    """A clause behind a decision: the rule that cites it, its id and its words."""

    rule: str
    clause_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision for people; `needed` is empty for an allow.

    `needed` is what the nearest rules ask for; `ways` are all smallest sets of conditions any of which would do.
    """

    headline: str
    sentences: tuple[Sentence, ...]
    needed: tuple[str, ...]
    ways: tuple[tuple[str, ...], ...] = ()


def explain(policy: Policy, decision: Decision) -> Explanation:
    """Explain a decision that was taken under this policy.

    Names that the policy does not declare are shown as they were asked, so any decision can be explained.
    """
    ways = () if decision.allow else why_not(policy, decision.request)
    return Explanation(
        _headline(policy, decision),
        _sentences(policy, decision),
        _needed(policy, decision),
        tuple(tuple(change.sentence for change in way) for way in ways),
    )


def _headline(policy: Policy, decision: Decision) -> str:
    cell = decision.request.cell
    action, category = policy.actions.get(cell.action), policy.categories.get(cell.category)
    purpose, recipient = policy.purposes.get(cell.purpose), policy.recipients.get(cell.recipient)
    said = f"{action.label if action else cell.action} {category.label if category else cell.category}"
    if recipient is None:
        said += f" with {cell.recipient}"
    elif recipient.role != "self":
        said += f" (recipient: {recipient.label})"
    said += f" to {purpose.label}" if purpose else f" for {cell.purpose}"
    return f"{'Allowed' if decision.allow else 'Refused'}: {said}"


def _sentences(policy: Policy, decision: Decision) -> tuple[Sentence, ...]:
    behind = list(decision.permits) if decision.allow else [miss.rule for miss in decision.missing]
    behind += decision.denied_by
    if decision.allow:
        behind += [rule.id for rule in policy.retention.values() if decision.request.cell.category in rule.of]
    cited: dict[str, tuple[str, ...]] = {}
    for rule in behind:
        source = policy.activities.get(rule) or policy.prohibitions.get(rule) or policy.retention.get(rule)
        if source is not None:
            cited[rule] = source.clauses
    return tuple(
        Sentence(rule, clause, policy.clauses[clause].text)
        for rule, clauses in cited.items()
        for clause in clauses
        if clause in policy.clauses
    )


def _needed(policy: Policy, decision: Decision) -> tuple[str, ...]:
    if decision.allow:
        return ()
    # Two rules may ask for the same fact; what satisfies both is what would have to be true. Where no value satisfies
    # both, each condition is told: one alone would send people after something that does not help.
    asked: list[Unmet] = []
    for miss in decision.missing:
        for place, other in enumerate(asked):
            both = tuple(value for value in other.needs if value in miss.needs)
            if other.fact == miss.fact and both:
                asked[place] = replace(other, needs=both)
                break
        else:
            asked.append(miss)
    needed = [_condition(policy, miss.fact, list(miss.needs), miss.found) for miss in asked]
    open_rules = {miss.rule for miss in decision.missing}
    needed += [
        f"Nothing would allow it: {policy.prohibitions[rule].label}."
        for rule in decision.denied_by
        if rule not in open_rules and rule in policy.prohibitions
    ]
    if not needed:
        needed.append("Nothing would allow it: no rule of the policy permits this.")
    return tuple(needed)


def _condition(policy: Policy, name: str, wanted: list[str], found: str) -> str:
    fact = policy.facts.get(name)
    if fact is None:
        return f"Needed: {name} is {listed(wanted)}; now it is {found}."
    phrases = listed([fact.phrases[value] for value in wanted])
    return f"Needed: {fact.label} {phrases}; now {fact.label} {fact.phrases[found]}."
