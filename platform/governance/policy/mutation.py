"""Is the policy guarded? Every rule is weakened in every single way, and something must notice each time.

A mutant that lets more happen must break a promise, or at least change `surface.lock`, which people review; one that
changes no answer is no loss, and that is proved by trying everything. What nothing notices is a survivor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, cast

from governance.policy.core import Activity, CellKey, Policy, Prohibition, Rules, Scope
from governance.policy.guards import ALWAYS, AllOf, AnyOf, Atom, Guard
from governance.policy.quotient import Quotient, Space
from governance.policy.surface import surface
from governance.policy.table import compile_table
from governance.policy.weakening import Rule, Weaker, weaker_activities, weaker_prohibitions, weaker_retention
from governance.policy.worlds import WORLD, Theory, unbound
from governance.retention import RetentionRule

Fate = Literal["promise", "equivalent", "surface", "survivor"]
Kind = Literal["activity", "prohibition", "retention"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One weakened rule and what noticed it; `promises` are those it breaks."""

    rule: str
    kind: Kind
    how: str
    detail: str
    fate: Fate
    promises: tuple[str, ...]


def mutate(policy: Policy, theory: Theory, *, scopes: bool = True) -> Iterator[Mutant]:
    """Weaken every rule in every single way and tell what became of each mutant; `scopes` adds those of scope."""
    desk = _Desk(policy, theory)
    for weaker in _weaker(policy, theory, scopes=scopes):
        yield desk.judge(weaker)


def _weaker(policy: Policy, theory: Theory, *, scopes: bool) -> Iterator[Weaker]:
    known = {"actions": policy.actions, "categories": policy.categories, "recipients": policy.recipients}
    for prohibition in policy.prohibitions.values():
        yield from weaker_prohibitions(prohibition, theory.facts, scopes=scopes)
    for activity in policy.activities.values():
        yield from weaker_activities(activity, theory.facts, known, scopes=scopes)
    for retention in policy.retention.values():
        yield from weaker_retention(retention)


class _Desk:
    """Judges the mutants of one policy; the policy's own answers are worked out once."""

    def __init__(self, policy: Policy, theory: Theory) -> None:
        self.policy = policy
        self.theory = theory
        self.quotient = Quotient(theory.facts, theory.rules)
        self.surface = _lines(policy)

    def judge(self, weaker: Weaker) -> Mutant:
        rule, now = weaker.rule, weaker.now
        kind: Kind
        if isinstance(rule, RetentionRule):
            kind, (broken, same) = "retention", self._dates(rule, now)
        else:
            kind = "activity" if isinstance(rule, Activity) else "prohibition"
            broken, same = self._answers(rule, now)
            same = same and weaker.how != "duty"
        fate: Fate = "promise" if broken else "equivalent" if same else "survivor"
        if fate == "survivor" and _lines(self._weakened(rule, now)) != self.surface:
            fate = "surface"
        return Mutant(rule.id, kind, weaker.how, weaker.detail, fate, broken)

    def _dates(self, rule: RetentionRule, now: Rule | None) -> tuple[tuple[str, ...], bool]:
        """Find the promises that later dates break, and whether all dates are as they were."""
        if not isinstance(now, RetentionRule) or (now.triggers, now.of) == (rule.triggers, rule.of):
            return (), True
        broken = set()
        for goal in self.theory.goals:
            forms = [_later(form, rule, now) if form.id == rule.id else form for form in goal.retention]
            if goal.kind == "always_oblige":
                outcome = self.quotient.try_all(replace(goal, retention=tuple(forms)))
                broken |= {goal.id} if outcome.broken_by else set()
        return tuple(sorted(broken)), False

    def _answers(self, rule: Activity | Prohibition, now: Rule | None) -> tuple[tuple[str, ...], bool]:
        """Find the promises that other answers break, and whether nothing more is allowed than before."""
        rules = self._changed(rule, now)
        mutant = Quotient(self.theory.facts, rules)
        touched = _touched(rule.scope, now)
        cells = [cell for cell in mutant.cells if any(scope.covers(*cell) for scope in touched)]
        cells = list({(mutant.shape_key(cell), self.quotient.shape_key(cell), *cell): cell for cell in cells}.values())
        wider = [cell for cell in cells if self._more(mutant, cell)]
        if not wider:
            return (), True
        broken = {goal.id for goal in self.theory.goals if mutant.try_all(goal, wider).broken_by}
        return tuple(sorted(broken)), False

    def _more(self, mutant: Quotient, cell: CellKey) -> bool:
        """Tell whether some request of a cell is newly allowed."""
        before, after = self.quotient.shape(cell), mutant.shape(cell)
        space = Space(self.theory.facts, (*before.guards, *after.guards))
        return bool(after.allowed(space) & ~before.allowed(space))

    def _changed(self, rule: Activity | Prohibition, now: Rule | None) -> Rules:
        """Put the weaker rule into every world in which the rule stands as it does in the policy."""
        rules = self.theory.rules
        if isinstance(rule, Activity):
            permits: dict[str, Activity] = {}
            for key, form in rules.activities.items():
                bound, own = unbound(form.guard)
                if (form.id, form.scope, own) != (rule.id, rule.scope, rule.guard):
                    permits[key] = form
                else:
                    more = cast(Activity, now)  # a permit that is dropped would be no weakening
                    guard = more.guard if bound == ALWAYS else AllOf((bound, more.guard))
                    permits[key] = replace(more, guard=guard, enabled=True)
            return replace(rules, activities=permits)
        required: dict[str, Prohibition] = {}
        for key, held in rules.prohibitions.items():
            own, elsewhere = _apart(held.guard)
            if (held.id, held.scope, own) != (rule.id, rule.scope, rule.guard):
                required[key] = held
            elif isinstance(now, Prohibition):
                guard = AnyOf((now.guard, *elsewhere)) if elsewhere else now.guard
                required[key] = replace(now, guard=guard, enabled=True)
        return replace(rules, prohibitions=required)

    def _weakened(self, rule: Rule, now: Rule | None) -> Policy:
        """Give the policy as it is written, with the weaker rule in it."""
        policy = self.policy
        activities, prohibitions, retention = dict(policy.activities), dict(policy.prohibitions), dict(policy.retention)
        if isinstance(now, Activity):
            activities[rule.id] = now
        elif isinstance(now, Prohibition):
            prohibitions[rule.id] = now
        elif isinstance(now, RetentionRule):
            retention[rule.id] = now
        else:
            prohibitions.pop(rule.id, None)
        rules = Rules(policy.facts, policy.recipients, activities, prohibitions, retention)
        return replace(
            policy,
            activities=MappingProxyType(activities),
            prohibitions=MappingProxyType(prohibitions),
            retention=MappingProxyType(retention),
            table=compile_table(rules),
        )


def _touched(scope: Scope, now: Rule | None) -> tuple[Scope, ...]:
    return (scope, now.scope) if isinstance(now, Activity | Prohibition) else (scope,)


def _apart(guard: Guard) -> tuple[Guard, tuple[Atom, ...]]:
    """Take a prohibition's condition apart into what its author wrote and the worlds in which it does not stand."""
    if isinstance(guard, AnyOf) and len(guard.parts) == 2:
        own, elsewhere = guard.parts
        if isinstance(elsewhere, Atom) and elsewhere.fact == WORLD:
            return own, (elsewhere,)
    return guard, ()


def _later(form: RetentionRule, rule: RetentionRule, now: RetentionRule) -> RetentionRule:
    """Weaken another world's form of a retention rule in the same way."""
    return replace(
        form,
        keep_seconds=form.keep_seconds if now.keep_seconds == rule.keep_seconds else now.keep_seconds,
        ceiling_seconds=form.ceiling_seconds if now.ceiling_seconds == rule.ceiling_seconds else now.ceiling_seconds,
        also_after=tuple(pair for pair in form.also_after if pair[0] in {event for event, _ in now.also_after}),
        of=now.of,
    )


def _lines(policy: Policy) -> tuple[str, ...]:
    """Give the surface without the line of the digest, which any change of a word changes."""
    return tuple(line for line in surface(policy).splitlines() if not line.startswith("digest "))
