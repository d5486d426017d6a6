"""Conditions in words: every way in which a condition can be made up, and choices of values."""

import pytest

from governance.policy.core import Fact
from governance.policy.guards import AllOf, AnyOf, Atom, Guard
from governance.policy.phrases import choice, condition, values

FACTS = {
    "door": Fact("door", "the door", ("unknown", "open", "shut", "ajar"), {"open": "is open", "shut": "is shut"}),
    "lamp": Fact("lamp", "the lamp", ("unknown", "on", "off"), {"unknown": "is dim", "on": "is on", "off": "is off"}),
    "hour": Fact("hour", "the hour", ("unknown", "late"), {"late": "is late", "unknown": "is not known"}),
}
OPEN, ON, LATE = Atom("door", frozenset({"open"})), Atom("lamp", frozenset({"on"})), Atom("hour", frozenset({"late"}))


@pytest.mark.parametrize(
    ("guard", "said"),
    [
        (OPEN, "the door is open"),
        (Atom("door", frozenset({"shut", "open", "ajar"})), "the door is open, is shut or ajar"),
        (AllOf(()), "always"),
        (AnyOf(()), "never"),
        (AllOf((ON,)), "the lamp is on"),
        (AnyOf((ON,)), "the lamp is on"),
        (AllOf((OPEN, ON)), "the door is open and the lamp is on"),
        (AnyOf((OPEN, ON)), "either the door is open or the lamp is on"),
        (AllOf((OPEN, ON, LATE)), "the door is open, the lamp is on and the hour is late"),
        (AnyOf((OPEN, ON, LATE)), "either the door is open or the lamp is on or the hour is late"),
        (AllOf((LATE, AnyOf((OPEN, ON)))), "the hour is late and either the door is open or the lamp is on"),
    ],
)
def test_a_condition_is_said_in_the_words_of_its_facts(guard: Guard, said: str) -> None:
    assert condition(FACTS, guard) == said


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, ""),
        ({"door": ("open",)}, ", when the door is open"),
        ({"door": ("open", "ajar"), "lamp": ("on",)}, ", when the door is open or ajar and the lamp is on"),
        ({"lamp": ("unknown", "on")}, ", unless the lamp is off"),
        ({"hour": ("unknown",)}, ", unless the hour is late"),
        ({"door": ("unknown", "open")}, ", unless the door is shut or ajar"),
        ({"door": ("unknown",)}, ", when the door unknown"),
        ({"lamp": ("unknown", "on"), "hour": ("unknown",)}, ", unless the lamp is off or the hour is late"),
        ({"lamp": ("unknown", "on"), "hour": ("late",)}, ", when the hour is late, unless the lamp is off"),
        ({"wind": ("north", "south")}, ", when wind is north or south"),
    ],
)
def test_a_choice_says_what_would_do_or_the_few_that_would_not(chosen: dict[str, tuple[str, ...]], said: str) -> None:
    assert choice(FACTS, chosen) == said


def test_a_fact_that_is_not_declared_is_said_by_its_name() -> None:
    assert values(FACTS, "wind", ["north"]) == "wind is north"
