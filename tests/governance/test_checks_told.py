"""What the checks tell of an edited policy, all of it: code, file, and the very word at which it is marked."""

import re
from datetime import date

import pytest
from code_fixtures import (
    ACCEPTED,
    COURTESY,
    EXAMPLES,
    LAST_PARAGRAPH,
    POLICY,
    PROMISES,
    REGIMES,
    REMIND,
    RULES,
    TEXT,
    WORDS,
    Edit,
)
from shipped_policy import shipped, texts
from test_codes import edited, found

from governance.policy import PolicyRefused, compile_policy, surface
from governance.policy.compiler import outcomes
from governance.policy.profiles import findings

Told = list[tuple[str, str, str]]


def told(edits: list[Edit]) -> Told:
    sources = edited(edits)
    marked = [(one, sources[one.file].splitlines()[one.line - 1][one.column - 1 :]) for one in found(sources)
              if one.severity != "info"]  # fmt: skip
    return [(one.code, one.file, re.split(r"[\s,:\]}]", line)[0]) for one, line in marked]


ELSEWHERE = (PROMISES, "promises:\n", "kept_elsewhere:\n  c4.44: Somebody else takes care of it.\n\npromises:\n")
POLITE = (POLICY, REGIMES, "informational:\n  c4.4: Polite\n\nregimes:\n")
INTERESTS = 'gdpr: "6(1)(f)",'

FILES, LAB = "on: [file.*, lab.*]\n    unless", "never: {to: role:processor,"
REMINDERS = "never: {for: reminders,"

ERASED = (
    "  - {say: the proven patient has it destroyed, expect: allow, request: {do: erase, on: visit.list, for: rights,"
    " facts: {actor.role: owner, identity.verified: true}}}\n"
)

CASES: list[tuple[str, list[Edit], Told]] = [
    ("C05-a promise cites a sentence that is not there", [(PROMISES, "quote_of: [c2.5]", "quote_of: [c2.55]")],
     [("C05", PROMISES, "c2.55")]),
    ("C05-a sentence that is not there is kept elsewhere", [ELSEWHERE], [("C05", PROMISES, "c4.44")]),
    ("C06-a sentence that a promise quotes is carried out",
     [COURTESY, (PROMISES, "quote_of: [c2.5]", "quote_of: [c2.5, c4.4]")], []),
    ("C06-a sentence that is only unclear is not carried out",
     [COURTESY, (POLICY, "    clauses: [c3.2]", "    clauses: [c3.2, c4.4]")], [("C06", "policy.md", "4.4")]),
    ("C07-a reason is no sentence", [COURTESY, POLITE], [("C07", POLICY, "Polite")]),
    ("C01-a lawful basis quotes what is not said", [(WORDS, INTERESTS, f"{INTERESTS} quote: not there,")],
     [("C01", WORDS, "{label")]),
    ("R02-a prohibition names no category", [(RULES, FILES, FILES.replace("lab.*", "labs.x"))],
     [("R02", RULES, "labs.x")]),
    ("R02-a prohibition selects no category", [(RULES, FILES, FILES.replace("lab.*", "labs.*"))],
     [("R02", RULES, "labs.*")]),
    ("R02-a prohibition leaves out all it names",
     [(RULES, FILES, "on: file.*\n    not_on: [file.notes]\n    unless")], [("R02", RULES, "[file.notes")]),
    ("R02-a promise names no purpose", [(PROMISES, REMINDERS, "never: {for: reminderz,")],
     [("R02", PROMISES, "reminderz")]),
    ("R02-a promise leaves out no purpose", [(PROMISES, REMINDERS, f"{REMINDERS} not_for: [treatments],")],
     [("R02", PROMISES, "treatments")]),
    ("R02-a promise leaves out all it names", [(PROMISES, REMINDERS, f"{REMINDERS} not_for: [reminders],")],
     [("R02", PROMISES, "[reminders")]),
    ("R02-a promise selects nobody", [(PROMISES, LAB, LAB.replace("processor", "processors"))],
     [("R02", PROMISES, "role")]),
    ("R02-a promise names no action", [(PROMISES, LAB, LAB.replace("{", "{do: sharing, "))],
     [("R02", PROMISES, "sharing")]),
    ("R02-no value is named", [(RULES, REMIND, "when: {any: [{consent.reminder: []}]}")], [("R02", RULES, "[")]),
    ("R04-a value is named that is never", [(RULES, REMIND, "when: {consent.reminder: [given, lost]}")],
     [("R04", RULES, "lost")]),
    ("T01-a word stands for a list of conditions", [(RULES, REMIND, "when: {any: given}")], [("T01", RULES, "given")]),
    ("T01-a list of conditions is empty", [(RULES, REMIND, "when: {all: []}")], [("T01", RULES, "[")]),
    ("R01-a parameter rests on another", [(POLICY, "value: 365d", "value: $nothing")],
     [("R01", POLICY, "$nothing"), ("T04", POLICY, "$nothing")]),
    ("V02-no promise holds us to a sentence", [(TEXT, "4.3 You can", "4.3 You can always")], [("V02", TEXT, "4.3")]),
    ("R02-an example names no action", [(EXAMPLES, "request: {do: share,", "request: {do: shar,")],
     [("R02", EXAMPLES, "shar")]),
    ("R02-an example names no category", [(EXAMPLES, "on: lab.sample,", "on: lab.samples,")],
     [("R02", EXAMPLES, "lab.samples")]),
    ("E01-an example comes out otherwise", [(EXAMPLES, "expect: allow", "expect: deny")], [("E01", EXAMPLES, "deny")]),
    ("E01-an example is because of another rule", [(EXAMPLES, "because: [F-LAB]", "because: [F-ELSE]")],
     [("E01", EXAMPLES, "[F-ELSE")]),
    ("E01-an example says true of a fact", [(EXAMPLES, "examples:\n", f"examples:\n{ERASED}")], []),
    ("E01-an example says false of a fact",
     [(EXAMPLES, "examples:\n", f"examples:\n{ERASED.replace('true', 'false')}")], [("E01", EXAMPLES, "allow")]),
    ("E01-of several values an example has the first",
     [(EXAMPLES, "{consent.file: given}", "{consent.file: [given, withdrawn]}"),
      (EXAMPLES, "{consent.file: withdrawn}", "{consent.file: [withdrawn, given]}")], []),
    ("L01-an acceptance has run out", [(POLICY, REGIMES, ACCEPTED.format("D02", "2026-11-22"))],
     [("L01", POLICY, '"2026-11-22"')]),
    ("L02-an acceptance matches nothing", [(POLICY, REGIMES, ACCEPTED.format("A02", "2027-01-01"))],
     [("L02", POLICY, "A02")]),
    ("C11-a sentence may name a heading",
     [(TEXT, LAST_PARAGRAPH, f"{LAST_PARAGRAPH}\n### 4.4 Wishes\n\n4.4.1 See 4.4.\n"),
      (POLICY, REGIMES, "informational:\n  c4.4.1: A courtesy that obliges nobody.\n\nregimes:\n")], []),
    ("C01-a lawful basis quotes what is said", [(WORDS, INTERESTS, f"{INTERESTS} quote: keep the house safe,")], []),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_found_is_told_once_at_its_word_and_nothing_else_is(edits: list[Edit], expected: Told) -> None:
    assert told(edits) == expected


def test_a_reason_that_is_no_sentence_is_a_warning_under_a_law() -> None:
    told = [one for one in found(edited([COURTESY, POLITE]), "gdpr") if one.code == "C07"]
    assert [one.severity for one in told] == ["warning"]


def test_a_vocabulary_without_facts_is_told_of_each_condition_and_breaks_nothing() -> None:
    sources = edited([])
    words = sources["vocabulary.yaml"]
    sources["vocabulary.yaml"] = words[: words.index("facts:\n")]
    with pytest.raises(PolicyRefused) as refused:
        compile_policy(sources)
    assert {one.code for one in refused.value.problems} == {"R03"}


def test_an_example_that_comes_out_otherwise_is_told_with_what_it_came_to() -> None:
    found = outcomes(edited([(EXAMPLES, "expect: allow", "expect: deny")]))
    assert [(one.because, one.came, len(one.problems)) for one in found] == [
        (("A-FILE",), "allow", 1), (("A-FILE",), "deny", 0), (("F-LAB",), "deny", 0),
    ]  # fmt: skip
    [turned] = outcomes(edited([(EXAMPLES, "facts: {consent.file: withdrawn}", "facts: {consent.file: given}")]))[
        1
    ].problems
    assert turned.message.endswith("comes out as allow: permitted by A-FILE.")
    [turned] = outcomes(edited([(EXAMPLES, "facts: {consent.file: given}", "facts: {consent.file: stale}")]))[
        0
    ].problems
    assert turned.message.endswith("comes out as deny: A-FILE needs consent.file to be given, it is stale.")


def test_a_cookie_that_is_not_as_it_was_reviewed_is_told_where_it_stands() -> None:
    lock = surface(shipped()).replace("K-FUNCTIONAL when consent.cookies_functional=given", "K-FUNCTIONAL when always")
    told = [one for one in findings(texts(), "strict", date(2026, 11, 23), lock=lock) if one.code == "M02"]
    assert [(one.file, one.about) for one in told] == [("cookies.yaml", "K-FUNCTIONAL")]
    assert "K-FUNCTIONAL" in texts()["cookies.yaml"].splitlines()[told[0].line - 1]


def test_what_is_called_informational_and_cited_nevertheless_refuses_nothing() -> None:
    policy = compile_policy(edited([(POLICY, REGIMES, "informational:\n  c2.5: It obliges nobody.\n\nregimes:\n")]))
    assert [(one.code, one.severity) for one in policy.warnings] == [("C07", "warning")]
