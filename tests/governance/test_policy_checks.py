"""Every check: one edit of the shipped policy triggers it at its line, and the shipped policy is clean."""

import json
import random
from collections.abc import Mapping

import pytest
from policy_edits import EDITS
from shipped_policy import edited, shipped, texts
from small_policies import written

from governance.errors import ProvisoError
from governance.policy import PolicyRefused, Problem, compile_policy


def problems(sources: Mapping[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(PolicyRefused) as refused:
        compile_policy(sources)
    return refused.value.problems


def test_the_shipped_policy_has_no_finding_but_the_gaps_of_the_controller() -> None:
    assert shipped().warnings == ()
    assert [gap for gap in shipped().gaps if gap.startswith("controller.")] == [
        "controller.legal_entity", "controller.address", "controller.dpo", "controller.eu_representative",
    ]  # fmt: skip
    assert "recipients.cloud_hosting.contract" in shipped().gaps


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit[0]}-{edit[1]}-{edit[4]}".replace(" ", "_"))
def test_an_edit_is_refused_at_its_place_with_a_remedy(edit: tuple[str, str, str, str, str, str]) -> None:
    code, file, old, new, said, remedy = edit
    hits = [found for found in problems(edited(file, old, new)) if found.code == code]
    assert [found for found in hits if said in found.message and remedy in found.fix], [str(hit) for hit in hits]
    assert all(found.line >= 1 and found.column >= 1 for found in hits)


def test_a_problem_names_file_line_and_column_first() -> None:
    sources = edited("rules.yaml", "when: {job.stage: received}", "when: {job.stage: receved}")
    line = next(n for n, text in enumerate(sources["rules.yaml"].splitlines(), 1) if "receved" in text)
    found = [str(one) for one in problems(sources) if one.code == "R04"]
    assert found == [
        f"rules.yaml:{line}:23 PL-R04 error: `job.stage` is never `receved`. Fix: did you mean `received`?"
    ]


def test_all_problems_come_at_once_and_in_order() -> None:
    sources = edited("rules.yaml", "when: {job.stage: received}", "when: {job.stage: receved}")
    sources |= {"retention.yaml": texts()["retention.yaml"].replace("after: job.ended", "after: job.endet")}
    sources |= {"policy.md": texts()["policy.md"].replace("5.8 No way", "No way")}
    sources |= {"vocabulary.yaml": texts()["vocabulary.yaml"].replace("{label: accounts}", "{lable: accounts}")}
    found = problems(sources)
    assert {"R04", "K04", "C04", "T01"} <= {one.code for one in found}
    assert list(found) == sorted(found)


@pytest.mark.parametrize("file", ["policy.md", "policy.yaml", "vocabulary.yaml", "rules.yaml", "retention.yaml"])
def test_a_missing_file_is_named(file: str) -> None:
    found = problems({name: text for name, text in texts().items() if name != file})
    assert ("Y05", file) in [(one.code, one.file) for one in found]


def test_a_misspelt_file_is_named_and_other_files_are_ignored() -> None:
    found = problems({**texts(), "cookie.yaml": "cookies: []"})
    assert [(one.code, one.fix) for one in found] == [("Y05", "did you mean `cookies.yaml`?")]
    assert compile_policy({**texts(), "surface.lock": "x", "README.md": "x"}).digest == shipped().digest


def test_a_file_that_holds_no_sections_is_named() -> None:
    assert ("T01", "sharing.yaml") in [(one.code, one.file) for one in problems({**texts(), "sharing.yaml": "- a\n"})]


def test_an_example_that_is_denied_against_its_word_says_what_stood_in_the_way() -> None:
    line = "    expect: allow\n    because: [A-OCR-INGEST]\n    request: {do: collect, on: document.image, for: "
    for asked, told in (
        ("provide_service, facts: {job.stage: lost}}", "A-OCR-INGEST needs job.stage to be received, it is lost"),
        ("payment, facts: {job.stage: received}}", "forbidden by F-DOC-PURPOSE"),
        ("provide_service, to: user, facts: {job.stage: received}}", "no activity permits it"),
    ):
        sources = edited("examples.yaml", f"{line}provide_service, facts: {{job.stage: received}}}}", f"{line}{asked}")
        assert [one for one in problems(sources) if one.code == "E01" and told in one.message]


def test_a_warning_alone_does_not_refuse() -> None:
    policy = compile_policy(edited("policy.yaml", "  c9.3: Advice", "  c9.1: Also a courtesy.\n  c9.3: Advice"))
    assert [(one.code, one.severity) for one in policy.warnings] == [("C07", "warning")]


def test_a_wrong_example_is_told_with_the_warnings_beside_it() -> None:
    rule = {"id": "A-1", "label": "a", "do": "read", "on": "name", "for": "serve", "basis": "contract"}
    sources = written([{**rule, "clauses": ["c0.1"]}], [])
    policy = {**json.loads(sources["policy.yaml"]), "informational": {"c0.1": "It says what the paper is called."}}
    example = {"say": "it is not read", "expect": "deny", "request": {"do": "read", "on": "name", "for": "serve"}}
    told = problems(
        {**sources, "policy.yaml": json.dumps(policy), "examples.yaml": json.dumps({"examples": [example]})}
    )
    assert [(one.code, one.severity) for one in told] == [("E01", "error"), ("C07", "warning")]


def test_a_refusal_is_an_error_of_the_catalogue() -> None:
    with pytest.raises(ProvisoError) as refused:
        compile_policy({})
    assert refused.value.code == "policy-refused"
    assert "6 errors" in refused.value.sentence
    assert str(refused.value).count("\n") == 5


def test_broken_documents_are_reported_and_never_a_traceback() -> None:
    """Cut, doubled, swapped and garbled lines: whatever comes of it is a policy or a list of problems."""
    dice = random.Random(7)
    refused: list[PolicyRefused] = []
    for _ in range(200):
        name = dice.choice(sorted(texts()))
        lines = texts()[name].splitlines()
        place = dice.randrange(len(lines))
        line = lines[place]
        lines[place : place + 1] = dice.choice(
            [
                [],
                [line, line],
                [line[: dice.randrange(len(line) + 1)]],
                [line.replace(":", dice.choice(["", "::", ": -"]), 1)],
                [" " + line],
                [line.swapcase()],
                [line.replace("[", "{").replace("]", "}")],
                ["".join(dice.sample(line, len(line)))],
                [line, dice.choice(["- x", "a: [", "x", "id: 7", "\t", "? x", "clauses: 5"])],
            ]
        )
        try:
            compile_policy({**texts(), name: "\n".join(lines) + "\n"})
        except PolicyRefused as error:
            refused.append(error)
    assert len(refused) > 100
    for error in refused:
        assert all(found.file and found.line and found.message and found.fix for found in error.problems)
