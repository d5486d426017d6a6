"""Everything that is kept has an end that comes: K01 to K09."""

from collections.abc import Iterator
from typing import Final

from governance.policy.checks.case import Case
from governance.policy.checks.entries import found
from governance.policy.core import Rules
from governance.policy.cubes import Cube, Region
from governance.policy.document import Document
from governance.policy.problems import Problem, suggestion
from governance.terms import duration_in_words

LEGAL_DUTY: Final = "6(1)(c)"


def retention(document: Document, rules: Rules) -> Iterator[Problem]:
    """Find what is kept without a limit, without one that surely comes, or under two rules: K01 to K03, K07."""
    for name, source in document.retention.items():
        if source.ceiling is None:
            message = f"{name} has no ceiling: it would wait for {source.after}."
            yield found(document, "retention", name, "K02", message, "add `ceiling: {event: data.created, keep: …}`.")
        elif (event := document.events.get(source.ceiling.event)) is not None and not event.at_birth:
            message = f"the ceiling of {name} hangs on `{source.ceiling.event}`, which may never happen."
            yield found(document, "retention", name, "K03", message, "take an event that is `at_birth`.", "ceiling")
    if document.names["retention"] != set(rules.retention):
        return  # a rule that could not be read may cover what seems uncovered
    kept: dict[str, str] = {}
    for rule in rules.retention.values():
        for category in rule.of:
            if category in kept:
                message = f"`{category}` has two retention rules, {kept[category]} and {rule.id}."
                yield found(document, "retention", rule.id, "K07", message, "keep one.", "of")
            kept.setdefault(category, rule.id)
    for activity in rules.activities.values():
        if activity.actions & {"collect", "store"}:
            for category in sorted(activity.categories - set(kept)):
                message = f"{activity.id} keeps `{category}`, which has no retention rule."
                fix = "add the category to a rule in retention.yaml."
                yield found(document, "activities", activity.id, "K01", message, fix, "on")


def endings(document: Document) -> Iterator[Problem]:
    """See that an event such as job.ended stands for every way in which its fact can end: K04."""
    for name, event in document.events.items():
        if event.ends is None:
            continue
        fact = document.facts.get(event.ends.fact)
        if fact is None:
            message = f"there is no fact `{event.ends.fact}`."
            yield found(document, "events", name, "R03", message, "name a declared fact.", "ends")
            continue
        named = [*event.ends.running, *event.ends.ended]
        for value in fact.values:
            if named.count(value) != 1:
                message = f"`{name}` does not say once whether {event.ends.fact} `{value}` is an end."
                fix = "put every value under either `running` or `ended`."
                yield found(document, "events", name, "K04", message, fix, "ends")
        for value in named:
            if value not in fact.values:
                fix = suggestion(value, fact.values, "remove it.")
                message = f"`{event.ends.fact}` is never `{value}`."
                yield found(document, "events", name, "R04", message, fix, "ends")


def derived(case: Case) -> Iterator[Problem]:
    """K05: what is made from other data outlives it only where a sentence of its own says so."""
    kept = {category: rule for rule in case.policy.retention.values() for category in rule.of}
    for name, category in case.document.categories.items():
        for source in category.derived_from:
            mine, theirs = kept.get(name), kept.get(source)
            if mine is None or theirs is None or mine.ceiling_seconds <= theirs.ceiling_seconds:
                continue
            if not set(mine.clauses) - set(theirs.clauses):
                span = duration_in_words(mine.ceiling_seconds)
                message = f"`{name}` is kept for {span}, longer than `{source}` of which it is made."
                fix = "keep it no longer, or cite the sentence that says that it is."
                yield found(case.document, "retention", mine.id, "K05", message, fix)


def holds(case: Case) -> Iterator[Problem]:
    """K08: it is said whether a legal dispute suspends a deletion."""
    for name, source in case.document.retention.items():
        if source.legal_hold is None:
            message = f"{name} does not say what a legal hold does; deletion goes on."
            fix = "write `legal_hold: ignored` or `legal_hold: suspends`."
            yield found(case.document, "retention", name, "K08", message, fix)


def erasable(case: Case) -> Iterator[Problem]:
    """K09: the person can have erased what is held about them, unless the law makes us hold it."""
    for name in case.document.categories:
        if not case.holding(name) or bound_by_law(case, name) or owners_region(case, "erase", name):
            continue
        message = f"`{name}` is held, and nothing lets its owner have it erased."
        fix = "add it to the activity that carries out the right to erasure."
        yield found(case.document, "categories", name, "K09", message, fix)


def bound_by_law(case: Case, category: str) -> bool:
    """Tell whether all who hold a category do so because the law makes them."""
    holding = [rule for rule in case.holding(category) if "store" in rule.actions] or case.holding(category)
    return all(case.rests_on(rule, LEGAL_DUTY) for rule in holding)


def owners_region(case: Case, action: str, category: str) -> Region:
    """Give when the proven owner may act on a category in the best of circumstances, for whatever purpose.

    Circumstances are best when nothing technical stands in the way: an encrypted connection, the right place.
    """
    regions = (region for key, region in case.regions.items() if key[:2] == (action, category))
    return case.space.both((in_the_best_case(case),), tuple(cube for region in regions for cube in region))


def in_the_best_case(case: Case) -> Cube:
    """Give the circumstances in which nothing technical stands in the way of the proven owner."""
    return case.space.cube(BEST)


BEST: Final = {
    "actor.role": ("owner",),
    "identity.verified": ("true",),
    "tenant.match": ("true",),
    "channel.encrypted": ("true",),
    "infra.approved": ("true",),
    "transfer.zone": ("local",),
    "data.overdue": ("false",),
    # What a legal hold keeps may be refused to its owner (GDPR Art. 17(3)(b) and (e)).
    "legal.hold": ("false",),
}
