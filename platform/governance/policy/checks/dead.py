"""Rules that do nothing, say a thing twice or fight each other: D01 to D06."""

from collections.abc import Iterator
from itertools import combinations_with_replacement, product

from governance.policy.checks.case import Case
from governance.policy.checks.entries import found, in_rules
from governance.policy.core import Activity, CellKey
from governance.policy.guards import ALWAYS, NEVER
from governance.policy.problems import Problem
from governance.policy.regions import allowed, permitted


def cells_of(activity: Activity) -> list[CellKey]:
    """Give the cells that an activity permits."""
    return list(
        product(sorted(activity.actions), sorted(activity.categories), [activity.purpose], sorted(activity.recipients))
    )


def never(case: Case) -> Iterator[Problem]:
    """D01: an activity that can never be."""
    for activity in case.activities:
        if not case.space.of(activity.guard):
            continue  # D05 tells it
        if not any(allowed(case.space, [activity], case.policy.table[key].requirements) for key in cells_of(activity)):
            key = cells_of(activity)[0]
            stopping = [
                rule.id
                for rule in case.policy.table[key].requirements
                if not case.space.both(case.space.of(activity.guard), case.space.of(rule.guard))
            ]
            message = f"{activity.id} can never be: forbidden by {', '.join(stopping) or 'its prohibitions together'}."
            section = in_rules(case.document, activity.id)
            yield found(case.document, section, activity.id, "D01", message, "remove it, or mend one of the two.")


def idle(case: Case) -> Iterator[Problem]:
    """D02: a prohibition that forbids nothing today; it guards against activities to come."""
    for rule in case.policy.prohibitions.values():
        if rule.enabled and not any(forbids(case, rule.id, key) for key in case.policy.table):
            message = f"{rule.id} forbids nothing that anything permits today; it is a guard rail."
            fix = "keep it if its sentence is to outlive today's activities."
            yield found(case.document, "prohibitions", rule.id, "D02", message, fix)


def forbids(case: Case, prohibition: str, key: CellKey) -> bool:
    """Tell whether more would be allowed in a cell without a prohibition."""
    rules = case.policy.table[key]
    if prohibition not in {rule.id for rule in rules.requirements}:
        return False
    others = [rule for rule in rules.requirements if rule.id != prohibition]
    return not case.space.covers(case.regions[key], allowed(case.space, rules.permits, others))


def shadowed(case: Case) -> Iterator[Problem]:
    """D03: an activity all of which other activities permit, with at least its duties."""
    for activity in case.activities:
        mine = case.space.of(activity.guard)
        behind: set[str] = set()
        for key in cells_of(activity):
            others = [
                rule
                for rule in case.policy.table[key].permits
                if rule.id != activity.id and activity.duties <= rule.duties
            ]
            if not case.space.covers(permitted(case.space, others), mine):
                break
            behind |= {rule.id for rule in others}
        else:
            if mine:
                message = f"all that {activity.id} permits is permitted by {', '.join(sorted(behind))}."
                section = in_rules(case.document, activity.id)
                yield found(case.document, section, activity.id, "D03", message, "remove it.")


def clashing(case: Case) -> Iterator[Problem]:
    """D04: duties that cannot both be met, imposed on one request."""
    excludes = {frozenset({name, other}) for name, duty in case.document.duties.items() for other in duty.excludes}
    for key, rules in case.policy.table.items() if excludes else ():
        for one, other in combinations_with_replacement(rules.permits, 2):
            pairs = [pair for pair in excludes if len(pair & (one.duties | other.duties)) == 2]
            together = case.space.both(case.regions[key], permitted(case.space, [one]))
            if not pairs or not case.space.both(together, permitted(case.space, [other])):
                continue
            names = " and ".join(sorted({one.id, other.id}))
            duties = " and ".join(sorted(pairs[0]))
            message = f"{duties} cannot both be met, and both are imposed by {names}."
            # A cookie imposes no duty, and stands after the activities.
            yield found(case.document, "activities", one.id, "D04", message, "drop one of the duties.")


def impossible(case: Case) -> Iterator[Problem]:
    """D05: a condition that contradicts itself."""
    document = case.document
    for section, key in (("activities", "when"), ("prohibitions", "unless")):
        for name, source in getattr(document, section).items():
            guard = getattr(case.policy, section)[name].guard
            if getattr(source, key) is not None and not case.space.of(guard):
                message = f"the condition of {name} contradicts itself, so it never holds."
                fix = "let one of its facts have the other value too, or use `any`."
                yield found(document, section, name, "D05", message, fix, key)


def at_war(case: Case) -> Iterator[Problem]:
    """D06: a cell that is permitted without condition and forbidden without condition."""
    told = set()
    for key, rules in case.policy.table.items():
        for permit in rules.permits:
            for rule in rules.requirements:
                if permit.guard == ALWAYS and rule.guard == NEVER and (permit.id, rule.id) not in told:
                    told.add((permit.id, rule.id))
                    message = f"{permit.id} always permits `{' '.join(key)}`, and {rule.id} always forbids it."
                    section = in_rules(case.document, permit.id)
                    fix = "let one of the two speak of other cells."
                    yield found(case.document, section, permit.id, "D06", message, fix)
