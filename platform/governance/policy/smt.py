"""The second prover: the same questions put to the z3 solver, over every cell and every value of every fact.

z3 is needed to prove a policy and never to run one, so it is imported when the first question is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any, Final

from governance.errors import ProvisoError
from governance.policy.core import CellKey, Rules, Scope
from governance.policy.goals import Goal
from governance.policy.guards import AllOf, Atom, Guard
from governance.policy.worlds import WORLD, Theory, unbound
from governance.terms import UNKNOWN

DIMENSIONS: Final = ("action", "category", "purpose", "recipient")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The solver's answer: whether a goal holds, and the rules without which this proof would not go through."""

    goal: Goal
    proved: bool
    support: tuple[str, ...]


class Solver:
    """The rules of a theory as formulas; one instance belongs to one thread."""

    def __init__(self, theory: Theory) -> None:
        """Put the rules into formulas. Raises ProvisoError prover-missing without z3."""
        self.z3 = _load()
        self.theory = theory
        self.context = self.z3.Context()
        rules = theory.rules
        spaces = {
            "action": _spoken(rules, theory.goals, 0),
            "category": _spoken(rules, theory.goals, 1),
            "purpose": _spoken(rules, theory.goals, 2),
            "recipient": _spoken(rules, theory.goals, 3),
        }
        self._sorts: dict[str, tuple[Any, dict[str, Any]]] = {}
        for name, values in (*spaces.items(), *theory.facts.items()):
            sort, members = self.z3.EnumSort(name, [f"{name}={value}" for value in values], self.context)
            self._sorts[name] = (sort, dict(zip(values, members, strict=True)))
        self.cell = {name: self._constant(name) for name in DIMENSIONS}
        self.facts = {name: self._constant(name) for name in theory.facts}
        self._equations: dict[tuple[str, str], Any] = {}
        self._allowing: tuple[Any, dict[str, Any]] | None = None
        self._denying: tuple[Any, dict[str, Any]] | None = None

    # ---- formulas ------------------------------------------------------------------------------------------------

    def _constant(self, name: str, mark: str = "") -> Any:
        return self.z3.Const(name + mark, self._sorts[name][0])

    def other_facts(self) -> dict[str, Any]:
        """Give a second set of facts, for statements about two requests."""
        return {name: self._constant(name, "'") for name in self.theory.facts}

    def value(self, name: str, value: str) -> Any:
        """Give the constant of a fact's or a dimension's value."""
        return self._sorts[name][1][value]

    def any(self, parts: Iterable[Any]) -> Any:
        """Say that some part holds; with no parts it never does."""
        return self.z3.Or([*parts, self.z3.BoolVal(False, self.context)])

    def all(self, parts: Iterable[Any]) -> Any:
        """Say that every part holds; with no parts it always does."""
        return self.z3.And([*parts, self.z3.BoolVal(True, self.context)])

    def negated(self, part: Any) -> Any:
        """Say the opposite."""
        return self.z3.Not(part)

    def differ(self, one: Any, other: Any) -> Any:
        """Say that exactly one of two holds."""
        return self.z3.Xor(one, other)

    def refines(self, name: str, learned: Any) -> Any:
        """Say that a fact is as `learned` has it, or was unknown and is now anything."""
        fact = self.facts[name]
        known = self._sorts[name][1]
        return self.any([fact == learned, *([fact == known[UNKNOWN]] if UNKNOWN in known else [])])

    def within(self, scope: Scope) -> Any:
        """Say that the cell lies in a scope."""
        chosen = (scope.actions, scope.categories, scope.purposes, scope.recipients)
        return self.all(
            self.any(self.cell[name] == self.value(name, value) for value in sorted(values))
            for name, values in zip(DIMENSIONS, chosen, strict=True)
            if len(values) < len(self._sorts[name][1])
        )

    def holds(self, guard: Guard, facts: Mapping[str, Any] | None = None) -> Any:
        """Say that a condition holds of the facts."""
        known = self.facts if facts is None else facts
        if isinstance(guard, Atom):
            fact = known[guard.fact]
            return self.any(fact == self.value(guard.fact, value) for value in sorted(guard.values))
        parts = [self.holds(part, known) for part in guard.parts]
        return self.all(parts) if isinstance(guard, AllOf) else self.any(parts)

    def allowed(self, rules: Rules | None = None, facts: Mapping[str, Any] | None = None) -> Any:
        """Say, in the words of the calculus, that the request is allowed: some permit, and every requirement."""
        rules = rules or self.theory.rules
        permits = [rule for rule in rules.activities.values() if rule.enabled]
        requirements = [rule for rule in rules.prohibitions.values() if rule.enabled]
        return self.all(
            [
                self.any(self.all((self.within(rule.scope), self.holds(rule.guard, facts))) for rule in permits),
                *(self.z3.Implies(self.within(rule.scope), self.holds(rule.guard, facts)) for rule in requirements),
            ]
        )

    def meant(self, goal: Goal) -> Any:
        """Say that the request is one that a goal speaks about."""
        parts = [self.within(goal.scope), self.holds(goal.where), self.z3.Not(self.holds(goal.where_not))]
        if goal.withdrawn:
            parts.append(
                self.any(
                    self.all((self.cell["purpose"] == self.value("purpose", purpose), self.holds(guard)))
                    for purpose, guard in goal.withdrawn.items()
                    if purpose in self._sorts["purpose"][1]
                )
            )
        return self.all(parts)

    # ---- questions -----------------------------------------------------------------------------------------------

    def new(self) -> Any:
        """Give an empty solver."""
        return self.z3.Solver(ctx=self.context)

    def impossible(self, *formulas: Any) -> bool:
        """Tell whether no request satisfies the formulas."""
        solver = self.new()
        solver.add(*formulas)
        return bool(solver.check() == self.z3.unsat)

    def prove(self, goal: Goal, world: str | None = None) -> Verdict:
        """Look for a request that breaks the goal, in all worlds or in one; there is none when it is proved."""
        solver, marks = self._denied() if goal.kind == "always_allow" else self._allowed()
        solver.push()
        solver.add(self.meant(goal))
        if world is not None and WORLD in self.facts:
            solver.add(self.facts[WORLD] == self.value(WORLD, world))
        tracked = dict(marks)
        if goal.kind == "always_oblige":
            tracked |= self._dated(solver, goal)
        proved = bool(solver.check(*tracked) == self.z3.unsat)
        needed = self._needed(solver, tracked) if proved else ()
        solver.pop()
        return Verdict(goal, proved, needed)

    def _needed(self, solver: Any, tracked: Mapping[Any, str]) -> tuple[str, ...]:
        """Drop from the solver's core what the proof can do without, one rule after the other."""
        core = {str(mark) for mark in solver.unsat_core()}
        kept = sorted((mark for mark in tracked if str(mark) in core), key=str)
        for mark in tuple(kept):
            fewer = [other for other in kept if str(other) != str(mark)]
            if solver.check(*fewer) == self.z3.unsat:
                kept = fewer
        return tuple(sorted({tracked[mark] for mark in kept}))

    def _allowed(self) -> tuple[Any, dict[Any, str]]:
        """A solver for requests that are allowed; each condition can be switched off to see whether it matters."""
        if self._allowing is None:
            z3, solver, marks = self.z3, self.new(), {}
            permits = []
            for key, rule in self.theory.rules.activities.items():
                mark = marks[key] = z3.Bool(f"activity {key}", self.context)
                bound, own = (self.holds(part) for part in unbound(rule.guard))
                permits.append(self.all((self.within(rule.scope), bound, z3.Or(z3.Not(mark), own))))
            solver.add(self.any(permits))
            for key, prohibition in self.theory.rules.prohibitions.items():
                mark = marks[key] = z3.Bool(f"prohibition {key}", self.context)
                solver.add(z3.Implies(z3.And(mark, self.within(prohibition.scope)), self.holds(prohibition.guard)))
            self._allowing = (solver, self._named(marks))
        return self._allowing

    def _denied(self) -> tuple[Any, dict[Any, str]]:
        """A solver for requests that are denied; each activity can be switched off to see whether it matters."""
        if self._denying is None:
            z3, solver, marks = self.z3, self.new(), {}
            unpermitted = z3.Bool("unpermitted", self.context)
            for key, rule in self.theory.rules.activities.items():
                mark = marks[key] = z3.Bool(f"activity {key}", self.context)
                permits = self.all((self.within(rule.scope), self.holds(rule.guard)))
                solver.add(z3.Implies(z3.And(unpermitted, mark), z3.Not(permits)))
            forbidden = (
                self.all((self.within(rule.scope), z3.Not(self.holds(rule.guard))))
                for rule in self.theory.rules.prohibitions.values()
            )
            solver.add(self.any((unpermitted, *forbidden)))
            self._denying = (solver, self._named(marks))
        return self._denying

    def _named(self, marks: Mapping[str, Any]) -> dict[Any, str]:
        rules = self.theory.rules
        named = {key: rule.id for key, rule in rules.activities.items()}
        named |= {key: rule.id for key, rule in rules.prohibitions.items()}
        return {mark: named[key] for key, mark in marks.items()}

    def _dated(self, solver: Any, goal: Goal) -> dict[Any, str]:
        """Say that no date of deletion is early enough; each retention rule can be switched off.

        A date that no rule sets may be as late as it likes.
        """
        z3, marks = self.z3, {}
        events = sorted({event for rule in goal.retention for event in rule.triggers} | goal.events)
        dates = {event: z3.Int(f"seconds after {event}", self.context) for event in events}
        for rule in goal.retention:
            mark = z3.Bool(f"retention {rule.id}", self.context)
            marks[mark] = rule.id
            kept = self.any(
                self.cell["category"] == self.value("category", name)
                for name in rule.of
                if name in self._sorts["category"][1]
            )
            spans = self.all(dates[event] <= span for event, span in rule.triggers.items())
            solver.add(z3.Implies(z3.And(mark, kept), spans))
        solver.add(*(dates[event] > goal.at_most for event in sorted(goal.events)))
        return marks

    def point(self, cell: CellKey, facts: Mapping[str, str]) -> Any | None:
        """Say that a request is this single one; None when its cell has a name that no rule and no goal speaks of.

        Of several worlds the first one counts, unless the facts name another under WORLD.
        """
        if any(part not in self._sorts[name][1] for name, part in zip(DIMENSIONS, cell, strict=True)):
            return None
        said = dict(zip(DIMENSIONS, cell, strict=True))
        for name, values in self.theory.facts.items():
            found = facts.get(name, UNKNOWN)
            said[name] = found if found in values else values[0]
        return self.all(self._is(name, value) for name, value in said.items())

    def _is(self, name: str, value: str) -> Any:
        if (name, value) not in self._equations:
            self._equations[name, value] = (self.cell | self.facts)[name] == self.value(name, value)
        return self._equations[name, value]

    def allows(self, cell: CellKey, facts: Mapping[str, str]) -> bool:
        """Decide a single request; names that no rule and no goal speaks of are denied."""
        point = self.point(cell, facts)
        return point is not None and not self.impossible(self.allowed(), point)

    @property
    def version(self) -> str:
        """The solver's version."""
        return str(self.z3.get_version_string())


def _spoken(rules: Rules, goals: Sequence[Goal], dimension: int) -> tuple[str, ...]:
    """Give every action, category, purpose or recipient that some rule or goal speaks of."""
    scopes = [rule.scope for rule in rules.activities.values()]
    scopes += [rule.scope for rule in rules.prohibitions.values()]
    scopes += [goal.scope for goal in goals]
    chosen = [(scope.actions, scope.categories, scope.purposes, scope.recipients)[dimension] for scope in scopes]
    return tuple(sorted(reduce(or_, chosen, frozenset()))) or ("",)


def _load() -> Any:
    try:
        return import_module("z3")
    except ImportError:
        raise ProvisoError("prover-missing") from None
