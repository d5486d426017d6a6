"""What is promised and what keeps it: V01 to V03, M01, M02."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from governance.policy.checks.case import Case
from governance.policy.checks.dead import cells_of, forbids
from governance.policy.checks.entries import found
from governance.policy.core import CellKey, Prohibition
from governance.policy.cubes import Region
from governance.policy.goals import Goal
from governance.policy.parse import TEXT
from governance.policy.problems import Mark, Problem
from governance.policy.regions import allowed
from governance.policy.surface import surface

ABSOLUTE: Final = re.compile(
    r"\b(?:never|always|only|solely|exclusively|will|nobody|no one|nothing|none|neither|nor|(?:do|does|did|will) not"
    r"|don't|doesn't|won't)\b",
    re.IGNORECASE,
)

_REVIEW: Final = "review the difference, then write surface.lock anew."
_SECTIONS: Final = {"permits": "activities", "requirements": "prohibitions", "retention": "retention"}
"""Headings of surface.lock, and the sections of the rules that stand below."""


def vacuous(case: Case) -> Iterator[Problem]:
    """V01: a promise about requests that nothing ever permits, under no value of any parameter."""
    cells = {key for rule in case.policy.activities.values() for key in cells_of(rule)}
    for goal in case.goals:
        if any(goal.scope.covers(*key) for key in cells):
            continue
        never = goal.kind == "never"
        message = f"{goal.id} speaks of requests that no activity permits" + (
            ": it rests on there being no such activity." if never else "; it says nothing."
        )
        fix = "keep it as a guard rail." if never else "let it speak of something that is done."
        yield found(case.document, "promises", goal.id, "V01", message, fix, severity="info" if never else "error")


def unpromised(case: Case) -> Iterator[Problem]:
    """V02: a sentence that says never, only or always is proved, or it is said what else keeps it."""
    document = case.document
    kept = {name for promise in document.promises.values() for name in promise.quote_of}
    kept |= {*document.kept_elsewhere, *document.informational}
    for clause in document.clauses:
        match = ABSOLUTE.search(clause.text)
        if match and not clause.heading and clause.id not in kept:
            mark = Mark(TEXT, clause.line)
            message = f"clause {clause.number} says “{match[0]}”, and no promise holds us to it."
            fix = f"add a promise with `quote_of: [{clause.id}]`, or say under `kept_elsewhere` what keeps it."
            yield Problem(mark.file, mark.line, mark.column, "V02", "error", message, fix, clause.id)


def copied(case: Case) -> Iterator[Problem]:
    """V03: a promise that says what one prohibition says, and so can only prove that the prohibition is there."""
    for goal in case.goals:
        if goal.kind != "never" or goal.withdrawn:
            continue
        meant = case.space.minus(case.space.of(goal.where), case.space.of(goal.where_not))
        for rule in case.policy.prohibitions.values():
            if rule.enabled and rule.scope == goal.scope and _same(case, meant, _forbidden(case, rule)):
                message = f"{goal.id} says the same as {rule.id}."
                fix = "keep it if it states what its sentence says; else state that."
                yield found(case.document, "promises", goal.id, "V03", message, fix)


def unguarded(case: Case) -> Iterator[Problem]:
    """M01: a prohibition without which more would be allowed and no promise broken."""
    for rule in case.policy.prohibitions.values():
        opened = [key for key in case.policy.table if rule.enabled and forbids(case, rule.id, key)]
        if opened and not any(_breaks(case, rule, key) for key in opened):
            message = f"without {rule.id} `{' '.join(opened[0])}` would be allowed, and no promise would be broken."
            fix = "add a promise for its sentence."
            yield found(case.document, "prohibitions", rule.id, "M01", message, fix)


def unreviewed(case: Case) -> Iterator[Problem]:
    """M02: every rule, and every cell that one permits, is as it was reviewed in surface.lock."""
    if case.lock is None:
        return
    reviewed, present = dict.fromkeys(case.lock.splitlines()), dict.fromkeys(surface(case.policy).splitlines())
    # What is no longer there counts too: a prohibition that is off and narrowed only takes lines away.
    other = [line for line in (*present, *reviewed) if line not in present or line not in reviewed]
    for section in ("activities", "prohibitions", "retention"):
        for name in getattr(case.policy, section):
            lines = [line for line in other if line.startswith(f"{name} ")]
            if section == "activities":
                permitted = re.compile(rf"[^|]* \| ([^|]*,)?{re.escape(name)}(,[^|]*)? \| [^|]* \| ")
                lines += [line for line in other if permitted.match(line)]
            if lines:
                place = "cookies" if name in case.document.cookies else section
                where = "now" if lines[0] in present else "there"
                message = f"{name} is not as it stands in surface.lock; {where}: “{lines[0]}”."
                yield found(case.document, place, name, "M02", message, _REVIEW)
    for section, line in _rules_of(case.lock):
        name = line.partition(" ")[0]
        if name not in getattr(case.policy, section):
            message = f"{name} is no longer there and stands in surface.lock: “{line}”."
            # It has no place in the files any more.
            yield replace(found(case.document, "policy", "", "M02", message, _REVIEW), about=name)


def _rules_of(lock: str) -> Iterator[tuple[str, str]]:
    """Give the section and the line of every rule in surface.lock."""
    for part in lock.split("\n\n"):
        heading, *lines = part.splitlines()
        section = _SECTIONS.get(heading.removeprefix("# ").split(":")[0])
        if section:
            yield from ((section, line) for line in lines if line)


def _breaks(case: Case, rule: Prohibition, key: CellKey) -> bool:
    rules = case.policy.table[key]
    others = [other for other in rules.requirements if other.id != rule.id]
    opened = case.space.minus(allowed(case.space, rules.permits, others), case.regions[key])
    return any(_broken(case, goal, key, opened) for goal in case.goals if goal.scope.covers(*key))


def _broken(case: Case, goal: Goal, key: CellKey, opened: Region) -> bool:
    if goal.kind == "always_oblige":
        return not goal.obliged(key[1])
    if goal.kind != "never":
        return False
    meant = case.space.both(opened, case.space.of(goal.condition(key[2])))
    return bool(case.space.minus(meant, case.space.of(goal.where_not)))


def _forbidden(case: Case, rule: Prohibition) -> Region:
    return case.space.minus((case.space.full,), case.space.of(rule.guard))


def _same(case: Case, one: Region, other: Region) -> bool:
    return case.space.covers(one, other) and case.space.covers(other, one)
