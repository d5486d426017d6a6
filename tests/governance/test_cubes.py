"""Sets of fact combinations behave as sets: everything is compared with spelling all combinations out."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from governance.policy.cubes import Region, Space
from governance.policy.guards import ALWAYS, NEVER, AllOf, AnyOf, Atom, Guard, holds

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
                assert slice_ & ~cube == 0 or not SPACE.inside(slice_, region)
        assert points(tuple(other for other in cubes if other != cube)) != points(cubes)


def test_a_cube_is_said_by_what_it_does_not_leave_open() -> None:
    assert SPACE.choice(SPACE.full) == {}
    assert SPACE.choice(SPACE.cube({"a": ("1", "3"), "b": FACTS["b"]})) == {"a": ("1", "3")}
    assert SPACE.of(ALWAYS) == (SPACE.full,)
    assert SPACE.of(NEVER) == ()
    assert SPACE.of(Atom("nobody.told", frozenset({"x"}))) == ()
    assert SPACE.choice(SPACE.point({"a": "9", "c": "x"})) == {"a": ("unknown",), "b": ("unknown",), "c": ("x",)}
    assert Space({}).holds(Space({}).full)
