"""Spaces and regions, spelled out: where every bit stands, and that taking away is exact."""

from itertools import product
from types import MappingProxyType

from shipped_policy import shipped

from governance.policy.core import Fact
from governance.policy.cubes import NOWHERE, Space, absorbed
from governance.policy.guards import Atom
from governance.policy.regions import allowed, allowed_in, boxes, decisive, space_of


def fact(name: str, *values: str) -> Fact:
    return Fact(name, name, values, MappingProxyType({value: value for value in values}))


def test_every_value_has_a_bit_of_its_own_and_every_fact_a_spare_one_after_it() -> None:
    space = Space({"b": ("unknown", "yes", "no"), "a": ("unknown", "x")})
    assert space.fields == {"a": 0b11, "b": 0b111 << 3}
    assert space.full == 0b0_111_0_11
    assert [space.cube({"b": (value,)}) for value in ("unknown", "yes", "no")] == [
        0b0_001_0_11, 0b0_010_0_11, 0b0_100_0_11,
    ]  # fmt: skip
    assert space.holds(space.full)
    assert not space.holds(space.cube({"a": ()}))
    assert not space.holds(space.cube({"b": ()}))


def test_an_unknown_name_says_nothing_of_a_cube_and_an_unknown_value_empties_it() -> None:
    space = Space({"a": ("unknown", "x")})
    assert space.cube({"nobody": ("x",)}) == space.full
    assert space.cube({"a": ("nonsense",)}) == 0
    assert space.of(Atom("nobody", frozenset({"x"}))) == NOWHERE


def test_taking_a_cube_from_another_gives_disjoint_cubes_that_hold_just_the_rest() -> None:
    space = Space({"a": ("unknown", "x"), "b": ("unknown", "y", "z"), "c": ("unknown", "w")})
    points = [space.point(dict(zip("abc", way, strict=True))) for way in product(*space.values.values())]
    cubes = [cube for cube in range(space.full + 1) if cube & ~space.full == 0 and space.holds(cube)]
    within = {cube: {point for point in points if point & ~cube == 0} for cube in cubes}
    for one, other in product(cubes, repeat=2):
        rest = space.minus((one,), (other,))
        assert set(rest) <= set(cubes), "no empty cube, and none that reaches out of the space"
        assert sorted(point for cube in rest for point in within[cube]) == sorted(within[one] - within[other])
        assert space.inside(one, (other,)) == (within[one] <= within[other])


def test_what_lies_within_a_larger_cube_is_dropped_and_the_larger_stand_first() -> None:
    assert absorbed((0b0001, 0b0011, 0b0010, 0b0011)) == (0b0011,)
    assert absorbed((0b1000, 0b0111)) == (0b0111, 0b1000)


def test_facts_of_two_versions_have_the_values_of_both() -> None:
    old = {"a": fact("a", "unknown", "x"), "b": fact("b", "unknown", "w")}
    new = {"a": fact("a", "unknown", "y"), "c": fact("c", "unknown", "v")}
    expected = {"a": ("unknown", "x", "y"), "b": ("unknown", "w"), "c": ("unknown", "v")}
    assert space_of(old, new).values == expected


def test_a_cell_allows_where_a_permit_and_every_requirement_hold_and_no_cell_allows_nothing() -> None:
    policy = shipped()
    space = space_of(policy.facts)
    assert allowed_in(space, None) == NOWHERE
    assert decisive(None) == (frozenset(), frozenset())
    for rules in policy.table.values():
        region = allowed_in(space, rules)
        assert region == allowed(space, rules.permits, rules.requirements)
        for rule in rules.requirements:
            assert space.covers(space.of(rule.guard), region)
        assert region
        assert decisive(rules) == (
            {rule.guard for rule in rules.permits}, {rule.guard for rule in rules.requirements},
        )  # fmt: skip


def test_a_box_may_be_all_that_there_is() -> None:
    [box] = boxes(product("ab", "cd", "ef", "gh"))
    assert (box.actions, box.recipients) == ({"a", "b"}, {"g", "h"})
