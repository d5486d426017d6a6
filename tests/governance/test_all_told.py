"""All that is told of one small policy, word by word, so that nothing changes in it unnoticed (governance.policy).

What is expected stands in expected/; `room_told.py` writes it anew.
"""

from itertools import zip_longest

import pytest
from room_told import EXPECTED, TOLD


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_of_the_reading_room_is_what_was_read_and_found_right(name: str) -> None:
    expected = (EXPECTED / f"{name}.txt").read_text("utf-8").splitlines()
    for number, (line, said) in enumerate(zip_longest(TOLD[name](), expected), 1):
        assert line == said, f"{name}.txt, line {number}"


def test_nothing_is_expected_that_is_not_told() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(TOLD)
