"""What stands behind a change: permits that allow it and prohibitions that stood against it, and no others."""

from test_difference_kinds import OWN, READ, small

from governance.policy.difference import difference


def test_what_is_allowed_now_is_told_with_its_permit_and_with_what_stood_against_it() -> None:
    [change] = difference(small(READ, forbids=(OWN,)), small(READ)).allowed
    assert change.rules == ("A-1", "F-1")


def test_a_permit_that_allows_something_else_in_the_same_cell_is_not_behind_it() -> None:
    ours, theirs = {**READ, "when": {"tenant.match": True}}, {**READ, "id": "A-2", "when": {"tenant.match": False}}
    [change] = difference(small(ours), small(ours, theirs)).allowed
    assert (change.facts, change.rules) == ({"tenant.match": ("false",)}, ("A-2",))


def test_a_prohibition_that_does_not_bear_on_the_change_is_not_behind_it() -> None:
    never = {**OWN, "id": "F-2", "do": "share"}
    [change] = difference(small(READ, forbids=(OWN, never)), small(READ, forbids=(never,))).allowed
    assert change.rules == ("A-1", "F-1")
