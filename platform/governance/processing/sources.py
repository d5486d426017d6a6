"""Where a category of data comes from, as the policy's own text orders it."""

from governance.policy import Policy
from governance.processing.record import Entry, Gap, Stated

_OWN_WORK = frozenset({"dpv:RecordsOfActivities", "dpv:ConsentRecord"})


def sources_of(policy: Policy, category: str) -> tuple[Entry, ...]:
    """Say where a category comes from: what it is made from, the service itself, or the heading it is named under.

    The heading is the deepest one above a clause of the category.
    """
    term = policy.categories[category]
    if term.derived_from:
        labels = (policy.categories[name].label for name in term.derived_from if name in policy.categories)
        return tuple(Stated(label, "it is made from this: policy, vocabulary") for label in labels)
    if term.dpv in _OWN_WORK and policy.controller.name:
        return (Stated(policy.controller.name, "the service writes it while it works"),)
    heading, number = _heading(policy, category)
    if heading:
        return (Stated(heading, f"policy, heading above clause {number}"),)
    return (Gap("5(1)", f"where “{term.label}” comes from", "Name the category under a heading that says it."),)


def _heading(policy: Policy, category: str) -> tuple[str, str]:
    """Give the deepest heading above one of a category's clauses, and the clause's number; the first of equals."""
    above = {clause.number: clause.text for clause in policy.clauses.values() if clause.heading}
    found: tuple[int, str, str] = (0, "", "")
    for name in policy.categories[category].clauses:
        number = policy.clauses[name].number if name in policy.clauses else ""
        parts = number.split(".")
        for size in range(len(parts) - 1, found[0], -1):
            if heading := above.get(".".join([*parts[:size], "0"])):
                found = (size, heading, number)
                break
    return found[1], found[2]
