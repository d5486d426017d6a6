"""The exhaustive prover: all requests of a cell at once, with values that no condition tells apart taken as one.

A space is the product of its facts' classes, a set of its points is one integer with a bit for each point, and a
condition is evaluated for all points by a few operations on such integers. Nothing is sampled and nothing is
searched, so the answer is as good as trying every request.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import and_, or_
from typing import Final

from governance.policy.core import Activity, CellKey, Prohibition, Rules
from governance.policy.goals import Goal
from governance.policy.guards import AllOf, Atom, Guard, atoms
from governance.policy.worlds import WORLD
from governance.terms import UNKNOWN

MOST_POINTS: Final = 1 << 22
"""Points of one space; the shipped policy's largest has some thousands. More facts meet in no sensible rule."""


class TooManyPoints(Exception):
    """So many facts meet in one cell that its requests cannot all be tried."""


class Space:
    """Every combination of the classes of some facts; point 0 is the one in which nothing is known."""

    __slots__ = ("axes", "full", "points", "sets")

    def __init__(self, facts: Mapping[str, tuple[str, ...]], guards: Iterable[Guard]) -> None:
        """Make the space in which these conditions can be told apart."""
        asked: dict[str, list[Atom]] = {}
        for guard in guards:
            for atom in atoms(guard):
                asked.setdefault(atom.fact, []).append(atom)
        self.axes: list[tuple[str, tuple[str, ...]]] = []
        self.points = 1
        self.sets: dict[tuple[str, str], int] = {}
        for fact in sorted(asked):
            self._add(fact, facts[fact], asked[fact])
        self.full = (1 << self.points) - 1

    def _add(self, fact: str, values: tuple[str, ...], asked: list[Atom]) -> None:
        classes: dict[tuple[bool, ...], list[str]] = {}
        for value in values:
            classes.setdefault(tuple(value in atom.values for atom in asked), []).append(value)
        before, copies = self.points, len(classes)
        if before * copies > MOST_POINTS:
            raise TooManyPoints(f"{before * copies} combinations of {len(self.axes) + 1} facts")
        self.points = before * copies
        repeated = sum(1 << (before * number) for number in range(copies))
        self.sets = {key: points * repeated for key, points in self.sets.items()}
        for number, members in enumerate(classes.values()):
            points = ((1 << before) - 1) << (before * number)
            for value in members:
                self.sets[fact, value] = points
        self.axes.append((fact, tuple(members[0] for members in classes.values())))

    def where(self, guard: Guard) -> int:
        """Give the points at which a condition holds."""
        if isinstance(guard, Atom):
            return reduce(or_, (self.sets[guard.fact, value] for value in guard.values), 0)
        parts = (self.where(part) for part in guard.parts)
        return reduce(and_, parts, self.full) if isinstance(guard, AllOf) else reduce(or_, parts, 0)

    def refinements(self, points: int) -> Iterable[int]:
        """Give, for every fact that can be unknown, where the points that do not know it get to by learning it."""
        size = 1
        for fact, members in self.axes:
            if fact != WORLD:
                unknown = points & self.sets[fact, UNKNOWN]
                for number in range(1, len(members)):
                    yield unknown << (size * number)
            size *= len(members)

    def simplest(self, points: int) -> tuple[int, dict[str, str]]:
        """Give, of a set that is not empty, a point with the fewest known facts: how many, and all its facts."""
        layers = [1]
        size = 1
        for fact, members in self.axes:
            grown = [0] * (len(layers) + 1)
            for number in range(len(members)):
                known = 0 if number == 0 or fact == WORLD else 1
                for weight, layer in enumerate(layers):
                    grown[weight + known] |= layer << (size * number)
            layers, size = grown, size * len(members)
        weight, layer = next((weight, layer) for weight, layer in enumerate(layers) if layer & points)
        lowest = layer & points
        point = (lowest & -lowest).bit_length() - 1
        found = {}
        for fact, members in self.axes:
            point, number = divmod(point, len(members))
            found[fact] = members[number]
        return weight, found


@dataclass(frozen=True, slots=True)
class Point:
    """A request that breaks a goal: its cell, its facts (`unknown` ones too), and how many facts are known."""

    known: int
    cell: CellKey
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What trying every request of a goal came to; `broken_by` is the simplest request that breaks it."""

    goal: Goal
    points: int
    broken_by: Point | None


@dataclass(frozen=True, slots=True)
class Shape:
    """The rules that bear on a cell; cells of one shape answer alike."""

    permits: tuple[Activity, ...]
    requirements: tuple[Prohibition, ...]

    def allowed(self, space: Space) -> int:
        """Give the points at which a request is allowed."""
        permitted = reduce(or_, (space.where(rule.guard) for rule in self.permits), 0)
        return reduce(and_, (space.where(rule.guard) for rule in self.requirements), permitted)

    @property
    def guards(self) -> tuple[Guard, ...]:
        """All conditions that bear on the answer."""
        return (*(rule.guard for rule in self.permits), *(rule.guard for rule in self.requirements))


class Quotient:
    """All cells of some rules with their shapes, and what of a goal has been tried in them."""

    def __init__(self, facts: Mapping[str, tuple[str, ...]], rules: Rules) -> None:
        self.facts = facts
        self.rules = rules
        self.points = 0
        self._permits: dict[CellKey, list[str]] = {}
        for key, activity in rules.activities.items():
            scope = activity.scope
            if activity.enabled:
                for cell in product(scope.actions, scope.categories, scope.purposes, scope.recipients):
                    self._permits.setdefault(cell, []).append(key)
        self._required = [(key, rule) for key, rule in rules.prohibitions.items() if rule.enabled]
        self._shapes: dict[CellKey, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self._tried: dict[object, tuple[Space, int]] = {}

    @property
    def cells(self) -> Collection[CellKey]:
        """The cells that some activity permits."""
        return self._permits.keys()

    def shape_key(self, cell: CellKey) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Name the rules that bear on a cell: permits and requirements."""
        found = self._shapes.get(cell)
        if found is None:
            permits = tuple(self._permits.get(cell, ()))
            # Where nothing is permitted no requirement can change the answer.
            required = tuple(key for key, rule in self._required if rule.scope.covers(*cell)) if permits else ()
            found = self._shapes[cell] = (permits, required)
        return found

    def shape(self, cell: CellKey) -> Shape:
        """Give the rules that bear on a cell."""
        permits, required = self.shape_key(cell)
        return Shape(
            tuple(self.rules.activities[key] for key in permits),
            tuple(self.rules.prohibitions[key] for key in required),
        )

    def try_all(self, goal: Goal, cells: Iterable[CellKey] | None = None) -> Outcome:
        """Try every request that a goal is about, in all cells or in some."""
        before = self.points
        found = []
        for cell in self._meant(goal) if cells is None else filter(lambda cell: goal.scope.covers(*cell), cells):
            space, broken = self._broken(goal, cell)
            if broken:
                known, facts = space.simplest(broken)
                found.append(Point(known, cell, facts))
        simplest = min(found, key=lambda point: (point.known, point.cell), default=None)
        return Outcome(goal, self.points - before, simplest)

    def monotone(self) -> bool:
        """Tell whether in no cell an allow is lost when something unknown becomes known."""
        for key in {self.shape_key(cell): cell for cell in self._permits}.values():
            shape = self.shape(key)
            space = Space(self.facts, shape.guards)
            allowed = shape.allowed(space)
            if any(known & ~allowed for known in space.refinements(allowed)):
                return False
        return True

    def _meant(self, goal: Goal) -> Iterable[CellKey]:
        scope = goal.scope
        if goal.kind == "always_allow":
            return product(
                sorted(scope.actions), sorted(scope.categories), sorted(scope.purposes), sorted(scope.recipients)
            )
        return (cell for cell in self._permits if scope.covers(*cell))

    def _broken(self, goal: Goal, cell: CellKey) -> tuple[Space, int]:
        if goal.kind == "always_oblige" and goal.obliged(cell[1]):
            self.points += 1
            return _NOWHERE, 0
        condition = goal.condition(cell[2])
        key = (self.shape_key(cell), goal.kind, condition, goal.where_not)
        known = self._tried.get(key)
        if known is None:
            shape = self.shape(cell)
            space = Space(self.facts, (*shape.guards, condition, goal.where_not))
            meant = space.where(condition) & ~space.where(goal.where_not)
            allowed = shape.allowed(space)
            known = self._tried[key] = (space, meant & ~allowed if goal.kind == "always_allow" else meant & allowed)
            self.points += space.points
        return known


_NOWHERE: Final = Space({}, ())
