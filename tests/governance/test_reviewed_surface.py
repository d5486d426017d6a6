"""What stands otherwise in surface.lock than the rules have it has not been reviewed, and the check says which rule."""

from datetime import date

import pytest
from shipped_policy import clinic

from governance.policy import compile_policy, surface
from governance.policy.profiles import findings

OFF = {
    **clinic(),
    "rules.yaml": clinic()["rules.yaml"].replace("an objection is heeded\n", "so\n    enabled_by: $heed\n"),
    "policy.yaml": clinic()["policy.yaml"].replace(
        "  visit_retention:\n", "  heed: {label: heeded, type: bool, value: false}\n  visit_retention:\n"
    ),
}


def unreviewed(sources: dict[str, str], file: str, old: str, new: str) -> list[tuple[str, str, str]]:
    """Ask about an edited policy with the surface of the policy before."""
    assert old in sources[file]
    edited = {**sources, file: sources[file].replace(old, new)}
    lock = surface(compile_policy(sources))
    told = findings(edited, "strict", date(2026, 11, 23), lock=lock)
    return [(one.about, one.file, one.severity) for one in told if one.code == "M02"]


def test_what_was_reviewed_is_not_complained_of_nor_are_words_that_decide_nothing() -> None:
    for sources in (dict(clinic()), OFF):
        assert unreviewed(sources, "rules.yaml", "label: Sending reminders", "label: Sending notes") == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rules"),
    [
        (
            "rules.yaml",
            "when: {consent.reminder: given}",
            "when: {consent.reminder: given, actor.role: service}",
            ["A-REMIND"],
        ),
        ("rules.yaml", "to: [none, patient]", "to: none", ["A-ASKED"]),
        (
            "rules.yaml",
            "unless: {recipient.contract: true}",
            "unless: {any: [{recipient.contract: true}, {actor.role: other}]}",
            ["F-LAB"],
        ),
        ("rules.yaml", "    do: [collect, store]\n    on: visit.*", "    do: collect\n    on: visit.*", ["A-LIST"]),
        ("policy.yaml", "value: 365d", "value: 364d", ["R-VISIT"]),
    ],
)
def test_each_rule_that_is_not_as_it_was_reviewed_is_named(file: str, old: str, new: str, rules: list[str]) -> None:
    found = unreviewed(dict(clinic()), file, old, new)
    assert [name for name, _, _ in found] == rules
    assert {severity for _, _, severity in found} == {"error"}


def test_a_prohibition_that_is_off_is_reviewed_like_one_that_is_on() -> None:
    narrowed = unreviewed(
        OFF, "rules.yaml", "    do: [collect, store]\n    on: visit.*", "    do: collect\n    on: visit.*"
    )
    assert [name for name, _, _ in narrowed] == ["A-LIST"]
    softer = unreviewed(OFF, "rules.yaml", "unless: {subject.objected: false}", "unless: {actor.role: owner}")
    assert [name for name, _, _ in softer] == ["F-OBJECT"]
    on = unreviewed(OFF, "policy.yaml", "type: bool, value: false", "type: bool, value: true")
    assert [name for name, _, _ in on] == ["A-LIST", "F-OBJECT"]


@pytest.mark.parametrize("rule", ["F-ELSE", "A-REMIND"])
def test_a_rule_that_is_taken_away_is_named_by_the_line_that_was_reviewed(rule: str) -> None:
    found = unreviewed(dict(clinic()), "rules.yaml", _entry(clinic()["rules.yaml"], rule), "")
    assert (rule, "policy.yaml", "error") in found


def _entry(rules: str, name: str) -> str:
    """Give the whole entry of a rule, as it stands in the file."""
    rest = rules[rules.index(f"  - id: {name}\n") :]
    lines = rest.splitlines(keepends=True)
    end = next((n for n, line in enumerate(lines[1:], 1) if not line.startswith("    ")), len(lines))
    return "".join(lines[:end])
