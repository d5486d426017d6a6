"""Mistakes, and tricks, that would leave a rule or a promise standing and take all meaning from it: each is refused."""

import pytest
from test_unusual_policies import OFF, Edit, changed, refused

from governance.policy import Problem

AGE = "  heed: {label: x, type: int, value: 15, range: [13, 18]}\n"
LIKE = "  v\u0456sit.list: {label: the list of visitors, subjects: [patients], clauses: [c2.4]}\n"
"""The first i is a Cyrillic letter."""


def switched(test: str, *, parameter: str = "") -> list[Edit]:
    """The clinic with the prohibition F-OBJECT behind a test of a parameter, which is true."""
    file, old, new = OFF[1]
    declared = new.replace("value: false", "value: true")
    return [
        (OFF[0][0], OFF[0][1], OFF[0][2].replace("$heed", test)),
        (file, old, f"{parameter}{old}" if parameter else declared),
    ]


def only(edits: list[Edit]) -> Problem:
    [found] = refused(changed(*edits))
    assert found.line > 1
    return found


def test_a_prohibition_that_waits_for_the_word_true_would_be_off_for_good() -> None:
    found = only(switched('{param: heed, is: "true"}'))
    assert (found.code, found.message) == ("T03", '`heed` is never `"true"`.')
    assert found.fix == "choose one of `true`, `false`."


@pytest.mark.parametrize("value", ['"15"', '"13"'])
def test_a_number_is_no_switch(value: str) -> None:
    found = only(switched(f"{{param: heed, is: {value}}}", parameter=AGE))
    assert (found.code, found.fix) == ("T03", "test a parameter of type bool or enum.")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules.yaml", "    on: visit.*\n    unless", "    on: visit.*\n    not_on: visit.*\n    unless"),
        (
            "rules.yaml",
            "do: share\n    to: role:third_party\n",
            'do: share\n    not_for: "*"\n    to: role:third_party\n',
        ),
        ("promises.yaml", "on: visit.*, where_not", "on: visit.*, not_on: visit.list, where_not"),
    ],
)
def test_an_exception_that_takes_everything_away_is_no_exception(file: str, old: str, new: str) -> None:
    found = only([(file, old, new)])
    assert (found.code, found.file, found.fix) == ("R02", file, "name less.")


def test_a_name_that_only_looks_like_another_is_refused_and_shown_as_what_it_is() -> None:
    found = only([("vocabulary.yaml", "  visit.list: {label: the", f"{LIKE}  visit.list: {{label: the")])
    assert (found.code, found.message) == ("T01", "`v\\u0456sit.list` is no name.")


def test_a_name_cannot_be_a_selector() -> None:
    every = '  "*": {label: all that there is, subjects: [patients], clauses: [c2.4]}\n'
    found = only([("vocabulary.yaml", "  visit.list: {label: the", f"{every}  visit.list: {{label: the")])
    assert found.message == "`*` is no name."
