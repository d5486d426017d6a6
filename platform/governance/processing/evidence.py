"""What was observed in the period, joined with the words and the limits of the policy."""

from governance.policy import Policy
from governance.processing.activities import in_order
from governance.processing.observed import DeletionCount, Observed
from governance.processing.record import ClauseCount, DeletionLine, Evidence, RuleCount
from governance.processing.words import plain

DEFAULT = "default"
"""Stands where no rule answered: what no activity allows is refused."""


def evidence(policy: Policy, observed: Observed) -> Evidence:
    """Sum the decisions by rule and set the deletions against their limits."""
    decisions = observed.decisions
    return Evidence(
        allowed=sum(count.count for count in decisions if count.allowed),
        refused=sum(count.count for count in decisions if not count.allowed),
        rules=_rules(policy, observed),
        by_clause=_clauses(policy, observed),
        documents=observed.documents,
        texts=observed.texts,
        deletions=tuple(_deletion(policy, deletion) for deletion in observed.deletions),
        held=observed.held,
        findings=observed.findings,
        permits_issued=observed.permits_issued,
        permits_spent=observed.permits_spent,
    )


def _rules(policy: Policy, observed: Observed) -> tuple[RuleCount, ...]:
    """Count by rule: a decision that several rules made counts for each of them."""
    allowed: dict[str, int] = {}
    refused: dict[str, int] = {}
    clauses: dict[str, tuple[str, ...]] = {}
    for count in observed.decisions:
        counts = allowed if count.allowed else refused
        for rule in count.rules or (DEFAULT,):
            counts[rule] = counts.get(rule, 0) + count.count
            clauses.setdefault(rule, count.clauses)
    lines = []
    for rule in sorted({*allowed, *refused}, key=lambda rule: (-refused.get(rule, 0), -allowed.get(rule, 0), rule)):
        if rule in policy.activities:
            kind, label, of = "activity", policy.activities[rule].label, tuple(policy.activities[rule].clauses)
        elif rule in policy.prohibitions:
            kind, label, of = "prohibition", policy.prohibitions[rule].label, tuple(policy.prohibitions[rule].clauses)
        elif rule == DEFAULT:
            kind, label, of = DEFAULT, "what no activity allows is refused", ()
        else:
            kind, label, of = "not in this version", plain(rule), clauses[rule]
        lines.append(RuleCount(rule, label, kind, allowed.get(rule, 0), refused.get(rule, 0), of))
    return tuple(lines)


def _clauses(policy: Policy, observed: Observed) -> tuple[ClauseCount, ...]:
    """Count by clause, in the order of the text: a decision counts for each clause that it rests on."""
    named = {clause for count in observed.decisions for clause in count.clauses}
    return tuple(
        ClauseCount(
            clause,
            sum(count.count for count in observed.decisions if count.allowed and clause in count.clauses),
            sum(count.count for count in observed.decisions if not count.allowed and clause in count.clauses),
        )
        for clause in in_order(policy.clauses, named)
    )


def _deletion(policy: Policy, deletion: DeletionCount) -> DeletionLine:
    rule = policy.retention.get(deletion.rule)
    # The time that a person was promised: that of the first event, or the latest moment where the event is at once.
    seconds = (rule.keep_seconds or rule.ceiling_seconds) if rule else 0
    late = deletion.lateness

    def share(value: float) -> float | None:
        return max(0.0, 1 + value / seconds) if seconds else None

    category = policy.categories.get(deletion.category)
    return DeletionLine(
        category=deletion.category,
        label=category.label if category else plain(deletion.category),
        rule=deletion.rule,
        allowed_seconds=seconds,
        lateness=late,
        share_p50=share(late.p50),
        share_p95=share(late.p95),
        share_longest=share(late.longest),
    )
