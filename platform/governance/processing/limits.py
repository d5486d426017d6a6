"""The time limit of a data category as a record states it: a sentence, the seconds, the rule and its clauses."""

from governance.policy import Policy
from governance.processing.record import ErasureLimit, Gap, NoLimit
from governance.processing.words import plain
from governance.retention import RetentionRule
from governance.terms import duration_in_words

BIRTHS = frozenset({"data.received", "data.created"})
"""Events that happen when data comes into being: a ceiling that runs from one of them can be broken by age alone."""

_METHODS = {
    "delete": "it is deleted",
    "crypto_shred_and_delete": "its key is destroyed and it is deleted",
    "anonymise": "everything that points to a person is removed from it",
}


def erasure_limit(policy: Policy, category: str) -> ErasureLimit | NoLimit:
    """Find the time limit of a category; a category without a rule is a gap, never "indefinitely"."""
    try:
        rule = policy.retention_for(category)
    except KeyError:
        missing = f"when “{policy.categories[category].label}” is erased"
        action = "Add a retention rule, or write down why no limit can be given."
        return NoLimit(category, Gap("30(1)(f)", missing, action))
    return ErasureLimit(
        category=category,
        rule=rule.id,
        words=limit_in_words(policy, rule),
        after=((rule.after, rule.keep_seconds), *rule.also_after),
        ceiling_event=rule.ceiling_from,
        ceiling_seconds=rule.ceiling_seconds,
        method=_METHODS.get(rule.then, plain(rule.then)),
        clauses=tuple(rule.clauses),
    )


def limit_in_words(policy: Policy, rule: RetentionRule) -> str:
    """Say a retention rule as a sentence: each event with its time, and the latest moment of all."""

    def moment(name: str, seconds: int) -> str:
        event = policy.events[name].label if name in policy.events else plain(name)
        return f"at once when {event}" if seconds == 0 else f"{duration_in_words(seconds)} after {event}"

    parts = [moment(rule.after, rule.keep_seconds), *(moment(*one) for one in rule.also_after)]
    latest = moment(rule.ceiling_from, rule.ceiling_seconds)
    if parts == [latest]:
        return f"{latest}, whatever happens"
    parts = [part for part in parts if part != latest]
    return f"{'; or '.join(parts)}; at the latest {latest}, whatever happens"


def latest_in_words(policy: Policy, rule: RetentionRule | None) -> str:
    """Say only the latest moment, for a comparison with what was observed."""
    if rule is None:
        return "The policy has a time limit for it."
    event = policy.events[rule.ceiling_from].label if rule.ceiling_from in policy.events else plain(rule.ceiling_from)
    return f"{rule.id}: at the latest {duration_in_words(rule.ceiling_seconds)} after {event}."
