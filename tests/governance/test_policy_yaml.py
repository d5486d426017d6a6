"""Strict YAML 1.2: whatever could be read in two ways is refused at its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.policy.problems import Mark
from governance.policy.sources import Tree, read_yaml


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: yes", "Y01", 1, 4),
        ("a:\n  - Off", "Y01", 2, 5),
        ("a: True", "Y01", 1, 4),
        ("a: 010", "Y01", 1, 4),
        ("a: 0x1F", "Y01", 1, 4),
        ("a: 1_000", "Y01", 1, 4),
        ("a: 12:30", "Y01", 1, 4),
        ("a: 2025-01-01", "Y01", 1, 4),
        ("a: .inf", "Y01", 1, 4),
        ("a: !!str 3", "Y01", 1, 4),
        ("a: !!map {}", "Y01", 1, 4),
        ("%YAML 1.1\n---\na: 1", "Y01", 2, 1),
        ("a: 1\nb: 2\na: 3", "Y02", 3, 1),
        ("a: {b: 1, b: 2}", "Y02", 1, 11),
        ("a: &x 1", "Y03", 1, 4),
        ("a: &x {b: 1}\nc: *x", "Y03", 2, 4),
        ("a: {b: 1}\nc:\n  <<: {d: 1}", "Y03", 3, 3),
        ("&k a: 1", "Y03", 1, 1),
        ("a: [1\nb: 2", "Y04", 2, 2),
        ("a: 1\n---\nb: 2", "Y04", 2, 1),
        ("? [a]\n: 1", "Y04", 1, 3),
        ("a: " + "[" * 60 + "]" * 60, "Y04", 1, 28),
        ("a: \x01", "Y04", 1, 1),
        ("\ta: 1", "Y04", 1, 1),
    ],
)
def test_an_ambiguity_is_refused_at_its_place(text: str, code: str, line: int, column: int) -> None:
    _, problems = read_yaml("rules.yaml", text)
    assert (code, "rules.yaml", line, column) in [(p.code, p.file, p.line, p.column) for p in problems]
    assert all(problem.message and problem.fix for problem in problems)


def test_plain_yaml_is_read_without_surprise() -> None:
    text = 'a: 1\nb: [true, false, null, "yes", -3, 1.5, v1.0, 6(1)(b)]\non: {"12:30": x}\nd: |\n  two\n  lines\n'
    tree, problems = read_yaml("x.yaml", text)
    assert problems == []
    assert tree.value == {
        "a": 1, "b": [True, False, None, "yes", -3, 1.5, "v1.0", "6(1)(b)"], "on": {"12:30": "x"}, "d": "two\nlines\n",
    }  # fmt: skip
    assert (tree.mark(("b", 2)).line, tree.mark(("b", 2)).column) == (2, 18)
    assert tree.key(("on",)).line == 3
    assert tree.mark(("b", 99)).line == 2


def test_an_empty_file_is_an_empty_tree() -> None:
    assert read_yaml("x.yaml", "")[0].value is None
    assert read_yaml("x.yaml", "# only words\n") == read_yaml("x.yaml", "# other words\n")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abyesn:-[]{}#&*!|>'\"%@`?, \n\t0129~<.", max_size=60))
def test_any_text_is_read_or_reported_and_never_raises(text: str) -> None:
    _, problems = read_yaml("x.yaml", text)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_what_has_no_place_has_that_of_the_nearest_thing_around_it() -> None:
    tree, _ = read_yaml("rules.yaml", "a:\n  b: [1, 2]\n")
    assert tree.mark(("a", "b", 1, "c")) == Mark("rules.yaml", 2, 10)
    assert tree.mark(("a", "b", "c", "d")) == Mark("rules.yaml", 2, 6)
    assert tree.mark(("d", "e")) == Mark("rules.yaml", 1, 1)
    assert tree.key(("a", "b")) == Mark("rules.yaml", 2, 3)
    assert tree.key(("a", "b", 1)) == Mark("rules.yaml", 2, 10)
    assert Tree("rules.yaml").mark(("a", "b")) == Mark("rules.yaml")
