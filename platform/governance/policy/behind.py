"""What stands behind a change between two versions: the rules, and the promises that it breaks."""

from collections.abc import Iterable

from governance.policy.core import Activity, CellKey, Policy, Prohibition, Scope
from governance.policy.cubes import Cube, Region, Space
from governance.policy.goals import Goal
from governance.policy.regions import permitted


class Behind:
    """Finds what stands behind requests that one version allows (`here`) and the other does not (`there`)."""

    def __init__(
        self, space: Space, here: Policy, there: Policy, goals: tuple[Goal, ...], *, denied: bool = False
    ) -> None:
        self.space, self.here, self.there, self.goals, self.denied = space, here, there, goals, denied

    def rules(self, scope: Scope, cube: Cube) -> list[Activity | Prohibition]:
        """Give the permits that allow on one side and what stood against them on the other."""
        found: dict[str, Activity | Prohibition] = {}
        for key in cells_of(scope):
            here, there = self.here.table[key], self.there.table.get(key)
            permits = [rule for rule in here.permits if self._meets(cube, self.space.of(rule.guard))]
            forbidding = [
                rule
                for rule in (there.requirements if there else _requirements(self.there, key))
                if not self.space.inside(cube, self.space.of(rule.guard))
            ]
            missing = there is None or not self.space.inside(cube, permitted(self.space, there.permits))
            # A denial is because of what forbids; what used to permit matters only when nothing permits any more.
            shown: list[Activity | Prohibition] = list(forbidding)
            if missing or not self.denied:
                shown += permits
            found.update((rule.id, rule) for rule in shown)
        return [found[name] for name in sorted(found)]

    def broken(self, scope: Scope, cube: Cube) -> tuple[str, ...]:
        """Give the promises that nothing of this kind is ever done, broken by some request of the change."""
        return tuple(
            goal.id
            for goal in self.goals
            if goal.kind == "never" and any(self._breaks(goal, key, cube) for key in cells_of(scope))
        )

    def _breaks(self, goal: Goal, key: CellKey, cube: Cube) -> bool:
        if not goal.scope.covers(*key):
            return False
        meant = self.space.both((cube,), self.space.of(goal.condition(key[2])))
        return bool(self.space.minus(meant, self.space.of(goal.where_not)))

    def _meets(self, cube: Cube, region: Region) -> bool:
        return any(self.space.holds(cube & other) for other in region)


def _requirements(policy: Policy, key: CellKey) -> list[Prohibition]:
    return [rule for rule in policy.prohibitions.values() if rule.enabled and rule.scope.covers(*key)]


def cells_of(scope: Scope) -> Iterable[CellKey]:
    """Spell out the cells of a scope."""
    return (
        (action, category, purpose, recipient)
        for action in sorted(scope.actions)
        for category in sorted(scope.categories)
        for purpose in sorted(scope.purposes)
        for recipient in sorted(scope.recipients)
    )
