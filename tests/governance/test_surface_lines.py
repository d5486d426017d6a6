"""The surface of a policy, line by line: what a reviewer reads must be all that there is."""

from dataclasses import replace

from small_policies import written

from governance.policy import compile_policy
from governance.policy.surface import surface

SERVES = {
    "id": "A-1",
    "label": "serves",
    "source": "law",
    "do": "read",
    "on": "name",
    "for": "serve",
    "basis": "contract",
}
GUARDED = {"id": "F-1", "label": "not yet", "source": "law", "unless": {"job.stage": ["completed"]}}


def small(*prohibitions):
    return compile_policy(written([SERVES], list(prohibitions)))


def test_a_policy_with_one_rule_has_exactly_these_lines():
    policy = small()
    assert surface(policy).splitlines() == [
        "# The surface of small 1.0.0: generated, reviewed like code. All else is denied.",
        f"digest {policy.digest}",
        "",
        "# permits: rule, condition, basis by regime, duties",
        "A-1 when always | any:contract | -",
        "",
        "# requirements: rule, condition without which it denies",
        "",
        "# retention: rule, categories, seconds by event, what then",
        "R-ALL name,page.copy,page.image | data.created+3600 | delete",
        "",
        "# 1 cells: action category purpose recipient | permits | requirements | retained by",
        "read name serve none | A-1 | - | R-ALL",
    ]


def test_a_requirement_stands_in_its_list_and_in_every_cell_that_it_covers():
    lines = surface(small(GUARDED)).splitlines()
    assert "F-1 unless job.stage=completed" in lines
    assert lines[-1] == "read name serve none | A-1 | F-1 | R-ALL"


def test_a_prohibition_that_is_off_is_listed_as_such():
    policy = small(GUARDED)
    off = replace(policy, prohibitions={"F-1": replace(policy.prohibitions["F-1"], enabled=False)})
    assert "F-1 (off) unless job.stage=completed" in surface(off).splitlines()


def test_a_permit_that_is_off_shows_the_cells_that_it_would_open():
    policy = small(GUARDED)
    off = replace(policy, activities={"A-1": replace(policy.activities["A-1"], enabled=False)}, table={})
    lines = surface(off).splitlines()
    assert "A-1 (off) when always | any:contract | -" in lines
    assert lines[-3:] == [
        "",
        "# cells that the rules which are off would open or change",
        "(off) read name serve none | A-1 | F-1 | R-ALL",
    ]


def test_a_prohibition_that_is_off_shows_the_cells_in_which_it_would_forbid():
    policy = small({**GUARDED, "enabled_by": False}, {**GUARDED, "id": "F-2", "do": "share", "enabled_by": False})
    lines = surface(policy).splitlines()
    assert lines[-4:] == [
        "read name serve none | A-1 | - | R-ALL",
        "",
        "# cells that the rules which are off would open or change",
        "(off) read name serve none | A-1 | F-1 | R-ALL",
    ]
    assert surface(small({**GUARDED, "enabled_by": False, "do": "share"})).splitlines()[-3:] == [
        "read name serve none | A-1 | - | R-ALL",
        "",
        "# cells that the rules which are off would open or change",
    ]


def test_a_cell_that_nothing_keeps_has_a_dash_for_its_retention():
    policy = small()
    off = replace(policy, activities={"A-1": replace(policy.activities["A-1"], enabled=False)}, table={}, retention={})
    assert surface(off).splitlines()[-1] == "(off) read name serve none | A-1 | - | -"
