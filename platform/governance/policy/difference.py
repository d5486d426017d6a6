"""What a new version of a policy changes: every request that is answered otherwise, in as few sentences as possible.

The requests are found exactly, cell by cell, as unions of cubes (see `cubes`): nothing that changed is left out and
nothing else is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from governance.policy import changes
from governance.policy.behind import Behind, cells_of
from governance.policy.changes import ClauseChange, Term, Word
from governance.policy.core import Activity, CellKey, CellRules, Policy, Scope
from governance.policy.cubes import Cube, Region, Space
from governance.policy.goals import Goal
from governance.policy.guards import atoms
from governance.policy.regions import allowed_in, boxes, decisive, permitted, space_of

Cells = dict[CellKey, Region]

ALWAYS_MATERIAL: Final = ("newly_allowed", "obligation_weakened", "new_category", "new_purpose", "new_recipient")
"""What is material where the policy itself says nothing about changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """Requests answered otherwise: every cell of the scope, in every combination of the facts' values.

    Facts that are not named may be anything. `rules` are those behind the change, `clauses` the sentences they
    cite, `breaks` the promises of the new version that such a request breaks.
    """

    scope: Scope
    facts: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that requests allowed by both versions lost or gained, or whose date moved.

    `duty` is a flag, or an event when it is a deadline; then `before` and `after` are seconds, None without one.
    """

    duty: str
    deadline: bool
    scope: Scope
    facts: Mapping[str, tuple[str, ...]]
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that a new version changes; `old` and `new` are the two versions.

    `unwritten` are rules that changed while every sentence they cite stayed as it was: an error, the text must
    change too. `reasons` are the kinds of change, `material` whether people must be told before, `notice_days`
    how long before, `stale_consents` the consents that have to be asked for again.
    """

    old: Policy
    new: Policy
    allowed: tuple[Change, ...]
    denied: tuple[Change, ...]
    weakened: tuple[DutyChange, ...]
    strengthened: tuple[DutyChange, ...]
    terms: tuple[Term, ...]
    vocabulary: tuple[Word, ...]
    text: tuple[ClauseChange, ...]
    unwritten: tuple[str, ...]
    reasons: tuple[str, ...]
    material: bool
    notice_days: int
    stale_consents: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the two versions are the same in rules and words, and no consent has to be asked for again."""
        return not (self.reasons or self.text or self.vocabulary or self.terms or self.stale_consents)


def difference(old: Policy, new: Policy, goals: Iterable[Goal] = ()) -> Difference:
    """Compare two versions; with the goals of the new one also say which promises the new requests break."""
    space = space_of(old.facts, new.facts)
    gained, lost, weaker, stronger = _compared(space, old, new)
    stated = tuple(goals)
    allowed_changes = tuple(_changes(space, gained, Behind(space, new, old, stated)))
    denied_changes = tuple(_changes(space, lost, Behind(space, old, new, (), denied=True)))
    weakened = (*_flags(space, weaker), *_deadlines(old, new, longer=True))
    strengthened = (*_flags(space, stronger), *_deadlines(old, new, longer=False))
    touched = {**gained}
    for cells in (lost, *weaker.values(), *stronger.values()):
        for key, region in cells.items():
            touched[key] = (*touched.get(key, ()), *region)
    terms = changes.terms(old, new)
    words = changes.vocabulary(old, new)
    moved = changes.moved_rules(space, old, new, touched)
    text = changes.text(old, new, moved)
    reasons = _reasons(allowed_changes, denied_changes, weakened, strengthened, terms, words)
    material = bool(set(reasons) & _material_if(old, new))
    return Difference(
        old=old,
        new=new,
        allowed=allowed_changes,
        denied=denied_changes,
        weakened=weakened,
        strengthened=strengthened,
        terms=terms,
        vocabulary=words,
        text=text,
        unwritten=changes.unwritten(old, new, moved, text),
        reasons=reasons,
        material=material,
        notice_days=_notice_days(old, new) if material else 0,
        stale_consents=_stale(space, old, new, gained),
    )


def _compared(space: Space, old: Policy, new: Policy) -> tuple[Cells, Cells, dict[str, Cells], dict[str, Cells]]:
    """Give what is newly allowed and newly denied, and by flag what lost it and gained it, cell by cell."""
    gained: Cells = {}
    lost: Cells = {}
    weaker: dict[str, Cells] = {}
    stronger: dict[str, Cells] = {}
    for key in sorted({*old.table, *new.table}):
        before, after = old.table.get(key), new.table.get(key)
        if decisive(before) == decisive(after) and _duties(before) == _duties(after):
            continue
        was, is_ = allowed_in(space, before), allowed_in(space, after)
        if more := space.minus(is_, was):
            gained[key] = more
        if less := space.minus(was, is_):
            lost[key] = less
        if before is None or after is None or _duties(before) == _duties(after):
            continue
        both = space.both(was, is_)
        for flag in sorted({duty for rule in (*before.permits, *after.permits) for duty in rule.duties}):
            had = permitted(space, (rule for rule in before.permits if flag in rule.duties))
            has = permitted(space, (rule for rule in after.permits if flag in rule.duties))
            if dropped := space.both(both, space.minus(had, has)):
                weaker.setdefault(flag, {})[key] = dropped
            if added := space.both(both, space.minus(has, had)):
                stronger.setdefault(flag, {})[key] = added
    return gained, lost, weaker, stronger


def _duties(rules: CellRules | None) -> frozenset[tuple[object, frozenset[str]]]:
    return frozenset((rule.guard, rule.duties) for rule in rules.permits) if rules else frozenset()


def _grouped(space: Space, cells: Cells) -> Iterable[tuple[Scope, Cube]]:
    """Describe regions by as few cubes over as many cells as possible; their union is exactly the regions."""
    needed: dict[Cube, list[CellKey]] = {}
    described: dict[Region, Region] = {}
    for key, region in cells.items():
        if region not in described:
            described[region] = space.maximal(region)
        for cube in described[region]:
            needed.setdefault(cube, []).append(key)
    for cube in sorted(needed, key=lambda found: (-len(needed[found]), -found.bit_count(), found)):
        reached = [key for key, region in cells.items() if space.inside(cube, region)]
        for scope in boxes(needed[cube], reached):
            yield scope, cube


def _changes(space: Space, cells: Cells, behind: Behind) -> Iterable[Change]:
    order = {clause: n for n, clause in enumerate((*behind.here.clauses, *behind.there.clauses))}
    for scope, cube in _grouped(space, cells):
        rules = behind.rules(scope, cube)
        cited = {clause for rule in rules for clause in rule.clauses}
        yield Change(
            scope,
            space.choice(cube),
            tuple(rule.id for rule in rules),
            tuple(sorted(cited, key=lambda clause: order.get(clause, -1))),
            behind.broken(scope, cube),
        )


def _flags(space: Space, cells: Mapping[str, Cells]) -> Iterable[DutyChange]:
    for flag in sorted(cells):
        for scope, cube in _grouped(space, cells[flag]):
            yield DutyChange(flag, deadline=False, scope=scope, facts=space.choice(cube))


def _deadlines(old: Policy, new: Policy, *, longer: bool) -> Iterable[DutyChange]:
    """Give the dates that moved, for cells that both versions can allow; none counts as the latest of all."""
    moved: dict[tuple[str, int | None, int | None], list[CellKey]] = {}
    for key in sorted(old.table.keys() & new.table.keys()):
        before, after = old.table[key].deadlines.delete_by, new.table[key].deadlines.delete_by
        for event in sorted({*before, *after}):
            was, is_ = before.get(event), after.get(event)
            late = is_ is None or (was is not None and is_ > was)
            if was != is_ and late == longer:
                moved.setdefault((event, was, is_), []).append(key)
    for (event, was, is_), keys in moved.items():
        for scope in boxes(keys):
            yield DutyChange(event, deadline=True, scope=scope, facts={}, before=was, after=is_)


def _reasons(
    allowed: tuple[Change, ...],
    denied: tuple[Change, ...],
    weakened: tuple[DutyChange, ...],
    strengthened: tuple[DutyChange, ...],
    terms: tuple[Term, ...],
    words: tuple[Word, ...],
) -> tuple[str, ...]:
    found = {f"new_{word.kind}" for word in words if word.added}
    found |= {reason for term in terms for reason in term.reasons}
    stated = {"newly_allowed": allowed, "newly_denied": denied, "obligation_strengthened": strengthened}
    found |= {reason for reason, which in {**stated, "obligation_weakened": weakened}.items() if which}
    found |= {"retention_longer" for change in weakened if change.deadline}
    found |= {"retention_shorter" for change in strengthened if change.deadline}
    return tuple(sorted(found))


def _material_if(old: Policy, new: Policy) -> set[str]:
    """Give what makes a change material: what either version says, so that no version can exempt itself."""
    stated = [policy.change_notification for policy in (old, new) if policy.change_notification is not None]
    return set(chain.from_iterable(rules.material_if for rules in stated)) or set(ALWAYS_MATERIAL)


def _notice_days(old: Policy, new: Policy) -> int:
    return max((policy.change_notification.then.notice_days for policy in (old, new) if policy.change_notification),
               default=0)  # fmt: skip


def _stale(space: Space, old: Policy, new: Policy, gained: Cells) -> tuple[str, ...]:
    """Give the consents with which more is done than before: they were given to something else.

    That a rule covers more counts only where the new version allows anything at all.
    """
    found = []
    for name, consent in new.consents.items():
        if name not in old.consents:
            continue
        before, after = (
            {key for rule in _resting(policy, name) for key in cells_of(rule.scope)} for policy in (old, new)
        )
        more = any(
            space.both(region, space.of(rule.guard))
            for key, region in gained.items()
            for rule in _resting(new, name)
            if rule.scope.covers(*key)
        )
        wider = any(allowed_in(space, new.table.get(key)) for key in after - before)
        if wider or more or consent.purpose != old.consents[name].purpose:
            found.append(name)
    return tuple(found)


def _resting(policy: Policy, consent: str) -> list[Activity]:
    fact = f"consent.{consent}"
    return [
        rule
        for rule in policy.activities.values()
        if rule.enabled and any(atom.fact == fact and "given" in atom.values for atom in atoms(rule.guard))
    ]
