"""The human text: numbered, cut without a gap, and the shipped one complete."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped_policy import shipped, texts

from governance.policy.clauses import filled, inserts, read_clauses


def uncovered(text: str) -> str:
    clauses, _ = read_clauses("policy.md", text)
    owners = [0] * len(text)
    for clause in clauses:
        for place in range(clause.start, clause.end):
            owners[place] += 1
    return "".join(char for char, owner in zip(text, owners, strict=True) if owner != 1 and not char.isspace())


def test_every_visible_character_of_the_shipped_text_belongs_to_exactly_one_clause() -> None:
    assert uncovered(texts()["policy.md"]) == ""


def test_the_shipped_text_has_the_fifteen_sections_and_their_parts() -> None:
    headings = [clause.number for clause in shipped().clauses.values() if clause.heading]
    sections = [f"{number}.0" for number in range(16)]
    parts = [
        "2.1.0",
        "2.2.0",
        "2.3.0",
        "4.1.0",
        "4.2.0",
        "4.3.0",
        "4.4.0",
        "4.5.0",
        "4.6.0",
        "6.1.0",
        "6.2.0",
        "6.3.0",
        "8.1.0",
        "8.2.0",
    ]
    assert sorted(headings) == sorted(sections + parts)


def test_each_clause_of_the_shipped_text_is_one_sentence() -> None:
    for clause in shipped().clauses.values():
        if not clause.heading:
            label_and_sentence = re.sub(r"^[A-Z][a-z ]+\. ", "", clause.text)
            assert label_and_sentence.endswith("."), clause.number
            assert not re.search(r"[.!?] ", label_and_sentence), clause.number


def test_each_clause_is_carried_out_by_a_rule_or_says_why_not() -> None:
    cited = {
        name
        for section in ("activities", "prohibitions", "retention", "categories", "purposes", "recipients", "bases",
                        "consents", "duties", "events", "transfers", "cookies", "rights", "regimes")
        for entry in getattr(shipped(), section).values()
        for name in entry.clauses
    }  # fmt: skip
    for clause in shipped().clauses.values():
        if not clause.heading and clause.section not in ("0", "1", "11", "12", "15"):
            assert bool(clause.informational) != (clause.id in cited | {"c7.9", "c8.2.1"}), clause.number


def test_the_facts_of_the_controller_stand_in_the_text() -> None:
    said = " ".join(clause.text for clause in shipped().clauses.values())
    controller = shipped().controller
    for fact in (controller.name, controller.email, controller.website, "January 2025", "1 January 2025"):
        assert fact in said
    assert (shipped().effective.isoformat(), shipped().last_updated.isoformat()) == ("2025-01-01", "2025-01-01")


def test_a_parameter_is_said_in_words_so_that_text_and_rule_agree() -> None:
    assert "{$document_ceiling}" in texts()["policy.md"]
    assert "gone 1 hour after" in shipped().clauses["c4.1.7"].text
    assert not [clause for clause in shipped().clauses.values() if inserts(clause.text)]


def test_a_clause_goes_on_until_a_blank_line_or_the_next_clause() -> None:
    clauses, problems = read_clauses("p.md", "# T\n\n## 1. One\n\n1.1 first\nline.\n- 1.2 **Bold.** second\n  line.\n")
    assert problems == []
    assert [(clause.id, clause.text, clause.listed) for clause in clauses[2:]] == [
        ("c1.1", "first line.", False), ("c1.2", "Bold. second line.", True),
    ]  # fmt: skip
    assert [clause.level for clause in clauses] == [1, 2, 0, 0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("# T\n\nfree text\n", "C04", 3),
        ("# T\n\n0.1 good\n\nfree text\nmore\n", "C04", 5),
        ("# T\n\n- item without number\n", "C04", 3),
        ("# T\n\n#### too deep\n", "C04", 3),
        ("# T\n\n## 1. A\n\n2.1 elsewhere\n", "C12", 5),
        ("# T\n\n## 4. A\n\n### 4.1 B\n\n4.2 beside\n", "C12", 7),
        ("# T\n\n0.2 later\n\n0.1 earlier\n", "C12", 5),
        ("# T\n\n0.1 once\n\n0.1 twice\n", "C03", 5),
        ("# T\n\n## 1. A\n\n## 1. B\n", "C03", 5),
    ],
)
def test_what_breaks_the_numbering_is_named_with_its_line(text: str, code: str, line: int) -> None:
    _, problems = read_clauses("policy.md", text)
    assert (code, line) in [(problem.code, problem.line) for problem in problems]
    assert all(problem.fix for problem in problems)


@given(st.text(alphabet="# .-0123456789abc\n{}$*", max_size=200))
def test_any_text_is_covered_by_clauses_or_reported(text: str) -> None:
    clauses, problems = read_clauses("policy.md", text)
    gap = uncovered(text)
    assert not gap or any(problem.code == "C04" for problem in problems)
    for before, after in itertools.pairwise(clauses):
        assert before.end <= after.start


def test_an_unknown_parameter_is_left_as_it_is() -> None:
    clauses, _ = read_clauses("p.md", "0.1 within {$limit} or {$other}\n")
    assert filled(clauses[0], {"limit": "1 day"}).text == "within 1 day or {$other}"
