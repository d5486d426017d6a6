"""All that is told of one small policy, word by word, so that nothing changes in it unnoticed (governance.policy).

What is expected stands in expected/; `room_told.py` writes it anew.
"""

from itertools import zip_longest

import pytest
from room_told import EXPECTED, STATED, TOLD
from rooms import in_states

IN_STATES = [(name, state) for name, (_, states) in STATED.items() for state in states]


def expected(name: str) -> list[str]:
    return (EXPECTED / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", [name for name in TOLD if name not in STATED])
def test_what_is_told_of_the_reading_room_is_what_was_read_and_found_right(name: str) -> None:
    for number, (line, said) in enumerate(zip_longest(TOLD[name](), expected(name)), 1):
        assert line == said, f"{name}.txt, line {number}"


@pytest.mark.parametrize(("name", "state"), IN_STATES)
def test_what_is_told_of_the_room_in_a_state_is_what_was_read_and_found_right(name: str, state: str) -> None:
    tell, states = STATED[name]
    first = next(iter(states))
    told = list(in_states(tell, {first: states[first], state: states[state]}))
    assert "\n".join(_of(state, told)) == "\n".join(_of(state, expected(name)))


def _of(state: str, lines: list[str]) -> list[str]:
    """Give the lines about a state."""
    begin = next(number for number, line in enumerate(lines) if line.startswith(f"# {state}: "))
    end = next((number for number, line in enumerate(lines) if number > begin and line.startswith("# ")), len(lines))
    return lines[begin:end]


def test_nothing_is_expected_that_is_not_told() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(TOLD)
    for name, (_, states) in STATED.items():
        heads = [line for line in expected(name) if line.startswith("# ")]
        assert [head.rpartition(": ")[0] for head in heads] == [f"# {state}" for state in states]
