"""The prohibition on erasing what a hold keeps reaches exactly what the retention rules say a hold suspends."""

from governance.holds import HoldKind, kept_rules
from store.places import data_folder
from store.policies import load_policy


def test_the_prohibition_covers_exactly_the_rules_that_a_hold_suspends() -> None:
    policy = load_policy(data_folder("policies") / "deepseek-ocr")
    suspended = {name for rule in kept_rules(policy, HoldKind.LEGAL) for name in policy.retention[rule].of}
    erased = {category for action, category, *_ in policy.table if action == "erase"}
    assert policy.prohibitions["F-HOLD"].scope.categories & erased == suspended & erased


def test_a_restriction_keeps_what_a_hold_keeps_and_more_but_nothing_that_dies_with_its_key() -> None:
    policy = load_policy(data_folder("policies") / "deepseek-ocr")
    legal, own = kept_rules(policy, HoldKind.LEGAL), kept_rules(policy, HoldKind.RESTRICTION)
    assert legal < own
    assert "R-SENSITIVE" in own
    assert not {"R-DOC", "R-RESULT", "R-COPY"} & own
