"""Words that are used, and facts, parameters and duties that somebody stands behind: R05, R06, U01 to U06."""

from collections.abc import Iterator, Mapping

from governance.policy.checks.case import Case
from governance.policy.checks.entries import found
from governance.policy.document import Document
from governance.policy.problems import Problem, problem, suggestion
from governance.terms import UNKNOWN


def parameters(document: Document) -> Iterator[Problem]:
    """Find parameters that no rule uses; a number that is only said in the text would bind nobody."""
    used = {name for name, _ in document.parameter_uses}
    for name in document.parameters:
        if name not in used:
            spoken = " though the text speaks of it" if name in document.spoken_parameters else ""
            fix = f"use it as `${name}`, or remove it."
            message = f"the parameter `{name}` reaches no rule{spoken}."
            yield found(document, "parameters", name, "U04", message, fix)


def facts(document: Document, supplied: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Find facts, and values of facts, that nobody can ever tell."""
    for name, fact in document.facts.items():
        tree, path = document.place("facts", name)
        if UNKNOWN in fact.values:
            yield problem(
                tree.key((*path, "values", UNKNOWN)),
                "R06",
                f"`unknown` is a value of every fact, so of `{name}` too.",
                "leave it out here; say how it reads under `unknown:`.",
            )
        if name not in supplied:
            fix = suggestion(name, supplied, "supply it in governance/facts.py first.")
            yield problem(tree.key(path), "U06", f"nobody supplies the fact `{name}`.", fix)
            continue
        for value in fact.values:
            if value != UNKNOWN and value not in supplied[name]:
                fix = suggestion(value, supplied[name], f"it can be {', '.join(supplied[name])}.")
                yield problem(tree.key((*path, "values", value)), "U06", f"`{name}` is never `{value}`.", fix)


def lineage(document: Document) -> Iterator[Problem]:
    """Find categories that are, through others, derived from themselves."""
    sources = {name: set(category.derived_from) for name, category in document.categories.items()}
    for name in sorted(sources):
        reached: set[str] = set()
        frontier = set(sources[name])
        while frontier:
            reached |= frontier
            frontier = {far for near in frontier for far in sources.get(near, ())} - reached
        if name in reached:
            fix = "take one step out of the circle."
            yield found(document, "categories", name, "R05", f"`{name}` is derived from itself.", fix, "derived_from")


def unused(case: Case) -> Iterator[Problem]:
    """U01 to U03: words that no rule uses though none says so, and words used though they should not be."""
    document = case.document
    for name, category in document.categories.items():
        held = bool(case.holding(name))
        if not held and category.expect != "dormant":
            fix = "remove it, or write `expect: dormant` with the reason in a `note`."
            yield found(document, "categories", name, "U01", f"nothing takes in or holds `{name}`.", fix)
        elif held and category.expect == "dormant":
            fix = "remove `expect: dormant`, or the activity."
            yield found(document, "categories", name, "U01", f"`{name}` is called dormant, yet it is held.", fix)
    purposes = {rule.purpose for rule in case.activities}
    for name, purpose in document.purposes.items():
        if (name in purposes) == (purpose.expect == "dormant"):
            said = "is called dormant, yet an activity has it" if name in purposes else "is the purpose of no activity"
            fix = "remove `expect: dormant`." if name in purposes else "remove it, or write `expect: dormant`."
            yield found(document, "purposes", name, "U02", f"`{name}` {said}.", fix)
    for name, recipient in document.recipients.items():
        reached = bool(case.cells_to(name))
        if reached and recipient.expect == "unreachable":
            fix = "remove `expect: unreachable`, or the activity."
            yield found(document, "recipients", name, "U03", f"`{name}` should get nothing, yet it can.", fix)
        elif not reached and not recipient.clauses and recipient.expect != "unreachable" and recipient.role != "self":
            fix = "remove it, or write `expect: unreachable`."
            yield found(document, "recipients", name, "U03", f"nothing is ever passed to `{name}`.", fix)


def unenforced(case: Case) -> Iterator[Problem]:
    """U05: a duty that an activity imposes is carried out by somebody."""
    if case.enforced is None:
        return
    for name in case.document.duties:
        owing = sorted(rule.id for rule in case.activities if name in rule.duties)
        if owing and name not in case.enforced:
            fix = suggestion(name, case.enforced, "register what carries it out, or switch the activity off.")
            message = f"nothing carries out the duty `{name}`, imposed by {', '.join(owing)}."
            yield found(case.document, "duties", name, "U05", message, fix)
