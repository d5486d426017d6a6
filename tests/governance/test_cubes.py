"""Sets of fact combinations behave as sets: everything is compared with spelling all combinations out."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from governance.policy.core import Scope
from governance.policy.cubes import Region, Space
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, Guard, holds
from governance.policy.regions import boxes

FACTS = {"a": ("unknown", "1", "2", "3"), "b": ("unknown", "yes", "no"), "c": ("unknown", "x")}
SPACE = Space(FACTS)
POINTS = [dict(zip(FACTS, values, strict=True)) for values in product(*FACTS.values())]


def _atoms() -> st.SearchStrategy[Guard]:
    return st.sampled_from(list(FACTS)).flatmap(
        lambda name: st.lists(st.sampled_from(FACTS[name][1:]), max_size=3).map(lambda v: Atom(name, frozenset(v)))
    )


GUARDS: st.SearchStrategy[Guard] = st.recursive(
    _atoms(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=8,
)


def points(region: Region) -> set[int]:
    return {n for n, facts in enumerate(POINTS) if any(SPACE.point(facts) & ~cube == 0 for cube in region)}


@given(GUARDS)
def test_a_guard_and_its_region_agree_at_every_point(guard: Guard) -> None:
    assert points(SPACE.of(guard)) == {n for n, facts in enumerate(POINTS) if holds(guard, facts)}


@given(GUARDS, GUARDS, GUARDS)
def test_regions_meet_differ_and_cover_as_sets_do(one: Guard, two: Guard, three: Guard) -> None:
    a, b = SPACE.of(AnyOf((one, three))), SPACE.of(two)
    assert points(SPACE.both(a, b)) == points(a) & points(b)
    assert points(SPACE.minus(a, b)) == points(a) - points(b)
    assert SPACE.covers(a, b) == (points(b) <= points(a))


@given(GUARDS, GUARDS)
def test_maximal_cubes_make_up_the_region_and_cannot_grow(one: Guard, two: Guard) -> None:
    region = SPACE.minus(SPACE.of(one), SPACE.of(two))
    cubes = SPACE.maximal(region)
    assert points(cubes) == points(region)
    for cube in cubes:
        for name, field in SPACE.fields.items():
            for value in FACTS[name]:
                slice_ = (cube & ~field) | SPACE.cube({name: (value,)}) & field
                assert slice_ & ~cube == 0 or not points((slice_,)) <= points(region)
        assert points(tuple(other for other in cubes if other != cube)) != points(cubes)


def test_a_cube_is_said_by_what_it_does_not_leave_open() -> None:
    assert SPACE.choice(SPACE.full) == {}
    assert SPACE.choice(SPACE.cube({"a": ("1", "3"), "b": FACTS["b"]})) == {"a": ("1", "3")}
    assert SPACE.of(ALWAYS) == (SPACE.full,)
    assert SPACE.of(NEVER) == ()
    assert SPACE.of(Atom("nobody.told", frozenset({"x"}))) == ()
    assert SPACE.choice(SPACE.point({"a": "9", "c": "x"})) == {"a": ("unknown",), "b": ("unknown",), "c": ("x",)}
    assert Space({}).holds(Space({}).full)


ONE, TWO = SPACE.cube({"a": ("1",), "b": ("yes",)}), SPACE.cube({"a": ("unknown", "2", "3"), "c": ("x",)})


def test_a_cube_can_be_covered_by_several_none_of_which_covers_it_alone() -> None:
    between = SPACE.cube({"b": ("yes",), "c": ("x",)})
    assert SPACE.inside(between, (ONE, TWO))
    assert not SPACE.inside(between, (ONE,))
    assert not SPACE.inside(between, (TWO,))
    assert not SPACE.inside(SPACE.cube({"b": ("yes",)}), (ONE, TWO))
    assert SPACE.inside(ONE, (TWO, ONE))
    assert not SPACE.inside(ONE, ())


def test_a_cube_between_two_others_adds_nothing_and_is_left_out_and_the_largest_stands_first() -> None:
    between = SPACE.cube({"b": ("yes",), "c": ("x",)})
    assert SPACE.maximal((between, ONE, TWO)) == tuple(sorted((ONE, TWO), reverse=True))


def test_the_smallest_cube_is_the_first_to_be_found_superfluous() -> None:
    """Four cubes in a ring, each covered by its neighbours: which stay does not depend on their order."""
    space = Space(dict.fromkeys("xyz", ("unknown", "t")))
    ring = [
        space.cube(dict(zip("xyz", [(v,) if v else ("unknown", "t") for v in way], strict=True)))
        for way in (("t", "unknown", ""), ("t", "", "t"), ("", "t", "t"), ("unknown", "t", ""),
                    ("unknown", "", "unknown"), ("", "unknown", "unknown"))
    ]  # fmt: skip
    expected = space.maximal(tuple(ring))
    for turn in range(6):
        assert space.maximal(tuple(ring[turn:] + ring[:turn])) == expected


def test_of_cubes_that_cover_each_other_the_one_of_fewest_values_is_left_out() -> None:
    space = Space({"x": ("unknown", "1", "2"), "y": ("unknown", "1"), "z": ("unknown", "1")})
    region = tuple(space.cube(choice) for choice in (
        {"x": ("unknown", "1"), "y": ("1",), "z": ("unknown",)}, {"x": ("2",), "y": ("unknown",)},
        {"x": ("unknown", "1"), "y": ("unknown",), "z": ("unknown",)}, {"x": ("2",), "z": ("1",)},
    ))  # fmt: skip
    assert [space.choice(cube) for cube in space.maximal(region)] == [
        {"x": ("2",), "z": ("1",)}, {"x": ("unknown", "1"), "z": ("unknown",)}, {"y": ("unknown",), "z": ("unknown",)},
    ]  # fmt: skip


CELLS = st.sets(st.tuples(*[st.sampled_from("ab")] * 4), min_size=1)


def spelled(scope: Scope) -> set[tuple[str, ...]]:
    return set(product(scope.actions, scope.categories, scope.purposes, scope.recipients))


@given(CELLS, CELLS)
def test_boxes_cover_the_cells_reach_no_further_than_they_may_and_cannot_grow(
    cells: set[tuple[str, str, str, str]], more: set[tuple[str, str, str, str]]
) -> None:
    found = boxes(cells, more)
    assert cells <= {cell for scope in found for cell in spelled(scope)} <= cells | more
    for scope in found:
        for part in ("actions", "categories", "purposes", "recipients"):
            for name in {"a", "b"} - getattr(scope, part):
                assert not spelled(replace(scope, **{part: getattr(scope, part) | {name}})) <= cells | more


def test_everything_there_is_fits_into_one_box() -> None:
    assert len(boxes(product("ab", "cd", "ef", "gh"))) == 1
